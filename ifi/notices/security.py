"""What happens to somebody's account is told by notice: the room of accounts stands below and only names the code."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ifi.accounts import telling
from ifi.accounts.letters import LETTERS
from ifi.accounts.models import User
from ifi.accounts.rights import Actor
from ifi.notices.catalogue import Channel, NoticeKind, as_text, places_of
from ifi.notices.recipients import Address, Person
from ifi.notices.services import announce

ENTRIES = tuple(
    NoticeKind(
        code,
        "security",
        title=letter.subject,
        text=letter.text,
        reason=_("It concerns the safety of your account, so it cannot be turned off."),
        brief=letter.subject,
        parameters=dict.fromkeys(places_of(str(letter.text)), as_text),
        address=lambda _parameters: reverse("accounts:me"),
    )
    for code, letter in LETTERS.items()
    if code.startswith("security.")
)


def tell_person(code: str, person: User, by: Actor, parameters: Mapping[str, object]) -> None:
    """A notice to the person; that the address changed goes by e-mail to the old one, which is still theirs here."""
    old_address = code == "security.address_changed"
    announce(
        code,
        about=None,
        to=[Person(person.pk), Address(person.email, person.language)] if old_address else [Person(person.pk)],
        channels={Channel.PAGE} if old_address else None,
        parameters=parameters,
        by=by,
        on=timezone.localdate(),
    )


def register() -> None:
    telling.register(tell_person)
