"""Business and individual identification numbers (BIN, IIN) with their check digit; numbers of records in addresses.

Source of structure and check digit: public descriptions of the national identification number
(python-stdnum after the OECD sheet gives the structure, it does not check the digit).
"""

import re

from ifi.core.errors import IfiError

_FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_SEPARATORS = re.compile("[\\s\u00a0\u202f-]+")


class NumberMalformed(IfiError):
    """Not twelve digits, or digits that cannot stand there. Parameters: value."""

    code = "bin.malformed"


class CheckDigitWrong(IfiError):
    """The last digit does not follow from the others. Parameters: value."""

    code = "bin.check_digit"


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit, or None when the number is never issued (10 in both passes)."""
    digits = [int(digit) for digit in first_eleven]
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def parse_bin(text: str) -> str:
    """A valid BIN as twelve digits; spaces and hyphens are ignored. Raises NumberMalformed or CheckDigitWrong."""
    number = _twelve_digits(text)
    if not (1 <= int(number[2:4]) <= 12 and number[4] in "456"):
        raise NumberMalformed(value=text)
    return _with_right_check_digit(number, text)


def parse_iin(text: str) -> str:
    """A valid IIN as twelve digits; spaces and hyphens are ignored. Raises NumberMalformed or CheckDigitWrong."""
    number = _twelve_digits(text)
    if not (1 <= int(number[2:4]) <= 12 and 1 <= int(number[4:6]) <= 31 and number[6] in "123456"):
        raise NumberMalformed(value=text)
    return _with_right_check_digit(number, text)


def belongs_to_person(number: str) -> bool:
    """Whether a number that was parsed is an IIN: the fifth digit of a BIN tells a legal entity, 4 to 6."""
    return number[4:5] not in tuple("456")


def _twelve_digits(text: str) -> str:
    number = _SEPARATORS.sub("", text)
    if not _TWELVE_DIGITS.fullmatch(number):
        raise NumberMalformed(value=text)
    return number


def _with_right_check_digit(number: str, text: str) -> str:
    if check_digit(number[:11]) != int(number[11]):
        raise CheckDigitWrong(value=text)
    return number


def record_number(text: str | None) -> int | None:
    """The number of a record as an address or a form gives it; None for anything that no record can have."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
