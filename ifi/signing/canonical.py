"""The bytes that are signed: RFC 8785 JSON, the same for the same content for ever."""

import hashlib
import json
from typing import Any

import rfc8785

from ifi.signing.errors import ContentNotCanonical

LARGEST_DOCUMENT = 512 * 1024


def canonical_bytes(content: object) -> bytes:
    """UTF-8 JSON after RFC 8785. Amounts are quoted strings, so binary floating point is refused.

    Raises ContentNotCanonical for a float, a key that is no text, a number past 2^53, broken Unicode, or too much.
    """
    _check(content, "")
    try:
        made = rfc8785.dumps(content)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise ContentNotCanonical(place=str(error)) from error
    if len(made) > LARGEST_DOCUMENT:
        raise ContentNotCanonical(place=f"{len(made)} bytes")
    return made


def read_content(stored: bytes) -> Any:
    """What stands in the stored bytes; whatever is shown to a person is made from this and nothing else."""
    return json.loads(stored)


def digest_of(stored: bytes) -> str:
    """SHA-256 of the bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(stored).hexdigest()


def _check(value: object, place: str) -> None:
    if isinstance(value, float):
        raise ContentNotCanonical(place=place)
    if isinstance(value, dict):
        for key, inner in value.items():
            _check(inner, f"{place}/{key}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            _check(inner, f"{place}/{number}")
