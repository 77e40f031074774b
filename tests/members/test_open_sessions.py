"""What a person loses in an organisation is lost in the sessions that are open, at the very next page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ifi.members import services
from ifi.members.acting import CHOSEN
from tests.members.scene import O, a_person, acting, an_organisation, member_of, membership_of
from tests.sign_in import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def scene(today):
    organisation = an_organisation()
    return organisation, member_of(organisation, O.ADMIN, O.SIGNATORY, on=today)


def opened(person, organisation=None, **options) -> Client:
    client = Client()
    client.force_login(person, **options)
    if organisation is not None:
        client.post("/en/me/organisations/choose/", {"organisation": organisation.pk})
    return client


def sees_people(client, organisation) -> bool:
    return client.get(f"/en/organisations/{organisation.pk}/people/").status_code == 200


def is_open(client) -> bool:
    return client.get("/en/me/").status_code == 200


def take_role(person, organisation, admin, today):
    services.change_roles(membership_id=membership_of(person, organisation).pk, roles=[O.VIEWER], by=admin, on=today)


def end(person, organisation, by, today):
    services.end_membership(membership_id=membership_of(person, organisation).pk, by=by, on=today)


def lend(lender, borrower, organisation, role, today, days=3):
    return services.delegate(
        borrower_id=membership_of(borrower, organisation).pk,
        roles=[role],
        since=today,
        last_day=today + timedelta(days=days),
        by=lender,
        on=today,
    )


@pytest.mark.parametrize("act", [take_role, end], ids=["role taken", "membership ended"])
@pytest.mark.parametrize("power", [O.ADMIN, O.SIGNATORY])
def test_who_loses_a_role_that_needs_a_second_factor_begins_a_new_session(scene, today, act, power):
    organisation, admin = scene
    other = member_of(organisation, power, on=today)
    sessions = [opened(other), opened(other)]
    assert all(is_open(one) for one in sessions)
    act(other, organisation, admin, today)
    assert not any(is_open(one) for one in sessions)


def test_who_loses_another_role_stays_and_can_do_no_more_with_it(scene, today):
    organisation, admin = scene
    other = member_of(organisation, O.OBLIGATIONS, O.VIEWER, on=today)
    session = opened(other, organisation)
    assert "see the trail of the organisation" in session.get("/en/me/").content.decode()
    take_role(other, organisation, admin, today)
    assert "see the trail of the organisation" not in session.get("/en/me/").content.decode()


def test_a_lent_power_that_is_ended_ends_the_sessions_of_who_stood_in(scene, today):
    organisation, admin = scene
    stand_in = member_of(organisation, O.VIEWER, on=today)
    row = lend(admin, stand_in, organisation, O.ADMIN, today)
    session, lender = opened(stand_in, organisation), opened(admin, organisation)
    assert is_open(session)
    assert is_open(lender)
    services.end_delegation(delegation_id=row.pk, by=admin, on=today)
    assert not is_open(session)
    assert is_open(lender)


def test_a_power_that_was_lent_by_somebody_who_loses_it_is_lost_too(scene, today):
    organisation, admin = scene
    lender, stand_in = member_of(organisation, O.ADMIN, on=today), member_of(organisation, O.VIEWER, on=today)
    lend(lender, stand_in, organisation, O.ADMIN, today)
    session = opened(stand_in, organisation)
    assert is_open(session)
    take_role(lender, organisation, admin, today)
    assert not is_open(session)


def test_without_a_power_of_attorney_the_lent_signature_is_lost_too(scene, today):
    organisation, admin = scene
    stand_in = member_of(organisation, O.VIEWER, on=today)
    note = {"membership_id": membership_of(stand_in, organisation).pk, "by": admin, "on": today}
    services.note_attorney_document(document="No. 14 of 12.01.2026", **note)
    lend(admin, stand_in, organisation, O.SIGNATORY, today)
    session = opened(stand_in, organisation)
    assert is_open(session)
    services.note_attorney_document(document="", **note)
    assert not is_open(session)


def test_an_ended_membership_leaves_nothing_of_the_choice_and_leads_into_no_other_organisation(scene, today):
    organisation, admin = scene
    second = an_organisation()
    other = a_person()
    for one in (organisation, second):
        member_of(one, O.VIEWER, person=other, on=today)
    session = opened(other, organisation)
    assert sees_people(session, organisation)
    end(other, organisation, admin, today)
    assert session.get(f"/en/organisations/{organisation.pk}/people/").status_code == 403
    assert session.session[CHOSEN] == 0
    assert not sees_people(session, second)
    session.post("/en/me/organisations/choose/", {"organisation": second.pk})
    assert sees_people(session, second)


def test_who_leaves_by_oneself_stays_signed_in(scene, today):
    organisation, _admin = scene
    other = member_of(organisation, O.ADMIN, on=today)
    session = opened(other, organisation)
    assert is_open(session)
    end(acting(other, organisation, today), organisation, other, today)
    assert is_open(session)
    assert not sees_people(session, organisation)


def test_a_delegation_that_ends_by_its_day_gives_nothing_from_then_on(scene, today):
    organisation, admin = scene
    stand_in = member_of(organisation, O.VIEWER, on=today)
    row = lend(admin, stand_in, organisation, O.ADMIN, today, days=1)
    session = opened(stand_in, organisation)
    invite = f"/en/organisations/{organisation.pk}/people/invite/"
    assert session.get(invite).status_code == 200
    row.since, row.until = today - timedelta(days=2), today  # as it stands on the morning after the last day
    row.save()
    assert session.get(invite).status_code == 403


def test_who_gains_a_power_in_an_open_session_gives_a_second_factor_first(scene, today):
    organisation, admin = scene
    other = member_of(organisation, O.VIEWER, on=today)
    session = opened(other, organisation, password_only=True)
    assert is_open(session)
    services.change_roles(membership_id=membership_of(other, organisation).pk, roles=[O.ADMIN], by=admin, on=today)
    assert session.get("/en/me/")["Location"].startswith("/en/me/second-factor/")
