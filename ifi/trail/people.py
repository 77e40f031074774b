"""Names of people in the trail, which itself knows them by number only."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from ifi.accounts.models import User
from ifi.accounts.rights import Permission, may
from ifi.core.identifiers import record_number
from ifi.core.targets import Shown

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


def person_with(email: str) -> int | None:
    """The number of the person who signs in with the address."""
    return User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
