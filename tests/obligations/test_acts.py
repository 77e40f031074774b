"""Acts on duties, by the worked examples of the law reference."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from ifi.law.errors import BaseTypeWrong
from ifi.law.facts import BaseType, Channel
from ifi.ledger.models import Entry
from ifi.ledger.queries import balances_of
from ifi.obligations.models import AssessmentVersion, DeclaredBase
from ifi.obligations.rules.assessments import AssessmentReason
from ifi.obligations.rules.errors import (
    BaseTwice,
    PenaltyExceeded,
    YearNotOver,
)
from ifi.obligations.rules.status import DutyFacts, DutyStatus, fulfilment, is_at_risk, status_of
from ifi.obligations.services.assessments import assess_duties
from ifi.obligations.services.bases import BaseDeclaration, declare_bases
from ifi.registry.models import RightTerm
from ifi.registry.periods import stored
from tests.obligations.portfolio import OFFICE, Office, a_right, differences, money

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def _the_ledger_agrees_after_every_test():
    yield
    assert differences() == []


def status(balance, on):
    names = ("year", "assessment_status", "due", "performed", "brought", "released", "report_by", "closed_on")
    return status_of(DutyFacts(**{name: getattr(balance, name) for name in names}), on)


def test_excess_of_a_contract_covers_part_of_the_next_year():
    """Worked example 1."""
    office = Office(a_right(), today=date(2026, 5, 1)).open(2025, 2026)
    office.declare(2025, "12 450 000 000")
    office.declare(2026, "13 000 000 000")
    office.perform(2025, "131 000 000")
    office.close(2025)
    assert office.balance(2025).due == money("124 500 000")
    assert office.balance(2025).carried == money("6 500 000")
    assert office.balance(2026).due == money("130 000 000")
    assert office.balance(2026).brought == money("6 500 000")
    assert office.balance(2026).outstanding == money("123 500 000")
    assert status(office.balance(2025), date(2026, 5, 1)) is DutyStatus.OVER_FULFILLED
    assert status(office.balance(2026), date(2026, 5, 1)) is DutyStatus.OPEN
    office.perform(2026, "123 500 000", channel=Channel.STATE_BUDGET, kbk="401103")
    assert status(office.balance(2026), date(2026, 7, 1)) is DutyStatus.FULFILLED


@pytest.mark.parametrize(("rate", "penalty"), [("0.30", "7 350 000"), ("0.01", "245 000")])
def test_a_shortfall_costs_a_contract_what_the_contract_says(rate, penalty):
    """Worked example 5."""
    office = Office(a_right(penalty_rate=rate), today=date(2026, 5, 1)).open(2025)
    office.declare(2025, "12 450 000 000")
    office.perform(2025, "100 000 000")
    office.close(2025)
    balance = office.balance(2025)
    assert balance.penalty == money(penalty)
    assert balance.outstanding == money("24 500 000")
    assert fulfilment(balance.due, balance.performed + balance.brought) == D("80.32")
    assert not balance.is_below_threshold
    assert status(balance, date(2026, 5, 1)) is DutyStatus.PART_FULFILLED


def test_a_contract_that_does_not_say_its_penalty_is_charged_none():
    office = Office(a_right(), today=date(2026, 5, 1)).open(2025)
    office.declare(2025, "12 450 000 000")
    office.close(2025)
    assert office.balance(2025).penalty == 0
    assert AssessmentVersion.objects.get().penalty_rate is None


def test_a_contract_far_behind_is_at_risk_strictly_below_the_threshold():
    """Worked example 6."""
    office = Office(a_right(), today=date(2026, 5, 1)).open(2025)
    office.declare(2025, "12 450 000 000")
    office.perform(2025, "37 000 000")
    balance = office.balance(2025)
    facts = DutyFacts(2025, "assessed", balance.due, balance.performed, risk_threshold=balance.risk_threshold)
    assert balance.is_below_threshold
    assert is_at_risk(facts, date(2026, 1, 1))
    office.perform(2025, "350 000")
    assert not office.balance(2025).is_below_threshold


def test_a_licence_pays_what_it_did_not_perform_and_its_year_ends():
    """Worked example 11."""
    office = Office(a_right("kz.solid_minerals"), today=date(2026, 5, 1)).open(2025, 2026)
    office.declare(2025, "6 184 300 000")
    office.perform(2025, "47 500 000")
    assert status(office.balance(2025), date(2026, 5, 1)) is DutyStatus.OVERDUE
    office.close(2025)
    assert office.balance(2025).due == money("61 843 000")
    assert office.balance(2025).penalty == money("14 343 000")
    office.pay_penalty(2025, "14 000 000")
    assert office.balance(2025).outstanding == money("14 343 000")
    office.pay_penalty(2025, "343 000")
    assert office.balance(2025).outstanding == 0
    assert status(office.balance(2025), date(2026, 5, 1)) is DutyStatus.ENDED_BY_PENALTY
    assert office.balance(2026).due == 0
    assert not office.balance(2025).is_below_threshold


@pytest.mark.parametrize(
    ("rate", "penalty", "together"),
    [("0.30", "4 302 900", "18 645 900"), ("0.01", "143 430", "14 486 430")],
)
def test_a_penalty_of_a_contract_does_not_release(rate, penalty, together):
    """Worked example 12."""
    office = Office(a_right(penalty_rate=rate), today=date(2026, 5, 1)).open(2025)
    office.declare(2025, "6 184 300 000")
    office.perform(2025, "47 500 000")
    office.close(2025)
    assert office.balance(2025).penalty == money(penalty)
    assert office.balance(2025).penalty + office.balance(2025).outstanding == money(together)
    office.pay_penalty(2025, penalty)
    assert office.balance(2025).outstanding == money("14 343 000")
    office.perform(2025, "14 343 000", paid_on=date(2026, 5, 1), channel=Channel.STATE_BUDGET)
    assert office.balance(2025).outstanding == 0
    assert office.balance(2025).penalty == money(penalty)


def test_excess_of_a_code_contract_reaches_the_next_year_only():
    """Worked example 13."""
    office = Office(a_right(), today=date(2027, 1, 10)).open(2024, 2025, 2026)
    for year, base in ((2024, "10 000 000 000"), (2025, "11 000 000 000"), (2026, "12 000 000 000")):
        office.declare(year, base)
    office.perform(2024, "250 000 000")
    office.close(2024)
    assert office.balance(2024).carried == money("150 000 000")
    assert office.balance(2025).brought == money("110 000 000")
    assert office.balance(2025).outstanding == 0
    assert office.balance(2024).credit_available == money("40 000 000")
    office.close(2025)
    assert office.balance(2024).credit_available == 0
    assert office.balance(2024).lapsed == money("40 000 000")
    assert office.balance(2026).outstanding == money("120 000 000")


def test_excess_of_a_legacy_contract_is_carried_without_a_limit_of_years():
    """Worked example 13 with `excess_carry_years = null`."""
    right = a_right("kz.legacy_contract", first_year="2019")
    office = Office(right, today=date(2027, 1, 10)).open(2024, 2025, 2026)
    for year, base in ((2024, "10 000 000 000"), (2025, "11 000 000 000"), (2026, "12 000 000 000")):
        office.declare(year, base)
    office.perform(2024, "250 000 000")
    office.close(2024, 2025)
    assert office.balance(2024).lapsed == 0
    assert office.balance(2026).outstanding == money("80 000 000")


def test_credit_counts_first_in_whatever_order_the_acts_come():
    """Worked example 13, variant."""
    for credit_first in (True, False):
        office = Office(a_right(), today=date(2026, 5, 1)).open(2024, 2025)
        office.declare(2024, "10 000 000 000")
        office.declare(2025, "11 000 000 000")
        office.perform(2024, "130 000 000")
        if credit_first:
            office.close(2024)
        office.perform(2025, "95 000 000")
        if not credit_first:
            office.close(2024)
        office.close(2025)
        assert office.balance(2025).brought == money("30 000 000")
        assert office.balance(2025).carried == money("15 000 000")


def test_a_base_corrected_upwards_takes_back_credit_that_was_used_both_times_visible():
    office = Office(a_right(), today=date(2025, 5, 1)).open(2024, 2025)
    office.declare(2024, "10 000 000 000")
    office.declare(2025, "11 000 000 000")
    office.perform(2024, "130 000 000")
    office.close(2024)
    known_at = Entry.objects.latest("id").recorded_at
    office.today = date(2026, 8, 1)
    office.declare(2024, "12 000 000 000")
    assert office.balance(2024).carried == money("10 000 000")
    assert office.balance(2025).brought == money("10 000 000")
    before = balances_of(office.duties.values(), known_at=known_at)
    assert before[office.duties[2024]].due == money("100 000 000")
    assert before[office.duties[2025]].brought == money("30 000 000")
    difference = Entry.objects.filter(kind="assess", debit_duty=office.duties[2024]).latest("id")
    assert (difference.amount, difference.effective_on) == (money("20 000 000"), date(2026, 8, 1))
    undone = Entry.objects.filter(kind="bring", corrects__isnull=False)
    assert [(entry.amount, entry.effective_on) for entry in undone] == [(money("30 000 000"), date(2026, 8, 1))]


def test_a_base_corrected_below_what_credit_covered_gives_credit_back():
    office = Office(a_right(), today=date(2026, 5, 1)).open(2024, 2025)
    office.declare(2024, "10 000 000 000")
    office.declare(2025, "11 000 000 000")
    office.perform(2024, "250 000 000")
    office.close(2024)
    office.declare(2025, "5 000 000 000")
    assert office.balance(2025).brought == money("50 000 000")
    assert office.balance(2024).credit_available == money("100 000 000")


def test_a_penalty_falls_with_a_base_corrected_downwards_and_what_was_paid_stays_visible():
    office = Office(a_right("kz.solid_minerals"), today=date(2026, 5, 1)).open(2025)
    office.declare(2025, "6 184 300 000")
    office.perform(2025, "47 500 000")
    office.close(2025)
    office.pay_penalty(2025, "14 343 000")
    office.declare(2025, "5 000 000 000")
    assert office.balance(2025).penalty == money("2 500 000")
    assert office.balance(2025).penalty_paid == money("14 343 000")
    assert office.balance(2025).outstanding == 0


def test_assessing_again_with_nothing_changed_leaves_no_trace():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    again = assess_duties(
        duty_ids=office.duties.values(), reason=AssessmentReason.NORMS_CHANGED, by=OFFICE, on=office.today
    )
    assert (again.changed, again.unchanged) == ((), 1)
    assert AssessmentVersion.objects.count() == 1


def test_a_changed_term_of_the_instrument_makes_a_version_and_posts_the_difference():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    RightTerm.objects.create(
        right=office.right, parameter="rate", value="0.02", validity=stored(date(2018, 7, 1), None), clause="7.1"
    )
    assess_duties(duty_ids=office.duties.values(), reason=AssessmentReason.RIGHT_CHANGED, by=OFFICE, on=office.today)
    first, second = AssessmentVersion.objects.order_by("version")
    assert (first.version, first.reason, first.due) == (1, "first", money("124 500 000"))
    assert (second.version, second.reason, second.due) == (2, "right_changed", money("249 000 000"))
    assert [entry.amount for entry in Entry.objects.order_by("id")] == [money("124 500 000")] * 2
    assert {entry.source for entry in Entry.objects.all()} == {f"assessment:{first.pk}", f"assessment:{second.pk}"}


def test_a_version_keeps_its_reason_with_amounts_as_text():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    version = AssessmentVersion.objects.get()
    by_code = {step["code"]: step for step in version.steps}
    assert by_code["due.rounded"]["amount"] == "124500000.00"
    assert by_code["due.share_of_base"]["citation"]["article"]
    assert [period["channels"] for period in version.channels if "kz_performer" in period["channels"]]
    assert (version.report_by, version.risk_threshold, version.is_public) == (None, D("0.3000"), True)


def test_a_corrected_base_replaces_the_old_one_and_both_stay():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    office.declare(2025, "12 450 000 000")
    office.declare(2025, "12 000 000 000")
    first, second = DeclaredBase.objects.order_by("id")
    assert (first.replaced_by, second.replaced_by) == (second, None)
    assert AssessmentVersion.objects.latest("version").reason == "base_corrected"
    assert office.balance(2025).due == money("120 000 000")


def test_two_bases_for_one_duty_in_one_act_are_refused():
    office = Office(a_right()).open(2025)
    declaration = BaseDeclaration(office.duties[2025], D(1), BaseType.PRODUCTION_COST, office.today)
    with pytest.raises(BaseTwice):
        declare_bases(declarations=[declaration, declaration], by=OFFICE, on=office.today)


def test_a_base_of_the_wrong_kind_is_refused_and_nothing_is_written():
    """The two bases are never mixed (law reference, section 0, item 1)."""
    office = Office(a_right()).open(2025)
    with pytest.raises(BaseTypeWrong):
        office.declare(2025, "1 000", BaseType.AGGREGATE_ANNUAL_INCOME)


def test_a_regime_without_the_duty_assesses_none():
    """Worked example 14: common minerals."""
    office = Office(a_right("kz.common_minerals")).open(2025)
    office.declare(2025, "300 000 000")
    assert office.balance(2025).due == 0
    assert status(office.balance(2025), date(2025, 6, 1)) is DutyStatus.NO_DUTY


def test_a_year_is_closed_once_and_only_when_it_is_over():
    office = Office(a_right(), today=date(2025, 12, 31)).open(2025)
    office.declare(2025, "12 450 000 000")
    with pytest.raises(YearNotOver):
        office.close(2025)
    assert office.close(2025, on=date(2026, 1, 1)) == 1
    assert office.close(2025, on=date(2026, 1, 2)) == 0


def test_no_more_than_the_penalty_is_paid_and_the_same_payment_counts_once():
    office = Office(a_right("kz.solid_minerals"), today=date(2026, 5, 1)).open(2025)
    office.declare(2025, "1 000")
    office.close(2025)
    uid = uuid4()
    assert office.pay_penalty(2025, "10", uid=uid) == 1
    assert office.pay_penalty(2025, "10", uid=uid) == 0
    with pytest.raises(PenaltyExceeded):
        office.pay_penalty(2025, "0.01")
