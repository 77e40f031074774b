"""Signed heads sent to holders outside: whoever keeps one shows later what was altered before it, without us."""

from decimal import Decimal

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ifi.accounts.letters import absolute
from ifi.audit.bundles import public_keys
from ifi.audit.models import TreeHead
from ifi.core.display import show_number

LANGUAGES = ("kk", "ru", "en")  # a holder has no account, and so no language of their own


def newest_head() -> TreeHead | None:
    return TreeHead.objects.order_by("-size", "-pk").first()


def head_letter(head: TreeHead, address: str) -> EmailMessage:
    """The letter: what it is for in three languages, and the signed note as a file, byte for byte."""
    name = f"ifi-head-{head.size}.txt"
    parts = []
    for language in LANGUAGES:
        with override(language):
            parts.append(_words(head, name, language))
    with override(LANGUAGES[0]):
        subject = _("Signed head of the trail: %(count)s records") % {
            "count": show_number(Decimal(head.size), LANGUAGES[0])
        }
    letter = EmailMessage(subject=subject, body="\n\n* * *\n\n".join(parts) + "\n", to=[address])
    letter.attach(name, head.note.encode(), "application/octet-stream")
    return letter


def _words(head: TreeHead, name: str, language: str) -> str:
    said = [
        _("Attached is the signed head of the trail of Innovation for Industry: %(count)s records.")
        % {"count": show_number(Decimal(head.size), language)},
        _("Keep the file. With it you can show later that no record before it was altered, deleted or inserted."),
        _("To check, ask for an export of the trail and run:")
        + f"\n\n    python3 verify_bundle.py ifi-trail.zip --key {public_keys()[0]} --head {name}",
        _("The verifier and all heads:") + f" {absolute(reverse('trail:heads'))}",
    ]
    return "\n\n".join(said)


def send_head(head: TreeHead, address: str) -> None:
    """Raises what the mail server's refusal raises."""
    head_letter(head, address).send()


def holders() -> tuple[str, ...]:
    return tuple(settings.AUDIT_HEAD_MAIL)
