"""Geometry of charts and of the balance bar."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.portal.charts import NARROW, WIDE, Series, balance_bar, lines, nice_step, stacked_bars

MONEY = st.decimals(min_value=0, max_value=Decimal("1e15"), places=2)
TENTH = Decimal("0.1")


def series(*rows):
    return [Series(f"row {place}", tuple(row)) for place, row in enumerate(rows)]


@given(st.lists(st.tuples(MONEY, MONEY), min_size=1, max_size=12))
def test_bars_stay_inside_the_plot_and_stand_one_upon_another(columns):
    labels = [str(2018 + place) for place in range(len(columns))]
    drawing = stacked_bars(labels, series(*zip(*columns, strict=True)), WIDE)
    for bar in drawing.bars:
        assert WIDE.left <= bar.x
        assert bar.x + bar.width <= WIDE.width - WIDE.right + TENTH
        assert WIDE.top - TENTH <= bar.y
        assert bar.y + bar.height <= WIDE.floor + TENTH
    for lower, upper in zip(drawing.bars, drawing.bars[1:], strict=False):
        if lower.x == upper.x:
            assert abs(upper.y + upper.height - lower.y) <= TENTH


@given(MONEY.filter(lambda amount: amount > 0))
def test_ticks_reach_the_largest_value_and_are_few(largest):
    drawing = stacked_bars(["2026"], series([largest]), WIDE)
    assert drawing.ticks[-1].value >= largest
    assert drawing.ticks[0].value == 0
    assert 2 <= len(drawing.ticks) <= 6


@pytest.mark.parametrize(("largest", "step"), [("92.4", "25"), ("100", "25"), ("7", "2"), ("0.31", "0.1"), ("0", "1")])
def test_a_step_is_round(largest, step):
    assert nice_step(Decimal(largest)) == Decimal(step)


def test_an_unknown_value_leaves_a_gap_in_the_line_and_no_bar():
    row = [Decimal(1), None, Decimal(3), Decimal(4)]
    labels = ["2023", "2024", "2025", "2026"]
    line = lines(labels, series(row), WIDE).lines[0]
    assert len(line.dots) == 3
    assert len(line.pieces) == 1
    assert len(stacked_bars(labels, series(row), WIDE).bars) == 3


def test_labels_that_would_touch_are_left_out_and_the_last_stays():
    labels = [str(year) for year in range(2010, 2027)]
    names = [name.text for name in stacked_bars(labels, series([Decimal(1)] * 17), NARROW).names]
    assert names[-1] == "2026"
    assert len(names) < 10


def test_a_negative_value_is_refused_in_a_stack():
    with pytest.raises(ValueError, match="negative"):
        stacked_bars(["2026"], series([Decimal(-1)]), WIDE)


@given(MONEY, MONEY, MONEY, MONEY)
def test_the_balance_bar_fills_its_width_and_its_parts_are_the_amounts(due, accepted, credit, declared):
    bar = balance_bar(due=due, accepted=accepted, credit=credit, declared=declared)
    amounts = {part.kind: part.amount for part in bar.parts}
    assert bar.shortfall == max(due - accepted - credit, 0)
    assert amounts.get("declared", 0) + amounts.get("shortfall", 0) == bar.shortfall
    assert amounts.get("accepted", 0) == accepted
    if due or accepted or credit:
        assert abs(sum(part.width for part in bar.parts) - 1000) <= 4 * TENTH
    assert (bar.due_at is not None) == (accepted + credit > due)
