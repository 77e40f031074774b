"""What several acts write: memberships and roles, under the lock of their organisation."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from ifi.accounts.models import User
from ifi.accounts.rights import ROLES_NEEDING_SECOND_FACTOR, Actor, OrganisationRole
from ifi.accounts.services.sessions import end_sessions
from ifi.members.errors import MembershipUnknown
from ifi.members.models import Membership, MembershipRole
from ifi.members.rules import check_administrator_left
from ifi.members.standing import held_roles, on_day, standings
from ifi.registry.services.organisations import locked_organisation

Roles = Collection[OrganisationRole]


def locked_membership(membership_id: int, on: date) -> Membership:
    """A membership of today with its organisation locked, so that acts on one organisation's people follow one another.

    Raises MembershipUnknown.
    """
    row = Membership.objects.filter(pk=membership_id).first()
    if row is None:
        raise MembershipUnknown
    locked_organisation(row.organisation_id)
    present = Membership.objects.filter(on_day(on), pk=membership_id).select_related("person").first()
    if present is None:
        raise MembershipUnknown
    return present


def present_membership(organisation_id: int, person_id: int, on: date) -> Membership | None:
    return Membership.objects.filter(on_day(on), organisation=organisation_id, person=person_id).first()


def begin_membership(
    *, organisation_id: int, person_id: int, roles: Roles, begun_by: int | None, on: date
) -> Membership:
    membership = Membership.objects.create(
        organisation_id=organisation_id, person_id=person_id, since=on, begun_by_id=begun_by
    )
    give(membership, roles, given_by=begun_by, on=on)
    return membership


def give(membership: Membership, roles: Roles, *, given_by: int | None, on: date) -> None:
    MembershipRole.objects.bulk_create(
        MembershipRole(membership=membership, role=role.value, since=on, given_by_id=given_by)
        for role in OrganisationRole
        if role in roles
    )


def take(membership: Membership, roles: Roles, *, taken_by: int | None, on: date) -> None:
    rows = membership.roles.filter(on_day(on), role__in=[role.value for role in roles])
    rows.update(until=on, taken_by=taken_by)


def check_organisation_keeps_administrator(organisation_id: int, on: date) -> None:
    """After the act. Raises LastAdministrator."""
    check_administrator_left(_administrators(organisation_id, on))


def has_administrator(organisation_id: int, on: date) -> bool:
    return bool(_administrators(organisation_id, on))


def _administrators(organisation_id: int, on: date) -> list[int]:
    """Memberships of those who may sign in; lent powers count for nothing."""
    rows = Membership.objects.filter(on_day(on), organisation=organisation_id, person__is_active=True)
    held = held_roles(list(rows.values_list("pk", flat=True)), on)
    return [key for key, roles in held.items() if OrganisationRole.ADMIN in roles]


@contextmanager
def lost_powers_end_sessions(organisation_id: int, *, by: Actor, on: date) -> Iterator[None]:
    """Around an act: whoever it costs a role that needs a second factor, one's own or lent, begins a new session, as
    with roles of the system. Whoever acts knows what they gave away and stays."""
    before = _with_powers(organisation_id, on)
    yield
    lost = before - _with_powers(organisation_id, on)
    for person in User.objects.filter(pk__in={person for person, _ in lost}).order_by("pk"):
        if person != by:
            end_sessions(person=person, by=by)


def _with_powers(organisation_id: int, on: date) -> set[tuple[int, OrganisationRole]]:
    """Who holds which of these roles on the day."""
    rows = Membership.objects.filter(organisation=organisation_id)
    people = dict(rows.filter(on_day(on)).values_list("pk", "person"))
    return {
        (people[one.membership_id], role)
        for one in standings(rows, on)
        for role in one.roles & ROLES_NEEDING_SECOND_FACTOR
    }


def held_by(membership: Membership, on: date) -> frozenset[OrganisationRole]:
    return held_roles([membership.pk], on).get(membership.pk, frozenset())
