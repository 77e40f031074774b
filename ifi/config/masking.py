"""What must not stand in a log: numbers of persons, e-mail addresses, secrets in addresses of pages."""

import re
from typing import Any

from ifi.core.errors import IfiError
from ifi.core.identifiers import parse_iin

_TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")
# begins where a word begins and gives nothing back: else a long text without an end takes the square of its length
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++(?:@|%40)[\w-]++(?:\.[\w-]++)+")
_SECRET_NAMES = re.compile(r"password|secret|token|cookie|authorization|session_key", re.IGNORECASE)


def mask(text: str) -> str:
    """The text with every valid number of a person and every e-mail address blotted out."""
    if "@" in text or "%40" in text:
        text = _EMAIL.sub("[e-mail]", text)
    return _TWELVE_DIGITS.sub(_number, text)


def _number(found: "re.Match[str]") -> str:
    """A BIN is public, an IIN is not."""
    try:
        parse_iin(found.group())
    except IfiError:
        return found.group()
    return "[IIN]"


def mask_line(logger: object, method: str, line: Any) -> Any:
    """For every line of every log, whoever writes it; the last step but the one that makes it text."""
    return {name: "[secret]" if _SECRET_NAMES.search(name) else _masked(value) for name, value in line.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_masked(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else mask(str(value))
