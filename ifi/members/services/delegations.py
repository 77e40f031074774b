"""Roles lent for an absence."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from ifi.accounts.rights import Actor, OrganisationRole, Permission, acts_for, check_may, check_may_for
from ifi.core.errors import NotAllowed
from ifi.core.targets import Target
from ifi.members.errors import DelegationOverlaps, DelegationUnknown, MembershipUnknown
from ifi.members.models import Delegation
from ifi.members.rules import check_delegation, is_signatory_capable
from ifi.members.services.telling import keep, tell_delegation_ended, tell_delegation_made
from ifi.members.services.writing import held_by, locked_membership, lost_powers_end_sessions, present_membership
from ifi.registry.services.organisations import locked_organisation


@transaction.atomic
def delegate(
    *,
    borrower_id: int,
    roles: Collection[OrganisationRole],
    since: date,
    last_day: date,
    by: Actor,
    on: date,
) -> Delegation:
    """Lend one's own roles to another member of the organisation one acts for, both days included.

    Raises NotAllowed, MembershipUnknown, RolesNeeded, NotToOneself, DelegationDates, NotOwnRole, NotSignatoryCapable,
    DelegationOverlaps.
    """
    check_may(by, Permission.OWN_DELEGATE)
    organisation_id, person = acts_for(by), getattr(by, "pk", None)
    if organisation_id is None or person is None:
        raise NotAllowed(permission=Permission.OWN_DELEGATE.value)
    borrower = locked_membership(borrower_id, on)
    lender = present_membership(organisation_id, person, on)
    if lender is None or borrower.organisation_id != organisation_id:
        raise MembershipUnknown
    check_delegation(
        roles=roles,
        held=held_by(lender, on),
        to_oneself=lender.pk == borrower.pk,
        capable=is_signatory_capable(held_by(borrower, on), borrower.attorney_document),
        since=since,
        last_day=last_day,
        on=on,
    )
    codes = [role.value for role in OrganisationRole if role in roles]
    try:
        with transaction.atomic():
            delegation = Delegation.objects.create(
                lender=lender, borrower=borrower, roles=codes, since=since, until=last_day + timedelta(days=1)
            )
    except IntegrityError as error:
        if "delegation_once_at_a_time" not in str(error):
            raise
        raise DelegationOverlaps from error
    keep("members.delegated", target(delegation), organisation_id=organisation_id, by=by, on=on)
    tell_delegation_made(delegation, by=by, on=on)
    return delegation


@transaction.atomic
def end_delegation(*, delegation_id: int, by: Actor, on: date) -> Delegation:
    """The lender is back, or an administrator ends it: from today it gives nothing. Raises DelegationUnknown."""
    row = Delegation.objects.filter(pk=delegation_id).select_related("lender", "borrower").first()
    if row is None:
        raise DelegationUnknown
    locked_organisation(row.lender.organisation_id)
    row.refresh_from_db()
    if row.lender.person_id != getattr(by, "pk", None):
        check_may_for(by, Permission.OWN_PEOPLE_EDIT, row.lender.organisation_id)
    if row.until <= on:
        raise DelegationUnknown
    organisation_id = row.lender.organisation_id
    row.until, row.ended_by_id = max(on, row.since), getattr(by, "pk", None)
    with lost_powers_end_sessions(organisation_id, by=by, on=on):
        row.save(update_fields=["until", "ended_by"])
    keep("members.delegation_ended", target(row), organisation_id=organisation_id, by=by, on=on)
    tell_delegation_ended(row, by=by, on=on)
    return row


def target(delegation: Delegation) -> Target:
    return Target.of("delegation", delegation.pk)
