"""Letters about one's own account: what each says, and the one place that sends them.

A code of `security.*` tells of a change; a letter with a link is the only copy of it. Nothing that people typed stands
in a subject line.
"""

from typing import NamedTuple

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

_log = structlog.get_logger(__name__)


class Letter(NamedTuple):
    subject: Promise
    text: Promise


LETTERS = {
    "link.invitation": Letter(
        _("You are invited to Innovation for Industry"),
        _("An account was made for you. Open this page within seven days and set your password:\n\n{link}"),
    ),
    "link.sign_up": Letter(
        _("Finish creating your account"),
        _("Open this page within an hour and set your password:\n\n{link}\n\nIf it was not you, do nothing."),
    ),
    "link.password": Letter(
        _("Set a new password"),
        _(
            "Open this page within 30 minutes and set a new password:\n\n{link}\n\n"
            "If it was not you, do nothing: the old password stays."
        ),
    ),
    "link.address": Letter(
        _("Confirm your new e-mail address"),
        _("Open this page within 30 minutes to sign in with this address from now on:\n\n{link}"),
    ),
    "account.exists": Letter(
        _("You already have an account"),
        _(
            "Somebody entered this address to create an account or to move one to it. It has an account already.\n\n"
            "If it was you, sign in, or ask for a new password on the sign-in page:\n\n{sign_in}"
        ),
    ),
    "security.new_device": Letter(
        _("Your account was used on a new device"),
        _("Somebody signed in to your account with a browser that was not used before: {device}."),
    ),
    "security.password_changed": Letter(_("Your password was changed"), _("The password of your account was changed.")),
    "security.factor_added": Letter(
        _("A second factor was added"), _("An authenticator application or a passkey was added to your account.")
    ),
    "security.factor_removed": Letter(
        _("A second factor was removed"),
        _("An authenticator application or a passkey was taken away from your account."),
    ),
    "security.factors_reset": Letter(
        _("Your second factor was reset"),
        _("An administrator took away the second factors of your account. Set up a new one when you sign in next."),
    ),
    "security.recovery_codes_made": Letter(
        _("New recovery codes were made"), _("New recovery codes were made. The old ones no longer work.")
    ),
    "security.recovery_code_used": Letter(
        _("A recovery code was used"), _("Somebody signed in to your account with a recovery code.")
    ),
    "security.provider_linked": Letter(
        _("Signing in through a provider was turned on"),
        _("Your account was linked to your account at the identity provider. Either opens it from now on."),
    ),
    "security.provider_unlinked": Letter(
        _("Signing in through a provider was turned off"),
        _("Your account at the identity provider no longer opens your account here."),
    ),
    "security.address_asked": Letter(
        _("Somebody wants to change your e-mail address"),
        _("A new e-mail address was entered for your account. It changes when the letter sent there is opened."),
    ),
    "security.address_changed": Letter(
        _("Your e-mail address was changed"),
        _("You now sign in with another e-mail address. Letters will go there."),
    ),
    "security.roles_changed": Letter(
        _("Your roles were changed"), _("An administrator changed what you may do. Your account page shows your roles.")
    ),
    "security.data_given_out": Letter(
        _("Your personal data were taken out"),
        _("An administrator downloaded the file of everything that is kept of you, as on a request of yours."),
    ),
}
_IF_NOT_YOU = _("If it was not you, set a new password at once and tell an administrator:\n\n{sign_in}")


def send_letter(code: str, *, email: str, language: str, **parameters: object) -> None:
    """Send when the transaction stands. A mail server that does not answer is logged and stops nobody."""
    with override(language):
        letter = LETTERS[code]
        places = {**parameters, "sign_in": absolute(reverse("accounts:sign_in"))}
        parts = [str(letter.text)] + ([str(_IF_NOT_YOU)] if code.startswith("security.") else [])
        body = "\n\n".join(part.format_map(places) for part in parts)
        message = EmailMessage(subject=str(letter.subject), body=f"{body}\n", to=[email])
    transaction.on_commit(lambda: _deliver(message, code))


def link_address(secret: str, language: str) -> str:
    """The whole address of a link's page."""
    with override(language):
        return absolute(reverse("accounts:open_link", args=[secret]))


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}{path}"


def _deliver(message: EmailMessage, code: str) -> None:
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors
        _log.error("letter_not_sent", code=code, reason=type(error).__name__)
