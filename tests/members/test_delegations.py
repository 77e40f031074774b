"""Roles lent for an absence: for their days, never further, never more than the lender has."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.translation import override

from ifi.core.errors import NotAllowed
from ifi.members import errors, services
from ifi.members.jobs import tell_of_days
from ifi.members.models import Delegation
from ifi.members.standing import standings_of
from ifi.notices.models import Delivery
from ifi.notices.saying import say_all
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


def told(person):
    rows = Delivery.objects.filter(person=person, channel="page").order_by("pk")
    return list(rows.values_list("notice__code", flat=True))


def morning(day):
    with time_machine.travel(datetime.combine(day, time(1, 5), tzinfo=UTC), tick=False):
        tell_of_days(timestamp=0)


def test_both_people_are_told_when_it_is_made_and_when_it_is_ended_by_hand(scene):
    organisation, admin, viewer = scene
    row = lend(organisation, admin, viewer, O.ADMIN)
    assert (told(admin), told(viewer)) == (["members.roles_lent"], ["members.delegated"])
    services.end_delegation(delegation_id=row.pk, by=admin, on=DAY)
    assert (told(admin)[1:], told(viewer)[1:]) == (["members.roles_returned"], ["members.delegation_ended"])


def test_both_are_told_on_its_first_morning_and_on_the_morning_after_its_last_day_each_once(scene):
    organisation, admin, viewer = scene
    with time_machine.travel(datetime.combine(DAY, time(9), tzinfo=UTC), tick=False):
        row = lend(organisation, admin, viewer, O.ADMIN)
    Delegation.objects.filter(pk=row.pk).update(created_at=datetime.combine(DAY, time(9), tzinfo=UTC))
    mornings = {}
    for number in range(1, 9):
        before = len(told(admin)), len(told(viewer))
        for _ in range(2):
            morning(DAY + timedelta(days=number))
        mornings[number] = told(admin)[before[0] :] + told(viewer)[before[1] :]
    assert mornings.pop(2) == ["members.delegation_begun"] * 2
    assert mornings.pop(5) == ["members.roles_returned", "members.delegation_ended"]
    assert not any(mornings.values())


def test_one_that_begins_the_day_it_is_made_is_told_once(scene):
    organisation, admin, viewer = scene
    row = lend(organisation, admin, viewer, O.ADMIN, since=DAY)
    Delegation.objects.filter(pk=row.pk).update(created_at=datetime.combine(DAY, time(9), tzinfo=UTC))
    morning(DAY)
    assert (told(admin), told(viewer)) == (["members.roles_lent"], ["members.delegated"])


def test_one_that_ended_by_hand_or_never_began_is_not_told_by_its_day(scene):
    organisation, admin, viewer = scene
    for first in (DAY, FIRST):
        row = lend(organisation, admin, viewer, O.ADMIN, since=first)
        services.end_delegation(delegation_id=row.pk, by=admin, on=DAY)
    before = told(admin), told(viewer)
    for number in range(5):
        morning(DAY + timedelta(days=number))
    assert (told(admin), told(viewer)) == before


def test_the_end_of_a_membership_tells_both_of_what_it_ends(scene):
    organisation, admin, viewer = scene
    lender = member_of(organisation, O.OBLIGATIONS)
    lend(organisation, lender, viewer, O.OBLIGATIONS, since=DAY)
    services.end_membership(membership_id=membership_of(lender, organisation).pk, by=admin, on=DAY)
    assert told(lender)[1:] == ["members.membership_ended", "members.roles_returned"]
    assert told(viewer)[1:] == ["members.delegation_ended"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_notices_name_the_colleague_and_the_days(scene, language):
    organisation, admin, viewer = scene
    lend(organisation, admin, viewer, O.ADMIN)
    row = Delivery.objects.get(person=viewer, channel="page")
    with override(language):
        said = say_all([row.notice], reader=viewer)[row.notice_id]
    assert admin.name in said.text
    assert "26.11.2026" in said.text
    assert admin.name not in said.brief
