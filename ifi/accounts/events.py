"""What the acts of this room leave in the trail. People go by number."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "accounts.signed_in": _("Signed in"),
    "accounts.sign_in_refused": _("Sign-in refused: wrong password"),
    "accounts.signed_out": _("Signed out"),
    "accounts.person_added": _("Account opened"),
    "accounts.person_disabled": _("Account disabled"),
    "accounts.person_enabled": _("Account enabled again"),
    "accounts.password_set": _("Password set"),
    "accounts.people_read": _("List of people read"),
}
