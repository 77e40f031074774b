"""Roles lent for an absence: for their days, never further, never more than the lender has."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ifi.core.errors import NotAllowed
from ifi.members import errors, services
from ifi.members.models import Delegation
from ifi.members.standing import standings_of
from tests.members.scene import DAY, O, acting, an_organisation, member_of, membership_of

FIRST, LAST = DAY + timedelta(days=2), DAY + timedelta(days=4)


@pytest.fixture
def scene(db):
    organisation = an_organisation()
    return organisation, member_of(organisation, O.ADMIN, O.SIGNATORY), member_of(organisation, O.VIEWER)


def lend(organisation, lender, borrower, *roles, since=FIRST, last_day=LAST):
    return services.delegate(
        borrower_id=membership_of(borrower, organisation).pk,
        roles=roles,
        since=since,
        last_day=last_day,
        by=lender,
        on=DAY,
    )


def roles_on(person, day):
    return standings_of(person.pk, day)[0].roles


def test_it_begins_and_ends_by_itself(scene):
    organisation, admin, viewer = scene
    lend(organisation, admin, viewer, O.ADMIN)
    days = [DAY + timedelta(days=number) for number in range(1, 7)]
    assert [O.ADMIN in roles_on(viewer, day) for day in days] == [False, True, True, True, False, False]
    assert all(O.VIEWER in roles_on(viewer, day) for day in days)


def test_the_signature_is_lent_only_to_whoever_may_sign(scene):
    organisation, admin, viewer = scene
    with pytest.raises(errors.NotSignatoryCapable):
        lend(organisation, admin, viewer, O.SIGNATORY)
    note = {"membership_id": membership_of(viewer, organisation).pk, "by": admin, "on": DAY}
    services.note_attorney_document(document="No. 14 of 12.01.2026", **note)
    lend(organisation, admin, viewer, O.SIGNATORY)
    assert O.SIGNATORY in roles_on(viewer, FIRST)
    services.note_attorney_document(document="", **note)
    assert O.SIGNATORY not in roles_on(viewer, FIRST)


def test_what_was_lent_is_not_lent_on(scene):
    organisation, admin, viewer = scene
    third = member_of(organisation, O.ENGINEER)
    lend(organisation, admin, viewer, O.ADMIN, since=DAY)
    with pytest.raises(errors.NotOwnRole):
        lend(organisation, acting(viewer, organisation), third, O.ADMIN)


def test_whoever_administers_by_delegation_gives_and_takes_no_powers(scene):
    organisation, admin, viewer = scene
    third = member_of(organisation, O.ENGINEER)
    lend(organisation, admin, viewer, O.ADMIN, since=DAY)
    stand_in = acting(viewer, organisation)
    change = {"membership_id": membership_of(third, organisation).pk, "by": stand_in, "on": DAY}
    assert services.change_roles(roles=[O.ENGINEER, O.OBLIGATIONS], **change)
    with pytest.raises(errors.PowersAreLent):
        services.change_roles(roles=[O.ADMIN], **change)
    with pytest.raises(errors.PowersAreLent):
        services.end_membership(membership_id=membership_of(admin, organisation).pk, by=stand_in, on=DAY)
    with pytest.raises(errors.PowersAreLent):
        services.invite(
            organisation_id=organisation.pk, email="x@y.kz", roles=[O.SIGNATORY], language="kk", by=stand_in, on=DAY
        )


def test_a_lent_administrator_does_not_let_the_last_one_leave(scene):
    organisation, admin, viewer = scene
    lend(organisation, admin, viewer, O.ADMIN, since=DAY)
    with pytest.raises(errors.LastAdministrator):
        services.end_membership(membership_id=membership_of(admin, organisation).pk, by=admin, on=DAY)


def test_it_gives_no_more_than_the_lender_still_holds(scene):
    organisation, admin, viewer = scene
    lender = member_of(organisation, O.OBLIGATIONS, O.ENGINEER)
    lend(organisation, lender, viewer, O.OBLIGATIONS, O.ENGINEER, since=DAY)
    services.change_roles(membership_id=membership_of(lender, organisation).pk, roles=[O.ENGINEER], by=admin, on=DAY)
    assert roles_on(viewer, DAY) == {O.VIEWER, O.ENGINEER}
    services.end_membership(membership_id=membership_of(lender, organisation).pk, by=admin, on=DAY)
    assert roles_on(viewer, DAY) == {O.VIEWER}


def test_the_lender_or_an_administrator_ends_it_early_and_nobody_else(scene):
    organisation, admin, viewer = scene
    lender, third = member_of(organisation, O.OBLIGATIONS), member_of(organisation, O.ENGINEER)
    for ender in (lender, admin):
        row = lend(organisation, lender, viewer, O.OBLIGATIONS, since=DAY)
        with pytest.raises(NotAllowed):
            services.end_delegation(delegation_id=row.pk, by=third, on=DAY)
        services.end_delegation(delegation_id=row.pk, by=ender, on=DAY)
        assert roles_on(viewer, DAY) == {O.VIEWER}
    with pytest.raises(errors.DelegationUnknown):
        services.end_delegation(delegation_id=row.pk, by=lender, on=DAY)


def test_one_that_has_not_begun_can_be_taken_back(scene):
    organisation, admin, viewer = scene
    row = lend(organisation, admin, viewer, O.ADMIN)
    services.end_delegation(delegation_id=row.pk, by=admin, on=DAY)
    assert O.ADMIN not in roles_on(viewer, FIRST)


def test_two_for_the_same_person_do_not_overlap(scene):
    organisation, admin, viewer = scene
    lend(organisation, admin, viewer, O.ADMIN)
    with pytest.raises(errors.DelegationOverlaps):
        lend(organisation, admin, viewer, O.ADMIN, since=LAST, last_day=LAST + timedelta(days=3))
    lend(organisation, admin, viewer, O.ADMIN, since=LAST + timedelta(days=1), last_day=LAST + timedelta(days=3))


def test_it_stays_within_one_organisation(scene):
    organisation, admin, _viewer = scene
    stranger = member_of(an_organisation(), O.ADMIN)
    with pytest.raises(errors.MembershipUnknown):
        services.delegate(
            borrower_id=stranger.memberships.get().pk, roles=[O.ADMIN], since=FIRST, last_day=LAST, by=admin, on=DAY
        )
    assert organisation.memberships.count() == 2


def test_the_database_refuses_a_delegation_to_oneself(scene):
    organisation, admin, _viewer = scene
    own = membership_of(admin, organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(lender=own, borrower=own, roles=["admin"], since=FIRST, until=LAST)
