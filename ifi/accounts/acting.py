"""For which organisation a person acts. Memberships live in a room above, which registers here how to find them."""

from collections.abc import Callable
from dataclasses import dataclass

from ifi.accounts.rights import OrganisationRole


@dataclass(frozen=True, slots=True)
class Acting:
    """The membership a person acts under now: its organisation and the roles held there today, lent ones included."""

    organisation_id: int
    roles: frozenset[OrganisationRole]


RolesHeld = Callable[[int], frozenset[OrganisationRole]]  # a person's id → their roles in all organisations today
_finders: list[RolesHeld] = []


def register(find: RolesHeld) -> None:
    """Say how the organisation roles of a person are found. There is one way: ValueError."""
    if _finders and _finders != [find]:
        raise ValueError("organisation roles are found in one way only")
    _finders[:] = [find]


def organisation_roles(user_id: int) -> frozenset[OrganisationRole]:
    """All roles the person holds today in any organisation."""
    return frozenset[OrganisationRole]().union(*(find(user_id) for find in _finders))
