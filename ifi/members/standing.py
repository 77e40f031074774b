"""What a person may do for which organisation on a day: asked at every request, so two queries in all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from ifi.accounts.acting import Acting
from ifi.accounts.rights import OrganisationRole
from ifi.members.models import Delegation, Membership, MembershipRole
from ifi.members.rules import is_signatory_capable, lent_roles

Roles = frozenset[OrganisationRole]


@dataclass(frozen=True, slots=True)
class Standing:
    """A membership today: `held` are one's own roles, `lent` those of absent members."""

    membership_id: int
    organisation_id: int
    attorney_document: str
    held: Roles
    lent: Roles

    @property
    def roles(self) -> Roles:
        return self.held | self.lent

    @property
    def acting(self) -> Acting:
        return Acting(self.organisation_id, self.roles)


def on_day(on: date, prefix: str = "") -> Q:
    """Rows that hold on the day."""
    open_ended = Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": on})
    return open_ended & Q(**{f"{prefix}since__lte": on})


def standings(memberships: "QuerySet[Membership]", on: date) -> tuple[Standing, ...]:
    """How each of the memberships stands on the day; those that do not hold on it are left out."""
    rows = list(memberships.filter(on_day(on)).order_by("pk"))
    if not rows:
        return ()
    held = held_roles([row.pk for row in rows], on)
    lent: dict[int, set[OrganisationRole]] = {row.pk: set() for row in rows}
    capable = {row.pk: is_signatory_capable(held.get(row.pk, frozenset()), row.attorney_document) for row in rows}
    for membership_id, roles in _lent(capable, on):
        lent[membership_id] |= roles
    return tuple(
        Standing(
            row.pk,
            row.organisation_id,
            row.attorney_document,
            held.get(row.pk, frozenset()),
            frozenset(lent[row.pk]),
        )
        for row in rows
    )


def held_roles(membership_ids: Collection[int], on: date) -> dict[int, Roles]:
    """Membership → the roles held through it on the day, what was lent not counted."""
    found: dict[int, set[OrganisationRole]] = {}
    rows = MembershipRole.objects.filter(on_day(on), membership__in=membership_ids)
    for membership_id, role in rows.values_list("membership_id", "role"):
        found.setdefault(membership_id, set()).add(OrganisationRole(role))
    return {membership_id: frozenset(roles) for membership_id, roles in found.items()}


def _lent(capable: dict[int, bool], on: date) -> list[tuple[int, Roles]]:
    delegations = list(
        Delegation.objects.filter(on_day(on), on_day(on, "lender__"), borrower__in=list(capable), since__lte=on)
    )
    if not delegations:
        return []
    lenders = held_roles({row.lender_id for row in delegations}, on)
    return [
        (
            row.borrower_id,
            lent_roles(
                [OrganisationRole(code) for code in row.roles],
                lenders.get(row.lender_id, frozenset()),
                capable[row.borrower_id],
            ),
        )
        for row in delegations
    ]


def standings_of(person_id: int, on: date) -> tuple[Standing, ...]:
    """All organisations the person acts for on the day."""
    return standings(Membership.objects.filter(person=person_id), on)


def roles_today(person_id: int) -> Roles:
    """Roles in any organisation, for the rule of the second factor; registered with `ifi.accounts.acting`."""
    return frozenset[OrganisationRole]().union(*(one.roles for one in standings_of(person_id, timezone.localdate())))


def organisations_of(person_id: int | None, on: date) -> frozenset[int]:
    """What counts when duties are to be kept apart: every organisation one acts for, chosen now or not."""
    if person_id is None:
        return frozenset()
    rows = Membership.objects.filter(on_day(on), person=person_id)
    return frozenset(rows.values_list("organisation_id", flat=True))
