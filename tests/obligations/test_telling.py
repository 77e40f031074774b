"""Who acts for an organisation is told what is done on its duties, and reminded of its report days."""

from datetime import date, timedelta

import pytest

from ifi.accounts.models import User
from ifi.accounts.rights import OrganisationRole
from ifi.law.loader import load_working_days
from ifi.members.services.writing import begin_membership
from ifi.notices.models import Delivery, Notice
from ifi.obligations.models import DutyBalance
from ifi.obligations.telling import remind_of_report_days, step_of
from tests.obligations.portfolio import Office, a_right, an_organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def organisation():
    return an_organisation()


@pytest.fixture
def office(organisation):
    return Office(a_right(holder=organisation), today=date(2026, 2, 2)).open(2024, 2025)


def a_member(organisation, role, name):
    person = User.objects.create_user(f"{name}@example.kz", None, name=name)
    begin_membership(
        organisation_id=organisation.pk, person_id=person.pk, roles={role}, begun_by=None, on=date(2020, 1, 1)
    )
    return person


def a_report_day(office):
    """Stated for the end of March, on a working day."""
    stated = date(2026, 3, 31)
    DutyBalance.objects.filter(pk=office.duties[2025]).update(report_by=stated)
    return load_working_days().deadline(stated).until


def told(person):
    return list(
        Delivery.objects.filter(person=person, channel="page").order_by("pk").values_list("notice__code", flat=True)
    )


@pytest.mark.parametrize(
    ("days", "step"), [(31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1), (-1, None), (365, None)]
)
def test_a_reminder_comes_thirty_days_a_week_and_a_day_before(days, step):
    assert step_of(days) == step


def test_those_who_look_after_obligations_are_told_of_each_act_and_nobody_else(organisation, office):
    accountant = a_member(organisation, OrganisationRole.OBLIGATIONS, "a")
    viewer = a_member(organisation, OrganisationRole.VIEWER, "b")
    stranger = a_member(an_organisation(), OrganisationRole.OBLIGATIONS, "c")
    office.declare(2024, "1000000.00")
    performance = office.offer(2024, "4000.00")
    office.accept(performance, "4000.00")
    office.close(2024)
    assert told(accountant) == ["obligations.assessed", "obligations.decided", "obligations.closed"]
    assert told(viewer) == told(stranger) == []


def test_an_act_that_changes_nothing_tells_nobody(organisation, office):
    accountant = a_member(organisation, OrganisationRole.OBLIGATIONS, "a")
    office.declare(2024, "1000000.00")
    office.close(2024)
    office.close(2024)
    assert told(accountant) == ["obligations.assessed", "obligations.closed"]


def test_one_act_on_many_duties_is_one_notice(organisation, office):
    accountant = a_member(organisation, OrganisationRole.SIGNATORY, "a")
    office.declare(2024, "1000000.00")
    office.declare(2025, "1000000.00")
    office.close(2024, 2025)
    assert told(accountant).count("obligations.closed") == 1
    assert Notice.objects.get(code="obligations.closed").parameters == {"count": 2}


def test_each_reminder_of_a_report_day_is_told_once(organisation, office):
    accountant = a_member(organisation, OrganisationRole.ADMIN, "a")
    office.declare(2025, "1000000.00")
    due = a_report_day(office)
    for days in (40, 30, 29, 8, 7, 6, 1, 0, -1):
        for _ in range(2):
            remind_of_report_days(on=due - timedelta(days=days))
    assert told(accountant).count("obligations.report_nearing") == 3
    days_left = [
        notice.parameters["days"] for notice in Notice.objects.filter(code="obligations.report_nearing").order_by("pk")
    ]
    assert days_left == [30, 7, 1]


def test_a_closed_year_is_not_reminded_of(organisation, office):
    accountant = a_member(organisation, OrganisationRole.ADMIN, "a")
    office.declare(2025, "1000000.00")
    due = a_report_day(office)
    DutyBalance.objects.update(closed_on=date(2026, 1, 1))
    assert remind_of_report_days(on=due - timedelta(days=7)) == 0
    assert "obligations.report_nearing" not in told(accountant)
