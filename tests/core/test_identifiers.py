"""BIN and IIN: structure and check digit. Vectors computed by hand from the published weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.core.identifiers import CheckDigitWrong, NumberMalformed, check_digit, parse_bin, parse_iin, record_number


@pytest.mark.parametrize("number", ["940140000385", "990140004654", "140940023346", "180640000006", "180640000707"])
def test_valid_bins_are_accepted(number):
    assert parse_bin(number) == number


@pytest.mark.parametrize("number", ["791028302728", "061211600012"])
def test_valid_iins_are_accepted(number):
    assert parse_iin(number) == number


def test_separators_are_ignored():
    assert parse_bin(" 9401-4000 0385 ") == "940140000385"


def test_a_number_with_ten_in_both_passes_is_never_issued():
    assert check_digit("18064000077") is None


@pytest.mark.parametrize("number", ["", "94014000038", "9401400003855", "94014000038x", "941340000385", "940110000385"])
def test_malformed_bins_are_refused(number):
    with pytest.raises(NumberMalformed):
        parse_bin(number)


@given(st.integers(0, 99), st.integers(1, 12), st.sampled_from("456"), st.integers(0, 999_999), st.integers(0, 9))
def test_exactly_one_last_digit_is_right_or_none(year, month, kind, serial, last):
    first_eleven = f"{year:02}{month:02}{kind}{serial:06}"
    right = check_digit(first_eleven)
    if right == last:
        assert parse_bin(f"{first_eleven}{last}") == f"{first_eleven}{last}"
    else:
        with pytest.raises(CheckDigitWrong):
            parse_bin(f"{first_eleven}{last}")


@pytest.mark.parametrize("text", [None, "", "-1", "1.0", "²", "٣", "9" * 19, " 1"])
def test_what_no_record_can_have_as_its_number_is_none(text):
    assert record_number(text) is None


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_a_number_of_a_record_is_read_as_it_is_written(number):
    assert record_number(str(number)) == number
