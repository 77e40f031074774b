"""Amounts, shares and dates as a reader of Kazakh, Russian or English expects them. Text only; pages add the markup."""

from datetime import date
from decimal import ROUND_DOWN, Decimal

from babel.dates import format_date

THIN = "\u202f"  # thin no-break space, between groups of three digits
NO_BREAK = "\u00a0"
MINUS = "\u2212"
TENGE = "₸"

_LONG_DATE = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'г.'", "en": "d MMMM y"}
_HUNDREDTH = Decimal("0.01")
_LARGE = (
    (Decimal(10) ** 12, {"kk": "трлн", "ru": "трлн", "en": "trillion"}),
    (Decimal(10) ** 9, {"kk": "млрд", "ru": "млрд", "en": "billion"}),
    (Decimal(10) ** 6, {"kk": "млн", "ru": "млн", "en": "million"}),
)


def point(language: str) -> str:
    """The sign between whole and part: a point in English, a comma in Kazakh and Russian."""
    return "." if language == "en" else ","


def show_number(value: Decimal, language: str) -> str:
    """All digits of the number, grouped: `1 234 567,89`. Nothing is rounded."""
    sign = MINUS if value.is_signed() and value else ""
    whole, _, part = f"{abs(value):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", THIN)
    return f"{sign}{grouped}{point(language)}{part}" if part else f"{sign}{grouped}"


def show_count(value: int, language: str) -> str:
    """A whole number in groups: `12 345`."""
    return show_number(Decimal(value), language)


def show_amount(amount: Decimal, language: str) -> str:
    """Tenge and tiyn without the sign, for columns whose heading has it: `1 234 567,89`."""
    return show_number(amount.quantize(_HUNDREDTH), language)


def show_money(amount: Decimal, language: str) -> str:
    """Tenge and tiyn: `1 234 567,89 ₸`."""
    return f"{show_amount(amount, language)}{NO_BREAK}{TENGE}"


def show_large(amount: Decimal, language: str) -> str:
    """A large amount for headlines, cut (not rounded up) to two digits: `92,41 млрд ₸`. The exact one stands beside."""
    size, word = large_unit(amount, language)
    if not word:
        return show_money(amount, language)
    cut = (amount / size).quantize(_HUNDREDTH, rounding=ROUND_DOWN)
    return f"{show_number(cut, language)}{NO_BREAK}{word}{NO_BREAK}{TENGE}"


def large_unit(amount: Decimal, language: str) -> tuple[Decimal, str]:
    """The unit that a large amount is said in, and its word: trillion, billion, million; below that 1 and no word."""
    for size, words in _LARGE:
        if abs(amount) >= size:
            return size, words[language]
    return Decimal(1), ""


def show_percent(share: Decimal, language: str) -> str:
    """A share as a percentage with at most two digits, cut and never rounded up: 0.99999 → `99,99 %`."""
    percentage = share * 100
    cut = percentage.quantize(_HUNDREDTH, rounding=ROUND_DOWN)
    if not cut and percentage:
        return f"<{NO_BREAK}{show_number(_HUNDREDTH, language)}{NO_BREAK}%" if share > 0 else f"0{NO_BREAK}%"
    return f"{show_number(trim(cut), language)}{NO_BREAK}%"


def show_rate(rate: Decimal, language: str) -> str:
    """A rate with every digit it has: 0.00125 → `0,125 %`."""
    return f"{show_number(trim(rate * 100), language)}{NO_BREAK}%"


def show_day(day: date) -> str:
    """`24.11.2026`, the same in all three languages."""
    return f"{day:%d.%m.%Y}"


def show_long_day(day: date, language: str) -> str:
    """`2026 жылғы 24 қараша`, `24 ноября 2026 г.`, `24 November 2026`; kept on one line between day and month."""
    text = format_date(day, format=_LONG_DATE[language], locale=language)
    return text.replace(" ", NO_BREAK, 1) if language != "kk" else text


def trim(value: Decimal) -> Decimal:
    """The same value without zeros at the end and without an exponent."""
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
