"""Penalty, credit, dates: what follows from a duty beyond its amount."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.law import duties
from ifi.law.carry import YearToSettle, settle
from ifi.law.errors import NormNotInForce, NormNotKnown
from ifi.law.facts import RegimePeriod, RightFacts
from ifi.law.loader import load_book
from ifi.law.regimes import REGIMES

BOOK = load_book()
AMOUNTS = st.decimals(0, Decimal("1000000000"), places=2)


@given(
    amounts=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6),
    carry_years=st.none() | st.integers(0, 3),
)
def test_no_tenge_is_lost_or_made_when_years_settle(amounts, carry_years):
    years = [YearToSettle(2020 + at, owed, done) for at, (owed, done) in enumerate(amounts)]
    settled = settle(years, carry_years)
    for year, result in zip(years, settled, strict=True):
        assert result.credit_used + result.due == year.obligation
        assert result.due + result.excess == year.performed + result.shortfall
        assert min(result.excess, result.shortfall) == 0
    assert sum(each.credit_used for each in settled) <= sum(each.excess for each in settled)
    assert settled[0].credit_used == 0


@given(amounts=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6))
def test_more_years_of_carry_never_leave_a_larger_shortfall(amounts):
    years = [YearToSettle(2020 + at, owed, done) for at, (owed, done) in enumerate(amounts)]
    none, one, ever = (sum(each.shortfall for each in settle(years, carry)) for carry in (0, 1, None))
    assert ever <= one <= none


@given(performed=AMOUNTS, obligations=AMOUNTS)
def test_exactly_the_threshold_is_not_below_it(performed, obligations):
    below = duties.is_below_threshold(performed, obligations, Decimal("0.30"))
    assert below == (obligations > 0 and performed * 10 < obligations * 3)


@pytest.mark.parametrize("code", REGIMES)
def test_every_regime_answers_every_question_about_2025(code):
    facts = RightFacts((RegimePeriod(code),), mineral=(BOOK.regime(code).minerals or (None,))[0])
    assert duties.penalty(facts, 2025, Decimal("1.00"), BOOK).still_due in (Decimal("0.00"), Decimal("1.00"))
    assert isinstance(duties.is_public(facts, 2025, BOOK), bool)
    assert isinstance(duties.needs_auditor(facts, 2025, BOOK), bool)
    assert duties.termination_threshold(facts, 2025, BOOK) in (None, Decimal("0.30"))
    assert duties.report_deadline(facts, 2025, BOOK) in (None, date(2026, 4, 30))
    for breach in ("financial", "other", "physical", "report"):
        duties.cure_until(facts, breach, date(2025, 5, 5), BOOK)


def test_credit_that_only_the_contract_or_nobody_knows_is_refused_by_name():
    for facts, year in (
        (RightFacts((RegimePeriod("kz.processing_agreement"),)), 2025),
        (RightFacts((RegimePeriod("kz.legacy_contract"),), mineral="solid"), 2014),
    ):
        with pytest.raises(NormNotKnown) as refused:
            duties.carry_years(facts, year, BOOK)
        assert refused.value.parameters["norm"] == "excess_carry_years"


def test_a_cure_term_that_ends_on_a_missing_day_ends_on_the_months_last():
    facts = RightFacts((RegimePeriod("kz.hydrocarbons"),))
    assert duties.cure_until(facts, "financial", date(2025, 11, 30), BOOK) == date(2026, 2, 28)


def test_the_index_of_a_year_that_is_not_entered_is_refused():
    with pytest.raises(NormNotInForce):
        duties.mrp(2014, BOOK)
    with pytest.raises(NormNotKnown):
        duties.mrp(2027, BOOK)
