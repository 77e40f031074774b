"""Whose business an object is: rooms that own a kind of objects say which of them concern a reader.

An officer is concerned with the objects of the officer's authority, an organisation with its own.
"""

from collections.abc import Callable, Collection

from ifi.core.targets import Target

Concerns = Callable[[Collection[str], object], Collection[str]]  # keys, who reads → what concerns the reader
_kinds: dict[str, Concerns] = {}


def register(kind: str, concerns: Concerns) -> None:
    """Say which objects of the kind concern a reader. A kind has one owner: ValueError."""
    if _kinds.setdefault(kind, concerns) is not concerns:
        raise ValueError(f"the kind {kind!r} has two owners")


def is_concerned(target: Target, reader: object) -> bool:
    return target.kind in _kinds and target.key in _kinds[target.kind]([target.key], reader)
