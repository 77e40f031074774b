"""Which declared payment is which receipt: every row once, nothing lost, the order of rows plays no part."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.obligations.reconcile.matching import MatchRule, Payment, match_payments, reasons
from ifi.obligations.reconcile.rules import Cause

WINDOW = 5


def paid(number, amount, day="2024-06-10", order="", right=1, year=2024, kbk="401103", payer="A"):
    return Payment(number, right, year, Decimal(amount), date.fromisoformat(day), order, kbk, payer)


def match(declared, received):
    return match_payments(declared, received, window_days=WINDOW)


def verdicts(declared, received):
    return [(found.rule, found.cause, found.difference) for found in match(declared, received)]


ZERO = Decimal("0")


@pytest.mark.parametrize(
    ("declared", "received", "expected"),
    [
        ([paid(1, "100", order="17")], [paid(1, "100", "2024-09-01", "№ 0017")], [(MatchRule.ORDER, None, ZERO)]),
        ([paid(1, "100")], [paid(1, "100", "2024-06-15", "9")], [(MatchRule.AMOUNT, None, ZERO)]),
        (
            [paid(1, "100")],
            [paid(1, "100", "2024-06-16", "9")],
            [
                (MatchRule.ALONE, Cause.MISSING_GOVERNMENT, Decimal("-100")),
                (MatchRule.ALONE, Cause.MISSING_COMPANY, Decimal("100")),
            ],
        ),
        ([paid(1, "100")], [paid(1, "60"), paid(2, "30"), paid(3, "10")], [(MatchRule.SUM, None, ZERO)]),
        ([paid(1, "60"), paid(2, "40")], [paid(1, "100")], [(MatchRule.SUM, None, ZERO)]),
        (
            [paid(1, "100", order="5")],
            [paid(1, "120", order="5"), paid(2, "-20", "2024-11-01")],
            [(MatchRule.SUM, None, ZERO)],
        ),
        (
            [paid(1, "100", order="5")],
            [paid(1, "90", order="5")],
            [(MatchRule.ORDER, Cause.AMOUNT_DIFFERS, Decimal("-10"))],
        ),
        (
            [paid(1, "100", order="5")],
            [paid(1, "100", order="5", kbk="105315")],
            [(MatchRule.ORDER, Cause.OTHER_STREAM, ZERO)],
        ),
        (
            [paid(1, "100", "2024-12-30")],
            [paid(1, "100", "2025-01-03", year=2025)],
            [(MatchRule.YEAR_END, Cause.YEAR_END, ZERO)],
        ),
        (
            [paid(1, "100", order="8")],
            [paid(1, "100", "2024-06-11", "8", right=2)],
            [(MatchRule.ELSEWHERE, Cause.OTHER_STREAM, ZERO)],
        ),
        (
            [paid(1, "100", order="8")],
            [paid(1, "100", order="8"), paid(2, "-100", "2024-12-01")],
            [(MatchRule.ORDER, None, ZERO), (MatchRule.ALONE, Cause.REFUND, Decimal("-100"))],
        ),
    ],
)
def test_rules_from_the_surest_to_the_weakest(declared, received, expected):
    assert verdicts(declared, received) == expected


def test_the_same_order_is_surer_than_the_same_amount():
    found = match([paid(1, "100", order="5")], [paid(1, "100", order="4"), paid(2, "90", order="5")])
    assert [row.id for row in found[0].received] == [2]


def test_another_payers_receipt_is_never_taken_for_a_payment_recorded_elsewhere():
    found = match([paid(1, "100", order="8")], [paid(1, "100", order="8", right=2, payer="B")])
    assert [row.rule for row in found] == [MatchRule.ALONE, MatchRule.ALONE]


def test_a_payment_without_a_date_matches_by_its_order_only():
    undated = Payment(1, 1, 2024, Decimal("100"), None, "5")
    assert match([undated], [paid(1, "100", order="5")])[0].rule is MatchRule.ORDER
    assert match([undated], [paid(1, "100", order="6")])[0].rule is MatchRule.ALONE


@st.composite
def payments(draw):
    count = draw(st.integers(0, 9))
    return [
        Payment(
            number,
            draw(st.integers(1, 2)),
            draw(st.integers(2024, 2025)),
            Decimal(draw(st.sampled_from([10, 20, 30, 50, 100, -10, -20]))),
            draw(st.one_of(st.none(), st.dates(date(2024, 12, 20), date(2025, 1, 10)))),
            draw(st.sampled_from(["", "1", "2", "3"])),
            draw(st.sampled_from(["", "401103", "105315"])),
            draw(st.sampled_from(["A", "B"])),
        )
        for number in range(count)
    ]


@given(payments(), payments(), st.randoms())
def test_every_row_is_in_exactly_one_match_and_totals_are_kept(declared, received, random):
    found = match(declared, received)
    assert sorted(row.id for one in found for row in one.declared) == [row.id for row in declared]
    assert sorted(row.id for one in found for row in one.received) == [row.id for row in received]
    whole = sum(row.amount for row in received) - sum(row.amount for row in declared)
    assert sum((one.difference for one in found), Decimal(0)) == whole
    assert found == match(random.sample(declared, len(declared)), random.sample(received, len(received)))


@given(payments(), payments())
def test_reasons_add_up_to_the_difference_of_each_right_and_year(declared, received):
    explained = reasons(match(declared, received))
    for place in {(row.right, row.year) for row in [*declared, *received]}:
        difference = sum(row.amount for row in received if (row.right, row.year) == place) - sum(
            row.amount for row in declared if (row.right, row.year) == place
        )
        assert sum((reason.amount for reason in explained.get(place, ())), Decimal(0)) == difference
