"""How single cells are read: exactly, or refused by name."""

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ifi.core.errors import IfiError
from ifi.core.identifiers import check_digit
from ifi.intake import cells, rules
from ifi.intake.kinds import CellType, Choice, Column


def _column(kind, **options):
    return Column(name="cell", headings={}, type=kind, **options)


def _outcome(rule, text):
    try:
        return rule(text)
    except IfiError as error:
        return error.code


def _outcomes(texts, column, reading=None):
    """What the vectorised reader says to each text: its value or the code of its error."""
    read = cells.read_column(pl.Series("cell", texts, pl.String), column, reading or cells.Reading())
    return [
        read.errors[text].code if text in read.errors else value
        for text, value in zip(texts, read.values.to_list(), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "sign", "amount"),
    [
        ("1,234", ".", "1234"),
        ("12,345", ".", "12345"),
        ("1 234 567,89", "", "1234567.89"),
        ("1\u2009234\u00a0567.8", "", "1234567.80"),
    ],
)
def test_an_amount_is_read_with_the_sign_that_the_file_makes_evident(text, sign, amount):
    assert rules.read_amount(text, sign) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,234", "amount.ambiguous"),
        ("10.123", "amount.too_precise"),
        ("1e9", "amount.unreadable"),
        ("($1,686.00)", "amount.unreadable"),
        ("$5", "amount.unreadable"),
        ("-5", "cell.negative"),
        ("9" * 19, "amount.too_large"),
    ],
)
def test_an_amount_that_is_not_exact_is_refused_by_name(text, code):
    assert _outcomes([text], _column(CellType.AMOUNT)) == [code]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("$1,870.00 ", "1870.00"), ("($1,686.00)", "-1686.00"), ("$290.00", "290.00"), ("$1,234,567.1", "1234567.10")],
)
def test_brackets_and_dollars_are_read_where_the_kind_says_so(text, amount):
    column = _column(CellType.AMOUNT, accounting_style=True, negative_allowed=True)
    assert _outcomes([text], column) == [Decimal(amount)]


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["12,50", "1,234"], ","),
        (["1,234.56", "1,234"], "."),
        (["1,234"], ""),
        (["12,50", "12.50"], ""),
        (["100", "1 000"], ""),
    ],
)
def test_the_decimal_sign_is_evident_only_without_contradiction(texts, sign):
    assert rules.decimal_sign_of(texts) == sign
    assert cells.decimal_sign_of([pl.Series(texts)]) == sign


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.11.2026", date(2026, 11, 24)),
        ("4.1.2026", date(2026, 1, 4)),
        ("2026-11-24", date(2026, 11, 24)),
        ("2026-11-24 00:00:00", date(2026, 11, 24)),
        ("24.11.2026 15:20", date(2026, 11, 24)),
        ("31.02.2026", "cell.date_impossible"),
        ("2025-02-29", "cell.date_impossible"),
        ("11/24/2026", "cell.date_unreadable"),
        ("24.11.26", "cell.date_unreadable"),
        ("46350", "cell.date_unreadable"),
    ],
)
def test_dates_are_read_one_way_only(text, day):
    assert _outcomes([text], _column(CellType.DATE)) == [day]


def test_day_numbers_of_a_workbook_are_dates():
    assert _outcomes(["46350", "25"], _column(CellType.DATE), cells.Reading(serial_dates=True)) == [
        date(2026, 11, 24),
        "cell.date_unreadable",
    ]


def test_a_bin_whose_zeros_were_eaten_is_explained():
    number = next(
        f"{start}{digit}"
        for start in (f"0401400{serial:04}" for serial in range(100))
        if (digit := check_digit(start)) is not None
    )
    with pytest.raises(rules.LeadingZeroLost) as refused:
        rules.read_bin(number.lstrip("0"))
    assert refused.value.parameters["suggestion"] == number


@pytest.mark.parametrize(
    ("number", "too_many"),
    [
        (1.1000000000000001, False),
        (1234567.89, False),
        (999999999999999.0, False),
        (1234567890123456.0, True),
        (12345678901234.56, True),
        (0.1 + 0.2, True),
        (0.001, False),
    ],
)
def test_a_number_of_a_workbook_has_fifteen_sure_digits(number, too_many):
    assert rules.has_too_many_digits(number) is too_many


