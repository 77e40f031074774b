"""What an act, a notice or a subscription is about: a kind and a key, and how a reader is shown it.

A room that owns a kind registers at start-up how its objects are named and where their page is. Rooms below it (the
trail, the notices) ask here and so need not know the room.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """One object: `kind` is a registered word ("duty", "right", "organisation", "person"), `key` its id as text."""

    kind: str
    key: str

    @classmethod
    def of(cls, kind: str, key: object) -> "Target":
        return cls(kind, str(key))


@dataclass(frozen=True, slots=True)
class Shown:
    """How a target is shown in the reader's language; `address` is empty where it has no page."""

    label: str
    address: str = ""


Describe = Callable[
    [Collection[str], object], Mapping[str, Shown]
]  # keys, who reads → what that reader may see of them
_kinds: dict[str, Describe] = {}


def register(kind: str, describe: Describe) -> None:
    """Say how targets of `kind` are shown. A kind has one owner: ValueError."""
    if _kinds.setdefault(kind, describe) is not describe:
        raise ValueError(f"the kind {kind!r} has two owners")


def kinds() -> frozenset[str]:
    return frozenset(_kinds)


def show(targets: Collection[Target], *, reader: object) -> dict[Target, Shown]:
    """What the reader may know of each target, one query a kind; what they may not know is left out."""
    shown: dict[Target, Shown] = {}
    for kind in {target.kind for target in targets}:
        keys = {target.key for target in targets if target.kind == kind}
        found = _kinds[kind](keys, reader) if kind in _kinds else {}
        shown |= {Target(kind, key): words for key, words in found.items()}
    return shown
