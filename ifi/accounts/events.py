"""What the acts of this room leave in the trail. People go by number."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "accounts.person_added": _("added an account"),
    "accounts.person_invited": _("sent a letter to set a password"),
    "accounts.person_disabled": _("disabled the account"),
    "accounts.person_enabled": _("enabled the account"),
    "accounts.roles_changed": _("changed the roles"),
    "accounts.signed_up": _("created an account"),
    "accounts.signed_in": _("signed in"),
    "accounts.signed_out": _("signed out"),
    "accounts.session_ended": _("ended a session"),
    "accounts.sessions_ended": _("ended sessions: {number}"),
    "accounts.password_set": _("set a password"),
    "accounts.password_changed": _("changed the password"),
    "accounts.address_asked": _("asked to change the e-mail address"),
    "accounts.address_changed": _("changed the e-mail address"),
    "accounts.factor_added": _("added a second factor"),
    "accounts.factor_removed": _("removed a second factor"),
    "accounts.factors_reset": _("reset the second factor"),
    "accounts.recovery_codes_made": _("made new recovery codes"),
    "accounts.recovery_code_used": _("used a recovery code"),
    "accounts.provider_linked": _("linked the account with the identity provider"),
    "accounts.provider_unlinked": _("unlinked the account from the identity provider"),
    "accounts.sign_in_refused": _("Sign-in refused: wrong password"),
    "accounts.people_read": _("List of people read"),
}
