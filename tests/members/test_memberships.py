"""Roles given and taken, members let go, and an organisation that always keeps an administrator."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from ifi.accounts.rights import Permission, Role, may_for
from ifi.audit.models import Record
from ifi.core.errors import NotAllowed
from ifi.members import errors, services
from ifi.members.models import Membership, MembershipRole
from ifi.members.services.writing import begin_membership
from ifi.members.standing import standings_of
from ifi.notices.models import Notice
from tests.members.scene import DAY, O, a_person, acting, an_organisation, member_of, membership_of

NEXT = DAY + timedelta(days=1)


@pytest.fixture
def scene(db):
    organisation = an_organisation()
    return organisation, member_of(organisation, O.ADMIN), member_of(organisation, O.VIEWER)


def change(person, organisation, roles, by, on=DAY):
    membership = membership_of(person, organisation)
    return services.change_roles(membership_id=membership.pk, roles=roles, by=by, on=on)


def test_an_administrator_gives_and_takes_roles_and_history_stays(scene):
    organisation, admin, viewer = scene
    change(viewer, organisation, [O.VIEWER, O.SIGNATORY], admin)
    assert acting(viewer, organisation).acting.roles == {O.VIEWER, O.SIGNATORY}
    change(viewer, organisation, [O.SIGNATORY], admin, NEXT)
    change(viewer, organisation, [O.VIEWER, O.SIGNATORY], admin, NEXT)
    assert acting(viewer, organisation, NEXT).acting.roles == {O.VIEWER, O.SIGNATORY}
    history = MembershipRole.objects.filter(membership__person=viewer, role="viewer").order_by("pk")
    assert [(row.since, row.until, row.taken_by) for row in history] == [(DAY, NEXT, admin), (NEXT, None, None)]


def test_a_role_taken_away_is_gone_at_once(scene):
    organisation, admin, viewer = scene
    change(viewer, organisation, [O.ENGINEER], admin)
    assert acting(viewer, organisation).acting.roles == {O.ENGINEER}


def test_a_member_keeps_a_role(scene):
    organisation, admin, viewer = scene
    with pytest.raises(errors.RolesNeeded):
        change(viewer, organisation, [], admin)


@pytest.mark.parametrize("role", [role for role in O if role is not O.ADMIN])
def test_only_an_administrator_of_that_organisation_edits_its_people(scene, role):
    organisation, _admin, viewer = scene
    strangers = [member_of(organisation, role), member_of(an_organisation(), O.ADMIN), a_person("", *Role)]
    for stranger in strangers:
        for act in (
            lambda by: change(viewer, organisation, [O.ADMIN], by),
            lambda by: services.note_attorney_document(
                membership_id=membership_of(viewer, organisation).pk, document="1", by=by, on=DAY
            ),
            lambda by: services.end_membership(membership_id=membership_of(viewer, organisation).pk, by=by, on=DAY),
            lambda by: services.invite(
                organisation_id=organisation.pk, email="x@y.kz", roles=[O.VIEWER], language="kk", by=by, on=DAY
            ),
        ):
            with pytest.raises(NotAllowed):
                act(stranger)


def test_an_administrator_acting_for_another_organisation_edits_nobody_here(scene):
    organisation, admin, viewer = scene
    elsewhere = an_organisation()
    begin_membership(organisation_id=elsewhere.pk, person_id=admin.pk, roles=[O.ADMIN], begun_by=None, on=DAY)
    with pytest.raises(NotAllowed):
        change(viewer, organisation, [O.ADMIN], acting(admin, elsewhere))


def test_the_last_administrator_neither_leaves_nor_loses_the_role(scene):
    organisation, admin, _viewer = scene
    with pytest.raises(errors.LastAdministrator):
        change(admin, organisation, [O.VIEWER], admin)
    with pytest.raises(errors.LastAdministrator):
        services.end_membership(membership_id=membership_of(admin, organisation).pk, by=admin, on=DAY)
    assert acting(admin, organisation).acting.roles == {O.ADMIN}


def test_a_disabled_administrator_does_not_count(scene):
    organisation, admin, _viewer = scene
    other = member_of(organisation, O.ADMIN)
    other.is_active = False
    other.save()
    with pytest.raises(errors.LastAdministrator):
        services.end_membership(membership_id=membership_of(admin, organisation).pk, by=admin, on=DAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_leave_at_the_same_time_one_stays():
    organisation = an_organisation()
    leaving = [member_of(organisation, O.ADMIN), member_of(organisation, O.ADMIN)]
    together, outcomes = Barrier(2), []

    def leave(person):
        membership = membership_of(person, organisation)
        together.wait()
        try:
            services.end_membership(membership_id=membership.pk, by=person, on=DAY)
            outcomes.append("left")
        except errors.LastAdministrator:
            outcomes.append("stays")
        finally:
            connection.close()

    threads = [Thread(target=leave, args=[person]) for person in leaving]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["left", "stays"]
    assert Membership.objects.filter(until=None).count() == 1


def test_whoever_leaves_sees_nothing_more_and_may_come_back(scene):
    organisation, _admin, viewer = scene
    services.end_membership(membership_id=membership_of(viewer, organisation).pk, by=viewer, on=DAY)
    assert standings_of(viewer.pk, DAY) == ()
    begin_membership(organisation_id=organisation.pk, person_id=viewer.pk, roles=[O.VIEWER], begun_by=None, on=DAY)
    assert acting(viewer, organisation).acting.roles == {O.VIEWER}
    assert Membership.objects.filter(person=viewer).count() == 2


@pytest.mark.django_db
def test_the_database_refuses_two_memberships_at_a_time_and_unknown_roles(scene):
    organisation, _admin, viewer = scene
    membership = membership_of(viewer, organisation)
    for write in (
        lambda: Membership.objects.create(organisation=organisation, person=viewer, since=NEXT),
        lambda: MembershipRole.objects.create(membership=membership, role="viewer", since=NEXT),
        lambda: MembershipRole.objects.create(membership=membership, role="emperor", since=DAY),
        lambda: Membership.objects.filter(pk=membership.pk).update(until=DAY - timedelta(days=1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_a_membership_gives_nothing_before_its_day(scene):
    organisation, *_ = scene
    late = a_person()
    begin_membership(organisation_id=organisation.pk, person_id=late.pk, roles=[O.ADMIN], begun_by=None, on=NEXT)
    assert standings_of(late.pk, DAY) == ()
    assert standings_of(late.pk, NEXT)[0].roles == {O.ADMIN}


def test_a_disabled_person_may_do_nothing(scene):
    organisation, admin, _viewer = scene
    admin.is_active = False
    assert not may_for(admin, Permission.OWN_PEOPLE_EDIT, organisation.pk)


def test_signatories_and_administrators_need_a_second_factor(scene):
    organisation, admin, viewer = scene
    assert (admin.needs_second_factor, viewer.needs_second_factor) == (True, False)
    change(viewer, organisation, [O.SIGNATORY], admin)
    assert viewer.needs_second_factor


def test_a_change_is_recorded_with_before_and_after_and_the_member_told(scene):
    organisation, admin, viewer = scene
    change(viewer, organisation, [O.ENGINEER], admin)
    record = Record.objects.get(event="members.roles_changed")
    assert (record.person, record.organisation) == (admin.pk, organisation.pk)
    assert b'"viewer"' in bytes(record.body)
    assert Notice.objects.get().code == "members.roles_changed"
