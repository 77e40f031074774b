"""Finding objects of the trail by what people know them by: rooms that own a kind say how it is looked for."""

from collections.abc import Callable, Collection

from ifi.core.identifiers import record_number
from ifi.core.targets import Target

Find = Callable[[str, object], Collection[str]]  # what was typed, who reads → keys, few
MOST = 50
_kinds: dict[str, Find] = {}


def register(kind: str, find: Find) -> None:
    """Say how objects of the kind are found. A kind has one owner: ValueError."""
    if _kinds.setdefault(kind, find) is not find:
        raise ValueError(f"the kind {kind!r} has two owners")


def targets_found(kind: str, text: str, reader: object) -> tuple[Target, ...]:
    """Objects with this number or name; where there is none, the one that the trail itself numbers so."""
    keys = sorted(_kinds[kind](text, reader)) if kind in _kinds else []
    if not keys and (record_number(text) is not None or kind not in _kinds):
        keys = [text]
    return tuple(Target(kind, key) for key in keys[:MOST])
