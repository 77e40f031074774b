"""What an assessment keeps to whatever the right, the base and the year."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.core.money import LARGEST
from ifi.law.assessment import assess
from ifi.law.errors import BaseNegative, BaseTypeWrong, OwnTermTwice, OwnTermUnreadable, RegimeMissing
from ifi.law.facts import (
    AssessmentStatus,
    Base,
    BaseType,
    Channel,
    Citation,
    Confidence,
    OwnTerm,
    RegimePeriod,
    RightFacts,
)
from ifi.law.loader import load_book
from ifi.law.regimes import REGIMES
from ifi.law.start import first_obligated_year

BOOK = load_book()
CONTRACT = Citation("instrument", "7.4", confidence=Confidence.A)
MINERALS = {code: BOOK.regime(code).minerals or (None,) for code in REGIMES}
AMOUNTS = st.decimals(0, LARGEST, places=2)
YEARS = st.integers(2019, 2030)


def own(parameter, value, **dates):
    return OwnTerm(parameter, value, CONTRACT, **dates)


@st.composite
def rights(draw):
    """A right of any regime, alive in every year that is asked about, with or without terms of its own."""
    code = draw(st.sampled_from(REGIMES))
    concluded = draw(st.dates(date(1996, 1, 27), date(2018, 12, 31)))
    return RightFacts(
        regimes=(RegimePeriod(code),),
        concluded_on=concluded,
        starts_on=draw(st.none() | st.dates(concluded, date(2030, 12, 31))),
        mineral=draw(st.sampled_from(MINERALS[code])),
        own_terms=draw(st.sampled_from(((), (own("rate", "0.015"), own("base_type", "mining_cost"))))),
        exempt_ground=draw(st.sampled_from((None, None, None, "psa"))),
        start_assumed=draw(st.booleans()),
    )


def right_base(facts, year, amount):
    """The base of the kind that the right wants."""
    wanted = assess(facts, year, None, BOOK).base_type
    return Base(amount, wanted or BaseType.PRODUCTION_COST)


@given(facts=rights(), year=YEARS, amount=AMOUNTS)
def test_what_is_due_is_never_negative_and_never_finer_than_a_tiyn(facts, year, amount):
    due = assess(facts, year, right_base(facts, year, amount), BOOK).due
    assert due is None or (due >= 0 and due.as_tuple().exponent == -2)


@given(facts=rights(), year=YEARS, amounts=st.tuples(AMOUNTS, AMOUNTS))
def test_a_larger_base_never_owes_less(facts, year, amounts):
    less, more = (assess(facts, year, right_base(facts, year, amount), BOOK).due for amount in sorted(amounts))
    assert (less is None and more is None) or less <= more


@given(facts=rights(), year=YEARS, amount=AMOUNTS)
def test_the_amount_is_the_exact_share_rounded_half_up(facts, year, amount):
    found = assess(facts, year, right_base(facts, year, amount), BOOK)
    exact = {step.code: step.amount for step in found.steps}.get("due.share_of_base")
    if found.status is AssessmentStatus.ASSESSED:
        whole, tail = divmod(int(amount * 100) * int(found.rate * 10**10), 10**10)
        assert exact * 100 == whole + Decimal(tail).scaleb(-10)
        assert found.due == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(facts=rights(), year=YEARS, amount=AMOUNTS, on=st.none() | st.dates(date(2019, 1, 1), date(2030, 12, 31)))
def test_the_same_question_has_the_same_answer(facts, year, amount, on):
    base = right_base(facts, year, amount)
    first = assess(facts, year, base, BOOK, on)
    assert assess(facts, year, base, BOOK, on) == first
    assert first.norms_digest


@given(facts=rights(), year=YEARS, rate=st.decimals(0, 1, places=4), amount=AMOUNTS)
def test_the_own_rate_always_wins(facts, year, rate, amount):
    facts = RightFacts(
        facts.regimes,
        facts.concluded_on,
        mineral=facts.mineral,
        own_terms=(own("rate", str(rate)), own("base_type", "mining_cost")),
        start_assumed=True,
    )
    found = assess(facts, year, Base(amount, BaseType.MINING_COST), BOOK)
    assert found.status is AssessmentStatus.ASSESSED
    assert found.rate == rate
    assert any(step.code == "rate.instrument" and step.citation == CONTRACT for step in found.steps)


@given(facts=rights(), year=YEARS)
def test_every_channel_period_touches_the_year_and_none_overlap(facts, year):
    periods = assess(facts, year, None, BOOK).channels
    for before, after in pairwise(periods):
        assert before.valid_to < after.valid_from
    for period in periods:
        assert period.valid_from is None or period.valid_from <= date(year, 12, 31)
        assert period.valid_to is None or period.valid_to >= date(year, 1, 1)


@given(facts=rights(), year=YEARS, amount=AMOUNTS)
def test_law_that_came_later_changes_nothing_of_the_year(facts, year, amount):
    """`on` after the year reads the year's own norms."""
    base = right_base(facts, year, amount)
    assert assess(facts, year, base, BOOK, date(2040, 1, 1)) == assess(facts, year, base, BOOK)