def test_words_of_a_code_list_are_read_in_any_language_and_case():
    column = _column(
        CellType.CHOICE, choices=(Choice("own", {"ru": ("Собственные НИОКР",), "kk": ("Меншікті ҒЗТКЖ",)}),)
    )
    outcomes = _outcomes(["own", "СОБСТВЕННЫЕ  ниокр", "меншікті ҒЗТКЖ", "чужие"], column)
    assert outcomes == ["own", "own", "own", "cell.choice_unknown"]


def test_a_text_that_cannot_be_stored_is_refused():
    assert _outcomes(["a\0b", "abcdef", "abc"], _column(CellType.TEXT, longest=5)) == [
        "cell.text_unstorable",
        "cell.text_too_long",
        "abc",
    ]


MONEY_LIKE = st.text(alphabet="0123456789 .,-−'\u00a0\u2009\u202f\x1f$()eE%٣", min_size=1, max_size=14)
DIGITS_WITH_SIGNS = st.from_regex(r"[-−]?[0-9]{1,20}([.,][0-9]{0,4}){0,3}", fullmatch=True)
AMOUNTS = st.one_of(MONEY_LIKE, DIGITS_WITH_SIGNS, st.text(min_size=1, max_size=8))


@settings(deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=40), st.sampled_from(["", ",", "."]), st.booleans())
@example(["1,234.5", "−1", "1,234,567", "$1,234.00", "($5.00)"], "", True)
def test_columns_of_amounts_are_read_as_the_pure_rule_reads_each(texts, sign, accounting):
    column = _column(CellType.AMOUNT, negative_allowed=True, accounting_style=accounting)
    expected = [_outcome(lambda text: rules.read_amount(text, sign, accounting), text) for text in texts]
    assert _outcomes(texts, column, cells.Reading(decimal_sign=sign)) == expected


DATE_LIKE = st.one_of(
    st.from_regex(r"[0-3]?[0-9]\.[01]?[0-9]\.(19|20|21)[0-9]{2}", fullmatch=True),
    st.from_regex(r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]( 00:00:00)?", fullmatch=True),
    st.from_regex(r"[0-9]{5}(\.[0-9])?", fullmatch=True),
    st.dates().map(lambda day: day.strftime("%d.%m.%Y")),
    st.text(min_size=1, max_size=12),
)


@settings(deadline=None)
@given(st.lists(DATE_LIKE, min_size=1, max_size=40), st.booleans())
def test_columns_of_dates_are_read_as_the_pure_rule_reads_each(texts, serial):
    expected = [_outcome(lambda text: rules.read_date(text, serial), text) for text in texts]
    assert _outcomes(texts, _column(CellType.DATE), cells.Reading(serial_dates=serial)) == expected


@st.composite
def bin_like(draw):
    start = draw(st.from_regex(r"[0-9]{2}[01][0-9][3-7][0-9]{6}", fullmatch=True))
    return f"{start}{draw(st.one_of(st.just(check_digit(start) or 0), st.integers(0, 9)))}"


@settings(deadline=None)
@given(st.lists(st.one_of(bin_like(), bin_like().map(lambda text: text.lstrip("0")), st.text(min_size=1)), min_size=1))
def test_columns_of_bins_are_read_as_the_pure_rule_reads_each(texts):
    expected = [_outcome(rules.read_bin, text) for text in texts]
    assert _outcomes(texts, _column(CellType.BIN)) == expected


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(0, 3000).map(str), st.text(min_size=1, max_size=5)), min_size=1))
def test_columns_of_years_are_read_as_the_pure_rule_reads_each(texts):
    assert _outcomes(texts, _column(CellType.YEAR)) == [_outcome(rules.read_year, text) for text in texts]


@settings(deadline=None)
@given(st.dates(min_value=date(1954, 11, 1), max_value=date(2099, 12, 31)))
def test_a_day_number_is_the_same_day_as_its_date(day):
    number = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert rules.read_date(str(number), serial_allowed=True) == day


def test_every_state_has_its_transitions():
    assert set(rules.TRANSITIONS) == set(rules.State)
