"""For which organisation a person acts. Memberships live in a room above, which registers here how to find them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ifi.accounts.rights import OrganisationRole


@dataclass(frozen=True, slots=True)
class Acting:
    """The membership a person acts under now: its organisation and the roles held there today, lent ones included."""

    organisation_id: int
    roles: frozenset[OrganisationRole]


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role held today: from which day, and, where it is lent, up to which last day."""

    role: OrganisationRole
    since: date
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class HeldIn:
    """What a person is in one organisation today; `organisation` is its name in the reader's language."""

    organisation: str
    since: date
    roles: tuple[HeldRole, ...]


RolesHeld = Callable[[int], frozenset[OrganisationRole]]  # a person's id → their roles in all organisations today
Describe = Callable[[Collection[int], date], Mapping[int, tuple[HeldIn, ...]]]  # people's ids, today
_finders: list[RolesHeld] = []
_describers: list[Describe] = []


def register(find: RolesHeld, describe: Describe) -> None:
    """Say how the organisation roles of a person are found, and described for a page. There is one way: ValueError."""
    if _finders and _finders != [find]:
        raise ValueError("organisation roles are found in one way only")
    _finders[:], _describers[:] = [find], [describe]


def organisation_roles(user_id: int) -> frozenset[OrganisationRole]:
    """All roles the person holds today in any organisation."""
    return frozenset[OrganisationRole]().union(*(find(user_id) for find in _finders))


def held_in_organisations(people: Collection[int], on: date) -> dict[int, tuple[HeldIn, ...]]:
    """Person → the organisations they act for today; people without any are left out."""
    found: dict[int, tuple[HeldIn, ...]] = {}
    for describe in _describers:
        found |= describe(people, on)
    return found
