"""Words for values that records keep as codes: rooms that own a field say how its values are read."""

from collections.abc import Callable
from typing import Any

SayValue = Callable[[Any], str]
_fields: dict[str, SayValue] = {}


def register(field: str, say: SayValue) -> None:
    """Say how values of the field are shown in the reader's language. A field has one owner: ValueError."""
    if _fields.setdefault(field, say) is not say:
        raise ValueError(f"the field {field!r} has two owners")


def words_of(field: str) -> SayValue | None:
    return _fields.get(field)
