"""What the acts of this room leave in the trail. People go by number."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "accounts.signed_in": _("Signed in"),
    "accounts.sign_in_refused": _("Sign-in refused: wrong password"),
    "accounts.factor_refused": _("Sign-in refused: wrong code of the second factor"),
    "accounts.signed_out": _("Signed out"),
    "accounts.signed_up": _("Account opened by its person"),
    "accounts.consented": _("Agreed to the processing of personal data"),
    "accounts.person_added": _("Account opened"),
    "accounts.person_invited": _("Letter to set a password sent"),
    "accounts.person_disabled": _("Account disabled"),
    "accounts.person_enabled": _("Account enabled again"),
    "accounts.roles_changed": _("Roles changed"),
    "accounts.session_ended": _("Session ended"),
    "accounts.sessions_ended": _("Sessions ended: {number}"),
    "accounts.password_set": _("Password set"),
    "accounts.password_changed": _("Password changed"),
    "accounts.address_asked": _("Change of the e-mail address asked for"),
    "accounts.address_changed": _("E-mail address changed"),
    "accounts.factor_added": _("Second factor added"),
    "accounts.factor_removed": _("Second factor removed"),
    "accounts.factors_reset": _("Second factor reset"),
    "accounts.recovery_codes_made": _("Recovery codes made"),
    "accounts.recovery_code_used": _("Recovery code used"),
    "accounts.provider_linked": _("Linked with the identity provider"),
    "accounts.provider_unlinked": _("Unlinked from the identity provider"),
    "accounts.people_read": _("List of people read"),
}
