"""Which differences count: above the margin and above the floor, exactly; and why they probably are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.obligations.reconcile.rules import Cause, Pair, Tolerance, is_flagged, reconcile, share_of, totals

RULE = Tolerance("Rents", Decimal("0.02"), Decimal("50000"))
amounts = st.decimals(Decimal("-999999999999999999.99"), Decimal("999999999999999999.99"), places=2)


def pair(company, government, stream="Rents", payer="A", year=None):
    value = [None if amount is None else Decimal(amount) for amount in (company, government)]
    return Pair(payer, stream, *value, year=year)


def only(*pairs, rules=(RULE,)):
    return reconcile(pairs, rules)[0]


@pytest.mark.parametrize(
    ("company", "government", "flagged"),
    [
        ("2450000.00", "2500000.00", False),  # exactly 2 % and exactly the floor
        ("2449999.99", "2500000.00", True),
        ("2450000.01", "2500000.00", False),
        ("2949999.00", "3000000.00", False),  # above the floor, 1.67 %
        ("960000.00", "1000000.00", False),  # 4 %, below the floor
        ("-2449999.99", "-2500000.00", True),
        ("50000.00", "0.00", False),  # no share can be formed: the floor alone decides
        ("50000.01", "0.00", True),
        ("0.00", "0.00", False),
    ],
)
def test_a_difference_counts_only_above_the_margin_and_above_the_floor(company, government, flagged):
    assert is_flagged(pair(company, government), RULE) is flagged


def test_the_margin_is_compared_without_rounding():
    rule = Tolerance("Rents", Decimal("0.0000000001"), Decimal("0"))
    government = Decimal("999999999999999999.99")
    limit = Decimal("99999999.99")  # margin × government = 99999999.999999999999999999
    assert not is_flagged(pair(government - limit, government), rule)
    assert is_flagged(pair(government - limit - Decimal("0.01"), government), rule)


def test_no_share_is_stated_where_the_government_has_nothing():
    assert share_of(Decimal("-5"), Decimal("0")) is None
    assert share_of(Decimal("0"), Decimal("0")) == 0


@given(amounts, amounts)
def test_swapping_both_signs_changes_nothing(company, government):
    assert is_flagged(pair(company, government), RULE) == is_flagged(pair(-company, -government), RULE)


def test_a_stream_without_tolerance_is_not_judged():
    result = only(pair("1", "999999999", stream="Renewables"))
    assert (result.flagged, result.cause) == (None, None)


def test_missing_on_the_companys_side():
    assert only(pair(None, "60000.00")).cause is Cause.MISSING_COMPANY


def test_missing_on_the_governments_side():
    assert only(pair("60000.00", None)).cause is Cause.MISSING_GOVERNMENT


def test_the_opposite_difference_of_the_next_year_tells_a_payment_across_the_year_end():
    result = only(pair("1000000", "900000", year=2024), pair("500000", "600000", year=2025))
    assert (result.cause, result.evidence) == (Cause.YEAR_END, {"year": "2025", "amount": "100000"})


def test_the_year_after_next_tells_nothing():
    result = only(pair("1000000", "900000", year=2024), pair("500000", "600000", year=2026))
    assert result.cause is Cause.UNEXPLAINED


def test_the_opposite_difference_of_another_stream_tells_a_wrong_stream():
    result = only(pair("1000000", "900000"), pair("1", "100001", stream="Bonus"))
    assert (result.cause, result.evidence) == (Cause.OTHER_STREAM, {"stream": "Bonus", "amount": "100000"})


def test_an_opposite_difference_that_leaves_too_much_over_explains_nothing():
    result = only(pair("1000000", "900000"), pair("1", "70001", stream="Bonus"))
    assert result.cause is Cause.UNEXPLAINED


def test_another_payers_stream_explains_nothing():
    result = only(pair("1000000", "900000"), pair("1", "100001", stream="Bonus", payer="B"))
    assert result.cause is Cause.UNEXPLAINED


def test_negative_amounts_tell_a_netted_refund():
    assert only(pair("-1000000", "-1100000")).cause is Cause.REFUND


@given(st.lists(st.tuples(amounts, amounts), max_size=8), st.randoms())
def test_totals_are_kept_and_the_order_of_pairs_changes_no_verdict(rows, random):
    pairs = [pair(company, government, payer=str(number)) for number, (company, government) in enumerate(rows)]
    shuffled = random.sample(pairs, len(pairs))
    results = reconcile(pairs, (RULE,))
    assert set(map(repr, results)) == set(map(repr, reconcile(shuffled, (RULE,))))
    sums = totals(results)
    assert sums.government_amount == sum(row.pair.government for row in results)
    assert sums.difference == sums.government_amount - sums.company_amount
