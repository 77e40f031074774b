"""Amounts: read exactly, rounded half up to the tiyn."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.core.money import (
    AmountAmbiguous,
    AmountTooLarge,
    AmountTooPrecise,
    AmountUnreadable,
    parse_accounting_amount,
    parse_amount,
    plain,
    to_tiyn,
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234 567,89", "1234567.89"),
        ("1234567.89", "1234567.89"),
        ("1\u00a0234\u202f567,8", "1234567.80"),
        ("1,234,567.89", "1234567.89"),
        ("1,234,567", "1234567.00"),
        ("-15", "-15.00"),
        (" 0 ", "0.00"),
    ],
)
def test_amounts_that_people_write_are_read(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1,234", AmountAmbiguous),
        ("5.123", AmountTooPrecise),
        ("1e9", AmountUnreadable),
        ("", AmountUnreadable),
        ("12 тг", AmountUnreadable),
        ("=1+1", AmountUnreadable),
        ("9" * 19, AmountTooLarge),
    ],
)
def test_what_is_not_an_exact_amount_is_refused(text, error):
    with pytest.raises(error):
        parse_amount(text)


@pytest.mark.parametrize(
    ("raw", "rounded"), [("81234567.8955", "81234567.90"), ("0.005", "0.01"), ("372000.0049", "372000.00")]
)
def test_rounding_is_half_up_to_the_tiyn(raw, rounded):
    assert to_tiyn(Decimal(raw)) == Decimal(rounded)


@given(st.decimals(min_value=-(10**17), max_value=10**17, places=2, allow_nan=False, allow_infinity=False))
def test_what_is_written_plainly_is_read_back(amount):
    assert parse_amount(plain(amount)) == amount


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("$1,870.00 ", "1870.00"),
        ("$290.00", "290.00"),
        ("($1,686.00)", "-1686.00"),
        ("$310,220", "310220.00"),
        ("(12)", "-12.00"),
        ("$847,156,065.5", "847156065.50"),
    ],
)
def test_accounting_amounts_are_read_with_their_sign_and_groups(written, amount):
    assert parse_accounting_amount(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["", "$", "N/A", "($12", "12)", "1,23", "$1,2345", "1e9", "$-5", "1.234"])
def test_what_is_not_an_accounting_amount_is_refused(written):
    with pytest.raises(AmountUnreadable):
        parse_accounting_amount(written)