def hydrocarbons(**facts):
    return RightFacts((RegimePeriod("kz.hydrocarbons"),), starts_on=date(2019, 3, 1), **facts)


def costs(amount):
    return Base(Decimal(amount), BaseType.PRODUCTION_COST)


def test_a_negative_base_is_refused_even_where_nothing_is_owed():
    facts = RightFacts((RegimePeriod("kz.common_minerals"),))
    with pytest.raises(BaseNegative):
        assess(facts, 2025, Base(Decimal("-0.01"), BaseType.MINING_COST), BOOK)


def test_the_kinds_of_base_are_never_mixed():
    for wrong in (BaseType.MINING_COST, BaseType.AGGREGATE_ANNUAL_INCOME):
        with pytest.raises(BaseTypeWrong):
            assess(hydrocarbons(), 2025, Base(Decimal("1.00"), wrong), BOOK)


def test_the_digest_tells_the_channels_of_2025_from_those_of_2026():
    digests = {year: assess(hydrocarbons(), year, None, BOOK).norms_digest for year in (2024, 2025, 2026, 2027)}
    assert digests[2024] == digests[2025]
    assert len({digests[2025], digests[2026], digests[2027]}) == 3


def test_the_law_as_it_stood_before_the_change_knows_only_the_old_channel():
    before, after = (assess(hydrocarbons(), 2026, costs("1.00"), BOOK, date(2026, 2, day)) for day in (20, 21))
    assert [Channel.STATE_BUDGET in period.channels for period in before.channels] == [False]
    assert before.channels[0].valid_to is None
    assert [Channel.STATE_BUDGET in period.channels for period in after.channels] == [False, True]


def test_two_own_terms_for_one_day_are_refused():
    with pytest.raises(OwnTermTwice):
        assess(hydrocarbons(own_terms=(own("rate", "0.01"), own("rate", "0.02"))), 2025, costs("1.00"), BOOK)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("rate", "1 %"), ("rate", "1.01"), ("rate", "NaN"), ("amount", "-1"), ("amount", "1.005"), ("first_year", "20"),
     ("base_type", "revenue"), ("channels", "tech_garden"), ("start_rule", "0"), ("kbk", "4011")],
)  # fmt: skip
def test_an_own_term_that_cannot_be_read_is_refused(parameter, value):
    with pytest.raises(OwnTermUnreadable):
        assess(hydrocarbons(own_terms=(own(parameter, value),)), 2025, costs("1.00"), BOOK)


def test_a_term_of_another_duty_is_not_read():
    facts = hydrocarbons(own_terms=(own("training_rate", "one per cent"),))
    assert assess(facts, 2025, costs("100.00"), BOOK).due == Decimal("1.00")


def test_a_right_without_a_regime_is_refused_by_name():
    with pytest.raises(RegimeMissing):
        assess(RightFacts(()), 2025, None, BOOK)
    with pytest.raises(RegimeMissing):
        assess(
            RightFacts((RegimePeriod("kz.uranium", date(2026, 1, 1)),), concluded_on=date(2020, 1, 1)), 2025, None, BOOK
        )


def test_a_change_of_regime_cuts_the_channels_on_its_day():
    facts = RightFacts(
        (
            RegimePeriod("kz.legacy_contract", None, date(2025, 6, 30)),
            RegimePeriod("kz.solid_minerals", date(2025, 7, 1)),
        ),
        concluded_on=date(2006, 7, 1),
        mineral="solid",
    )
    found = assess(facts, 2025, None, BOOK)
    assert [(period.valid_from, period.valid_to) for period in found.channels] == []
    assert found.status is AssessmentStatus.NO_DUTY
    next_year = assess(facts, 2026, None, BOOK)
    assert next_year.status is AssessmentStatus.BASE_MISSING
    assert next_year.base_type is BaseType.MINING_COST


def test_rights_of_one_regime_do_not_share_the_days_on_which_it_begins_or_ends():
    cuts = [
        (date(2025, 3, 1), None),
        (date(2025, 9, 1), None),
        (None, date(2025, 10, 31)),
        (None, None),
    ]
    for begins, ends in cuts:
        facts = RightFacts((RegimePeriod("kz.hydrocarbons", begins, ends),), date(2019, 1, 1), date(2019, 3, 1))
        (period,) = assess(facts, 2025, None, BOOK).channels
        assert (period.valid_from, period.valid_to) == (begins or date(2023, 12, 4), ends or date(2026, 2, 20))


def test_the_first_obligated_year_follows_the_move_to_the_code():
    facts = RightFacts(
        (
            RegimePeriod("kz.legacy_contract", None, date(2024, 6, 9)),
            RegimePeriod("kz.hydrocarbons", date(2024, 6, 10)),
        ),
        concluded_on=date(1999, 4, 29),
        starts_on=date(2001, 1, 1),
        mineral="hydrocarbons",
    )
    assert first_obligated_year(facts, BOOK) == 2025
    assert first_obligated_year(facts, BOOK, 2020) is None
