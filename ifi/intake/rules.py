"""How one cell is read, and through which states a run goes. Pure: text in, value out or a named error raised.

`cells.py` does the same for whole columns; a property test holds the two together.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from ifi.core.errors import IfiError
from ifi.core.identifiers import CheckDigitWrong, NumberMalformed, parse_bin
from ifi.core.money import AmountUnreadable, parse_amount

FIRST_YEAR, LAST_YEAR = 1990, 2100
_SERIAL_OF_DAY_ZERO = date(1899, 12, 30)  # Excel's day 0, right from 1 March 1900 on
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119; a smaller number is rather a year or a count
EXACT_DIGITS = 15  # a number in a workbook is a binary fraction: 15 significant decimal digits are sure

_SPACES = re.compile(r"\s+")
_YEAR = re.compile(r"[0-9]{4}")
_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})\.([0-9]{{1,2}})\.([0-9]{{4}}){_TIME}")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){_TIME}")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"([0-9]{1,18})(?:[.,]([0-9]{1,10}))?(%?)")
_COMMA_IS_DECIMAL = re.compile(r"[-−]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
_POINT_IS_DECIMAL = re.compile(r"[-−]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.(?:[0-9]{1,2}|[0-9]{4,})")
_AMOUNT_SPACES = re.compile(r"[\s']+")
_ONE_COMMA_GROUP = re.compile(r"[-−]?[0-9]{1,3},[0-9]{3}")
_ACCOUNTING = re.compile(r"(\()?([-−]?)\$?([0-9.,]+)(\))?")


class ValueMissing(IfiError):
    """A required cell is empty."""

    code = "cell.missing"


class AmountNegative(IfiError):
    """An amount below zero where none can be. Parameters: value."""

    code = "cell.negative"


class AmountZero(IfiError):
    """An amount of zero where none can be. Parameters: value."""

    code = "cell.zero"


class NumberUnreadable(IfiError):
    """Not a share or rate. Parameters: value."""

    code = "cell.number_unreadable"


class YearUnreadable(IfiError):
    """Not a year of four digits within the range. Parameters: value, first, last."""

    code = "cell.year_unreadable"


class DateUnreadable(IfiError):
    """Not a date in a form that can be read one way only. Parameters: value."""

    code = "cell.date_unreadable"


class DateImpossible(IfiError):
    """A day that the calendar does not have, such as 31.02.2026. Parameters: value."""

    code = "cell.date_impossible"


class LeadingZeroLost(IfiError):
    """A spreadsheet has eaten the zeros a BIN begins with. Parameters: value, suggestion."""

    code = "cell.leading_zero_lost"


class ChoiceUnknown(IfiError):
    """Not one of the words that can stand in the column. Parameters: value."""

    code = "cell.choice_unknown"


class TextTooLong(IfiError):
    """More characters than are stored. Parameters: length, longest."""

    code = "cell.text_too_long"


class TextUnstorable(IfiError):
    """A character that cannot be stored (NUL). Parameters: value."""

    code = "cell.text_unstorable"


def read_amount(text: str, decimal_sign: str = "", accounting_style: bool = False) -> Decimal:
    """An amount of tenge as `ifi.core.money.parse_amount` reads it.

    `decimal_sign` is the one that the rest of the file makes evident ("," or "."): it decides what `1,234` means.
    `accounting_style` reads `$1,686.00` and, as negative, `($1,686.00)` too.
    """
    compact = _AMOUNT_SPACES.sub("", text)
    if accounting_style and (match := _ACCOUNTING.fullmatch(compact)):
        opening, sign, digits, closing = match.groups()
        if bool(opening) != bool(closing) or (opening and sign):
            raise AmountUnreadable(value=text)
        compact = f"{'-' if opening or sign else ''}{digits}"
        decimal_sign = decimal_sign or "."
    if _ONE_COMMA_GROUP.fullmatch(compact) and decimal_sign:
        compact = compact.replace(",", "" if decimal_sign == "." else ".")
    try:
        return parse_amount(compact)
    except IfiError as error:
        raise type(error)(value=text) from None


def decimal_sign_of(texts: Iterable[str]) -> str:
    """The decimal sign that the amounts of a file make evident: "," or ".", "" when neither or both."""
    compact = [_AMOUNT_SPACES.sub("", text) for text in texts]
    comma = any(_COMMA_IS_DECIMAL.fullmatch(text) for text in compact)
    point = any(_POINT_IS_DECIMAL.fullmatch(text) for text in compact)
    return "" if comma == point else "," if comma else "."


def read_decimal(text: str) -> Decimal:
    """A share or rate, not negative, with up to ten decimals; `5 %` is 0.05."""
    match = _DECIMAL.fullmatch(_SPACES.sub("", text))
    if match is None:
        raise NumberUnreadable(value=text)
    whole, part, percent = match.groups()
    number = Decimal(f"{whole}.{part or '0'}")
    return number.scaleb(-2) if percent else number


def read_year(text: str) -> int:
    if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise YearUnreadable(value=text, first=FIRST_YEAR, last=LAST_YEAR)
    return int(text)


def read_date(text: str, serial_allowed: bool = False) -> date:
    """24.11.2026 or 2026-11-24, a time behind it is dropped; with `serial_allowed`, Excel's day number 46350 too."""
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif serial_allowed and (match := _SERIAL.fullmatch(text)) and _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return _SERIAL_OF_DAY_ZERO + timedelta(days=int(match[1]))
    else:
        raise DateUnreadable(value=text)
    if not 1900 <= year <= LAST_YEAR:
        raise DateUnreadable(value=text)
    try:
        return date(year, month, day)
    except ValueError:
        raise DateImpossible(value=text) from None


