"""Norms over time: on any day one value holds, or a named error says why none does."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.law.errors import MineralMissing, MineralUnknown, NormMissing, NormNotInForce, RegimeUnknown
from ifi.law.loader import load_book
from ifi.law.norms import Norm, periods_between, value_on
from ifi.law.parameters import PARAMETERS, REGIME_PARAMETERS
from ifi.law.regimes import REGIMES

DAYS = st.dates(date(2012, 1, 1), date(2030, 12, 31))
BOOK = load_book()
NAMES = [
    (code, name, mineral)
    for code in REGIMES
    for name in REGIME_PARAMETERS
    for mineral in (BOOK.regime(code).minerals or (None,))
]


@given(place=st.sampled_from(NAMES), day=DAYS, concluded_on=st.none() | st.dates(date(1993, 1, 1), date(2030, 12, 31)))
def test_on_any_day_exactly_one_value_holds_or_a_named_error_is_raised(place, day, concluded_on):
    code, name, mineral = place
    line = BOOK.timeline(code, name, mineral)
    holding = [
        norm
        for norm in line
        if (norm.valid_from is None or norm.valid_from <= day) and (norm.valid_to is None or day <= norm.valid_to)
    ]
    try:
        found = BOOK.norm(code, name, day, mineral=mineral, concluded_on=concluded_on)
    except NormNotInForce:
        assert holding == []
        assert day < date(2018, 6, 29)
    else:
        assert len(holding) == 1
        assert found is holding[0] or not holding[0].reaches(concluded_on)


@given(place=st.sampled_from(NAMES), day=DAYS)
def test_all_norms_of_a_day_are_the_single_norms_of_that_day(place, day):
    code, name, mineral = place
    read = BOOK.rules(code, day, mineral=mineral).norms.get(name)
    assert read is value_on(BOOK.timeline(code, name, mineral), day)


@pytest.mark.parametrize(("code", "name", "mineral"), NAMES)
def test_every_norm_holds_from_the_code_to_2030_without_a_gap(code, name, mineral):
    line = BOOK.timeline(code, name, mineral)
    periods = periods_between(line, date(2018, 6, 29), date(2030, 12, 31))
    for (_, _, ends), (_, begins, _) in pairwise(periods):
        assert ends + timedelta(days=1) == begins
    assert periods[0][1] is None or periods[0][1] <= date(2018, 6, 29)
    assert periods[-1][2] is None


@pytest.mark.parametrize(("code", "name", "mineral"), NAMES)
def test_every_value_is_cited_and_a_reading_or_uncertain_day_is_explained(code, name, mineral):
    for norm in BOOK.timeline(code, name, mineral):
        assert norm.citation.act in BOOK.acts
        assert not norm.day_as_known or norm.note is not None
        assert norm.citation.act != "no_act" or norm.citation.confidence == "M"
        press = norm.citation.act.startswith(("press_", "note_", "mrp_"))
        assert not press or norm.citation.confidence != "A"


def test_only_the_norms_that_the_sources_leave_open_are_unknown():
    unknown = {
        (code, name, m) for code, name, m in NAMES if BOOK.norm(code, name, date(2026, 6, 1), mineral=m).value is None
    }
    assert {name for _, name, _ in unknown} == {
        "kbk",
        "report_deadline",
        "report_last_period_months",
        "local_content_deadline_day",
        "unrelated_research_counts",
        "procurement_order_required",
    }
    assert {code for code, name, _ in unknown if name == "kbk"} == {"kz.solid_minerals"}


@pytest.mark.parametrize(
    ("regime", "name", "mineral", "error"),
    [
        ("kz.oil", "rate", None, RegimeUnknown),
        ("kz.uranium", "rates", None, NormMissing),
        ("kz.legacy_contract", "rate", None, MineralMissing),
        ("kz.legacy_contract", "rate", "gold", MineralUnknown),
        ("kz.uranium", "rate", None, NormNotInForce),
    ],
)
def test_what_cannot_be_looked_up_is_refused_by_name(regime, name, mineral, error):
    with pytest.raises(error):
        BOOK.norm(regime, name, date(2018, 6, 28), mineral=mineral)


def test_a_stricter_rule_does_not_reach_an_earlier_instrument():
    line = BOOK.timeline("kz.hydrocarbons_resigned", "start_rule")
    day = date(2025, 1, 1)
    assert value_on(line, day, date(2024, 2, 27)).value == "2"
    assert value_on(line, day, date(2024, 2, 28)).value == "1"
    assert value_on(line, day, None).value == "1"


def test_a_stricter_rule_that_the_law_extends_reaches_every_instrument():
    line = BOOK.timeline("kz.hydrocarbons", "channels")
    assert value_on(line, date(2026, 2, 21), date(2019, 1, 1)).value == ("state_budget",)


def test_the_names_of_norms_are_those_that_the_parameters_know():
    assert {name for code in REGIMES for name in BOOK.regime(code).names()} == set(PARAMETERS)


def test_a_norm_as_text_holds_all_that_a_digest_must_see():
    norm = BOOK.norm("kz.hydrocarbons", "channels", date(2026, 3, 1))
    assert isinstance(norm, Norm)
    for part in ("state_budget", "2026-02-21", "2026-02-??", "order_490", "B", "stability", "True"):
        assert part in norm.canonical()
