"""Names of people in the trail, which itself knows them by number only."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from ifi.accounts.models import User
from ifi.accounts.rights import Permission, may
from ifi.core.identifiers import record_number
from ifi.core.targets import Shown
from ifi.trail.finding import MOST

_SEE_NAMES = (Permission.AUDIT_SEE, Permission.ACCOUNTS_EDIT, Permission.MEMBERS_SEE_ALL)


def names_of(people: Collection[int], reader: object) -> dict[int, str]:
    """Number → name, for readers who may know who people are; to others only their own."""
    wanted = Q(pk__in=people)
    if not any(may(reader, permission) for permission in _SEE_NAMES):
        wanted &= Q(pk=getattr(reader, "pk", None))
    return dict(User.objects.filter(wanted).values_list("pk", "name"))


def describe_person(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """How a person is named where an act concerned them."""
    numbers = [number for key in keys if (number := record_number(key)) is not None]
    return {str(number): Shown(name) for number, name in names_of(numbers, reader).items()}


def people_found(text: str, reader: object) -> tuple[int, ...]:
    """Numbers of the people with the address or with the text in their name; whoever may not know people finds but
    themselves, so that nobody learns here who has an account."""
    wanted = Q(email=text.strip().lower()) | Q(name__icontains=text.strip())
    if not any(may(reader, permission) for permission in _SEE_NAMES):
        wanted &= Q(pk=getattr(reader, "pk", None))
    return tuple(User.objects.filter(wanted).order_by("pk").values_list("pk", flat=True)[:MOST])


def find_people(text: str, reader: object) -> Collection[str]:
    return {str(number) for number in people_found(text, reader)}