def read_bin(text: str) -> str:
    """A valid BIN; when only leading zeros are missing, LeadingZeroLost says so."""
    try:
        return parse_bin(text)
    except (NumberMalformed, CheckDigitWrong) as error:
        if text.isdecimal() and 8 <= len(text) < 12:
            try:
                whole = parse_bin(text.zfill(12))
            except (NumberMalformed, CheckDigitWrong):
                raise error from None
            raise LeadingZeroLost(value=text, suggestion=whole) from None
        raise


def read_text(text: str, longest: int) -> str:
    if "\0" in text:
        raise TextUnstorable(value=text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    if len(text) > longest:
        raise TextTooLong(length=len(text), longest=longest)
    return text


def fold(text: str) -> str:
    """What headings and words of a code list are compared by: letters and digits only, case and ё aside."""
    kept = "".join(sign if sign.isalnum() else " " for sign in text.casefold().replace("ё", "е"))
    return " ".join(kept.split())


def read_choice(text: str, codes: Mapping[str, str]) -> str:
    """The code that stands for a word. `codes`: folded word → code."""
    code = codes.get(fold(text))
    if code is None:
        raise ChoiceUnknown(value=text)
    return code


def has_too_many_digits(number: float) -> bool:
    """Whether a number of a workbook has more significant digits than are sure to be what its author meant."""
    digits = format(Decimal(repr(number)).copy_abs(), "f").removesuffix(".0").replace(".", "").lstrip("0")
    return len(digits) > EXACT_DIGITS


class State(StrEnum):
    """States of a run of an import."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"  # the preview is ready; nothing is written yet
    COMMITTING = "committing"
    COMMITTED = "committed"
    REFUSED = "refused"  # the file as a whole; the run's `problem` says why
    FAILED = "failed"  # our fault, or what is stored changed meanwhile; may be tried again
    CANCELLED = "cancelled"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.UPLOADED: frozenset({State.CHECKING, State.CANCELLED, State.FAILED}),
    State.CHECKING: frozenset({State.CHECKING, State.CHECKED, State.REFUSED, State.FAILED, State.CANCELLED}),
    State.CHECKED: frozenset({State.UPLOADED, State.COMMITTING, State.CANCELLED}),  # UPLOADED: check again
    State.COMMITTING: frozenset({State.COMMITTED, State.FAILED, State.CANCELLED}),
    State.COMMITTED: frozenset(),
    State.REFUSED: frozenset(),
    State.FAILED: frozenset({State.UPLOADED, State.CANCELLED}),
    State.CANCELLED: frozenset(),
}
LIVE = frozenset({State.UPLOADED, State.CHECKING, State.CHECKED, State.COMMITTING, State.COMMITTED})
UNDER_WAY = frozenset({State.UPLOADED, State.CHECKING, State.COMMITTING})


def sources_of(target: State) -> frozenset[State]:
    """The states from which a run may go to `target`."""
    return frozenset(state for state, following in TRANSITIONS.items() if target in following)
