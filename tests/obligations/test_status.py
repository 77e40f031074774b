"""Where a duty stands on a date."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifi.core.sentences import knows
from ifi.law.facts import AssessmentStatus
from ifi.law.loader import load_working_days
from ifi.obligations.models import Duty, DutyBalance
from ifi.obligations.rules.status import (
    CONDITIONS,
    DutyFacts,
    DutyStatus,
    Standing,
    fulfilment,
    is_at_risk,
    standing_of,
    status_of,
)
from ifi.obligations.status_filter import having_status
from tests.obligations.portfolio import a_right, an_organisation

D = Decimal


def facts(**given):
    return DutyFacts(**{"year": 2025, "assessment_status": "assessed", "due": D("100.00"), **given})


def test_a_report_whose_last_day_is_off_is_late_from_the_day_after_the_next_working_day():
    late = facts(year=2027, report_by=date(2028, 4, 30))  # a Sunday before the holiday of 1 May
    days = load_working_days()
    for on, status in ((date(2028, 5, 2), DutyStatus.UNFULFILLED), (date(2028, 5, 3), DutyStatus.OVERDUE)):
        assert status_of(late, on, days.late_before(on)) is status


def test_before_its_year_a_duty_is_not_yet_due_whatever_was_counted():
    for known in (facts(), facts(performed=D(100)), facts(brought=D(40)), facts(assessment_status="base_missing")):
        assert status_of(known, date(2024, 12, 31)) is DutyStatus.NOT_YET_DUE


def test_in_its_year_a_duty_not_yet_covered_is_open_to_the_last_day():
    assert status_of(facts(), date(2025, 1, 1)) is DutyStatus.OPEN
    assert status_of(facts(performed=D("99.99")), date(2025, 12, 31)) is DutyStatus.OPEN


def test_what_was_counted_exactly_fulfils_and_one_tiyn_more_over_fulfils():
    assert status_of(facts(performed=D("60.00"), brought=D("40.00")), date(2025, 3, 1)) is DutyStatus.FULFILLED
    assert status_of(facts(performed=D("60.01"), brought=D("40.00")), date(2025, 3, 1)) is DutyStatus.OVER_FULFILLED


def test_a_zero_base_is_fulfilled_by_nothing():
    assert status_of(facts(due=D(0)), date(2025, 3, 1)) is DutyStatus.FULFILLED


def test_after_the_year_a_shortfall_is_overdue_only_once_the_report_is_late():
    late = facts(performed=D(1), report_by=date(2026, 4, 30))
    assert status_of(late, date(2026, 4, 30)) is DutyStatus.PART_FULFILLED
    assert status_of(late, date(2026, 5, 1)) is DutyStatus.OVERDUE
    assert status_of(facts(report_by=date(2026, 4, 30)), date(2026, 4, 30)) is DutyStatus.UNFULFILLED


def test_without_a_known_report_deadline_nothing_becomes_overdue():
    assert status_of(facts(), date(2030, 1, 1)) is DutyStatus.UNFULFILLED


def test_a_closed_year_is_final():
    closed = facts(performed=D(1), report_by=date(2026, 4, 30), closed_on=date(2026, 6, 1))
    assert status_of(closed, date(2026, 5, 31)) is DutyStatus.OVERDUE
    assert status_of(closed, date(2026, 6, 1)) is DutyStatus.PART_FULFILLED
    assert status_of(closed, date(2030, 6, 1)) is DutyStatus.PART_FULFILLED


def test_a_paid_statutory_penalty_ends_the_year():
    assert status_of(facts(performed=D(60), released=D(40)), date(2026, 6, 1)) is DutyStatus.ENDED_BY_PENALTY
    assert status_of(facts(performed=D(60), released=D(39)), date(2026, 6, 1)) is DutyStatus.PART_FULFILLED


@pytest.mark.parametrize(
    ("assessed", "expected"),
    [
        (AssessmentStatus.EXEMPT, DutyStatus.EXEMPT),
        (AssessmentStatus.NO_DUTY, DutyStatus.NO_DUTY),
        (AssessmentStatus.OUTSIDE_LIFE, DutyStatus.NO_DUTY),
        (AssessmentStatus.NORM_UNKNOWN, DutyStatus.NORM_UNKNOWN),
        (AssessmentStatus.BASE_MISSING, DutyStatus.BASE_MISSING),
    ],
)
def test_what_was_not_assessed_says_why(assessed, expected):
    assert status_of(facts(assessment_status=assessed.value, due=D(0)), date(2025, 3, 1)) is expected


def test_fulfilment_reaches_a_hundred_only_when_all_was_counted():
    assert fulfilment(D("124500000.00"), D("100000000.00")) == D("80.32")
    assert fulfilment(D("124500000.00"), D("124499999.99")) == D("99.99")
    assert fulfilment(D("124500000.00"), D("124500000.00")) == D("100.00")
    assert fulfilment(D("0.00"), D("5.00")) is None


def test_risk_is_strictly_below_the_threshold_and_only_once_the_year_is_over():
    """Law reference, worked example 6: 29.72 % is a ground, exactly 30.00 % is not."""
    threshold = {"due": D("124500000.00"), "risk_threshold": D("0.3000")}
    assert is_at_risk(facts(performed=D("37000000.00"), **threshold), date(2026, 1, 1))
    assert not is_at_risk(facts(performed=D("37000000.00"), **threshold), date(2025, 12, 31))
    assert not is_at_risk(facts(performed=D("37350000.00"), **threshold), date(2026, 1, 1))
    assert is_at_risk(facts(performed=D("37349999.99"), **threshold), date(2026, 1, 1))
    assert not is_at_risk(facts(performed=D(0), due=D(100)), date(2026, 1, 1))


def test_every_status_has_a_condition_and_a_sentence():
    assert set(CONDITIONS) == set(DutyStatus)
    assert {standing for condition in CONDITIONS.values() for standing in condition.standings} == set(Standing)
    assert all(knows(f"duty.status.{status.value}") for status in DutyStatus)


amounts = st.sampled_from([D("0.00"), D("29.99"), D("30.00"), D("40.00"), D("60.00"), D("100.00"), D("100.01")])
days = st.dates(date(2023, 1, 1), date(2028, 12, 31)) | st.sampled_from([date(2026, 4, 30), date(2025, 12, 31)])


@st.composite
def rows(draw):
    year = draw(st.integers(2024, 2027))
    closed_on = draw(st.none() | st.dates(date(year + 1, 1, 1), date(2029, 12, 31)))
    due = draw(amounts)
    return {
        "year": year,
        "assessment_status": draw(st.sampled_from([status.value for status in AssessmentStatus])),
        "due": due,
        "performed": draw(amounts),
        "brought": min(draw(amounts), due),
        "released": draw(amounts),
        "report_by": draw(st.none() | days),
        "closed_on": closed_on,
        "risk_threshold": draw(st.none() | st.just(D("0.3000"))),
    }


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows(), min_size=5, max_size=40), days)
def test_the_filter_finds_exactly_the_duties_that_have_the_status(given_rows, on):
    DutyBalance.objects.all().delete()
    holder, expected = an_organisation(), {}
    for row in given_rows:
        right = a_right(holder=holder)
        duty = Duty.objects.create(right=right, year=row["year"], organisation=holder)
        DutyBalance.objects.create(
            duty=duty, right_id=right.pk, organisation_id=holder.pk, regime="kz.hydrocarbons", **row
        )
        expected[duty.pk] = DutyFacts(**row)
    late_before = load_working_days().late_before(on)
    for status in DutyStatus:
        found = set(DutyBalance.objects.filter(having_status(status, on)).values_list("pk", flat=True))
        assert found == {pk for pk, known in expected.items() if status_of(known, on, late_before) is status}
    for balance in DutyBalance.objects.all():
        assert balance.standing == standing_of(expected[balance.pk]).value
        assert (balance.is_below_threshold and on.year > balance.year) == is_at_risk(expected[balance.pk], on)
