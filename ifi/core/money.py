"""Tenge as exact decimals. The one place where amounts are rounded and read from text."""

import re
from decimal import ROUND_HALF_UP, Decimal

from ifi.core.errors import IfiError

TIYN = Decimal("0.01")
ZERO = Decimal("0.00")
LARGEST = Decimal("999999999999999999.99")  # numeric(20,2)

_SPACES = re.compile("[\\s\u00a0\u2007\u2009\u202f']+")
_PLAIN = re.compile(r"(?P<sign>[-−]?)(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?")
_GROUPED = re.compile(
    r"(?P<sign>[-−]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3})+(?=\.))(?:\.(?P<part>[0-9]+))?"
)

_ACCOUNTING = re.compile(
    r"(?P<open>\(?)[$₸€]?(?P<digits>(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?)(?P<close>\)?)", re.ASCII
)


class AmountUnreadable(IfiError):
    """The text is not an amount of money. Parameters: value."""

    code = "amount.unreadable"


class AmountTooPrecise(IfiError):
    """More than two digits after the point. Parameters: value."""

    code = "amount.too_precise"


class AmountAmbiguous(IfiError):
    """`1,234` may mean 1234 or 1.234. Parameters: value."""

    code = "amount.ambiguous"


class AmountTooLarge(IfiError):
    """More than numeric(20,2) holds. Parameters: value."""

    code = "amount.too_large"


def to_tiyn(amount: Decimal) -> Decimal:
    """Round to the tiyn, half away from zero ("half up" for the positive amounts of the law).

    Amounts in tenge; the rounding rule itself is a reading (no act was found that sets it).
    """
    return amount.quantize(TIYN, rounding=ROUND_HALF_UP)


def parse_amount(text: str) -> Decimal:
    """Read an amount that a person or a file wrote, exactly, with two decimals.

    Accepts `1234567.89`, `1234567,89`, spaces (no-break and thin too) or apostrophes between groups and
    `1,234,567.89`. Raises AmountUnreadable, AmountTooPrecise, AmountAmbiguous (`1,234`) or AmountTooLarge.
    """
    compact = _SPACES.sub("", text)
    match = _PLAIN.fullmatch(compact) or _GROUPED.fullmatch(compact)
    if match is None:
        raise AmountUnreadable(value=text)
    whole, part = match["whole"].replace(",", ""), match["part"] or ""
    if len(part) == 3 and "," in compact and "." not in compact:
        raise AmountAmbiguous(value=text)
    if len(part) > 2:
        raise AmountTooPrecise(value=text)
    amount = Decimal(f"{'-' if match['sign'] else ''}{whole}.{part or '0'}")
    if abs(amount) > LARGEST:
        raise AmountTooLarge(value=text)
    return amount.quantize(TIYN)


def parse_accounting_amount(text: str) -> Decimal:
    """Read an amount as accountants print it: `$1,870.00 `, `($1,686.00)` = −1686.00; a comma always groups thousands.

    Raises AmountUnreadable or AmountTooLarge.
    """
    match = _ACCOUNTING.fullmatch(_SPACES.sub("", text))
    if match is None or bool(match["open"]) != bool(match["close"]):
        raise AmountUnreadable(value=text)
    amount = parse_amount(match["digits"].replace(",", ""))
    return -amount if match["open"] else amount


def plain(amount: Decimal) -> str:
    """The amount for files and machines: `1234567.89`, never an exponent."""
    return f"{amount:.2f}"
