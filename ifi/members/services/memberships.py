"""Roles of a member, the power of attorney, and the end of a membership."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from ifi.accounts.rights import Actor, OrganisationRole, Permission, check_may_for
from ifi.core.targets import Target
from ifi.members.models import Delegation, Membership
from ifi.members.rules import check_may_change, check_roles
from ifi.members.services.telling import keep, tell_delegation_ended, tell_person
from ifi.members.services.writing import (
    check_organisation_keeps_administrator,
    give,
    held_by,
    locked_membership,
    lost_powers_end_sessions,
    present_membership,
    take,
)


@transaction.atomic
def change_roles(*, membership_id: int, roles: Collection[OrganisationRole], by: Actor, on: date) -> bool:
    """From the day `on` the member holds exactly these roles; False where they did already.

    Raises NotAllowed, MembershipUnknown, RolesNeeded, PowersAreLent, LastAdministrator.
    """
    membership = _theirs_to_edit(membership_id, by, on)
    before, after = held_by(membership, on), frozenset(roles)
    check_roles(after)
    check_may_change(giver_holds(membership.organisation_id, by, on), before, after)
    with lost_powers_end_sessions(membership.organisation_id, by=by, on=on):
        give(membership, after - before, given_by=getattr(by, "pk", None), on=on)
        take(membership, before - after, taken_by=getattr(by, "pk", None), on=on)
    check_organisation_keeps_administrator(membership.organisation_id, on)
    if before != after:
        _told("members.roles_changed", membership, by, on, {"roles": (_codes(before), _codes(after))})
    return before != after


@transaction.atomic
def note_attorney_document(*, membership_id: int, document: str, by: Actor, on: date) -> None:
    """Number and date of the member's power of attorney to sign; empty = there is none any more.

    Raises NotAllowed, MembershipUnknown, PowersAreLent.
    """
    membership = _theirs_to_edit(membership_id, by, on)
    check_may_change(giver_holds(membership.organisation_id, by, on), (), {OrganisationRole.SIGNATORY})
    before, membership.attorney_document = membership.attorney_document, " ".join(document.split())
    with lost_powers_end_sessions(membership.organisation_id, by=by, on=on):
        membership.save(update_fields=["attorney_document"])
    changes = {"attorney_document": (bool(before), bool(membership.attorney_document))}
    keep(
        "members.attorney_noted",
        target(membership),
        organisation_id=membership.organisation_id,
        by=by,
        on=on,
        changes=changes,
    )


@transaction.atomic
def end_membership(*, membership_id: int, by: Actor, on: date) -> Membership:
    """The member leaves or is let go; what they lent and were lent ends with it.

    Raises NotAllowed, MembershipUnknown, PowersAreLent, LastAdministrator.
    """
    membership = locked_membership(membership_id, on)
    person = getattr(by, "pk", None)
    if membership.person_id != person:
        check_may_for(by, Permission.OWN_PEOPLE_EDIT, membership.organisation_id)
        check_may_change(giver_holds(membership.organisation_id, by, on), held_by(membership, on), ())
    with lost_powers_end_sessions(membership.organisation_id, by=by, on=on):
        take(membership, held_by(membership, on), taken_by=person, on=on)
        membership.until, membership.ended_by_id = on, person
        membership.save(update_fields=["until", "ended_by"])
        ended = _end_delegations(membership, person, on)
    check_organisation_keeps_administrator(membership.organisation_id, on)
    _told("members.membership_ended", membership, by, on)
    for row in ended:
        tell_delegation_ended(row, by=by, on=on)
    return membership


def giver_holds(organisation_id: int, by: Actor, on: date) -> frozenset[OrganisationRole]:
    """Roles that whoever acts holds there themselves, what was lent to them not counted."""
    person: int | None = getattr(by, "pk", None)
    membership = present_membership(organisation_id, person, on) if person is not None else None
    return held_by(membership, on) if membership else frozenset()


def target(membership: Membership) -> Target:
    return Target.of("membership", membership.pk)


def _told(
    event: str, membership: Membership, by: Actor, on: date, changes: Mapping[str, tuple[object, object]] | None = None
) -> None:
    """The act in the trail, and the member told of it; event and notice go by one code."""
    organisation_id = membership.organisation_id
    keep(event, target(membership), organisation_id=organisation_id, by=by, on=on, changes=changes)
    tell_person(event, organisation_id, membership.person_id, by=by, on=on)


def _codes(roles: Collection[OrganisationRole]) -> list[str]:
    return [role.value for role in OrganisationRole if role in roles]


def _theirs_to_edit(membership_id: int, by: Actor, on: date) -> Membership:
    membership = locked_membership(membership_id, on)
    check_may_for(by, Permission.OWN_PEOPLE_EDIT, membership.organisation_id)
    return membership


def _end_delegations(membership: Membership, person: int | None, on: date) -> list[Delegation]:
    """Those that run end today; those that were to begin never do."""
    rows = Delegation.objects.filter(Q(lender=membership) | Q(borrower=membership), until__gt=on)
    ended = list(rows.select_related("lender", "borrower").order_by("pk"))
    for row in ended:
        row.until, row.ended_by_id = max(on, row.since), person
        row.save(update_fields=["until", "ended_by"])
    return ended
