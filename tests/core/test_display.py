"""How amounts, shares and dates are written in the three languages."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.core.display import (
    show_count,
    show_day,
    show_large,
    show_long_day,
    show_money,
    show_percent,
    show_rate,
)
from ifi.core.money import parse_amount

LANGUAGES = ("kk", "ru", "en")
AMOUNTS = st.decimals(min_value=Decimal("-1e17"), max_value=Decimal("1e17"), places=2)
SHARES = st.decimals(min_value=0, max_value=3, places=12)


@pytest.mark.parametrize(
    ("language", "text"), [("kk", "1 234 567,89 ₸"), ("ru", "1 234 567,89 ₸"), ("en", "1 234 567.89 ₸")]
)
def test_money_is_grouped_by_thin_no_break_spaces_with_the_mark_of_the_language(language, text):
    shown = show_money(Decimal("1234567.89"), language)
    assert shown == text.replace(" ₸", "\u00a0₸").replace(" ", "\u202f")


def test_a_negative_amount_has_a_true_minus_and_zero_has_none():
    assert show_money(Decimal("-5.00"), "ru") == "\u22125,00\u00a0₸"
    assert show_money(Decimal("-0.00"), "ru") == "0,00\u00a0₸"


@given(AMOUNTS, st.sampled_from(LANGUAGES))
def test_what_is_shown_can_be_typed_back_to_the_tiyn(amount, language):
    assert parse_amount(show_money(amount, language).removesuffix("\u00a0₸")) == amount


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("92419999999.99", "92,41 млрд ₸"),
        ("999999.99", "999 999,99 ₸"),
        ("1000000.00", "1,00 млн ₸"),
        ("1000000000000.00", "1,00 трлн ₸"),
        ("-2500000.00", "−2,50 млн ₸"),
    ],
)
def test_a_large_amount_is_cut_and_never_rounded_up(amount, text):
    assert show_large(Decimal(amount), "ru").replace("\u202f", " ").replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0.99999", "99,99 %"),
        ("1", "100 %"),
        ("1.2", "120 %"),
        ("0.3", "30 %"),
        ("0", "0 %"),
        ("0.00001", "< 0,01 %"),
    ],
)
def test_a_percentage_is_cut_to_two_digits(share, text):
    assert show_percent(Decimal(share), "kk").replace("\u00a0", " ") == text


@given(SHARES)
def test_a_share_below_one_is_never_shown_as_a_hundred_percent(share):
    shown = show_percent(share, "en")
    assert (shown == "100\u00a0%") == (1 <= share < Decimal("1.0001"))


@pytest.mark.parametrize(("rate", "text"), [("0.01", "1 %"), ("0.00125", "0,125 %"), ("0.10", "10 %"), ("1", "100 %")])
def test_a_rate_keeps_every_digit(rate, text):
    assert show_rate(Decimal(rate), "ru").replace("\u00a0", " ") == text


def test_a_count_is_grouped_and_a_day_is_the_same_everywhere():
    assert show_count(12345, "kk") == "12\u202f345"
    assert show_day(date(2026, 2, 1)) == "01.02.2026"


@pytest.mark.parametrize(
    ("language", "text"),
    [("kk", "2026 жылғы 24 қараша"), ("ru", "24 ноября 2026 г."), ("en", "24 November 2026")],
)
def test_a_long_date_is_written_as_people_write_it(language, text):
    assert show_long_day(date(2026, 11, 24), language).replace("\u00a0", " ") == text


def test_every_month_has_its_kazakh_name():
    months = [show_long_day(date(2026, month, 1), "kk").split()[-1] for month in range(1, 13)]
    assert months == [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ]
