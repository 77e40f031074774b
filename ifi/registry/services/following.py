"""What rooms above do when rights pass to other holders, another authority or region, or what they are about changes:
registered at start-up, part of the act."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from ifi.accounts.rights import Actor
from ifi.core.years import Period


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Right id → the days on which what its duties are assessed by is another now; `on`: the day of the act."""

    days: Mapping[int, Sequence[Period]]
    on: date


class Follower(Protocol):
    """Brings what hangs on holders, dated details and last day of rights in line, within the act that changed them."""

    def __call__(self, *, right_ids: Collection[int], by: Actor, facts: FactsChanged | None) -> object: ...


_followers: list[Follower] = []


def on_rights_passed(follower: Follower) -> None:
    """Register at start-up what follows; once per room."""
    if follower not in _followers:
        _followers.append(follower)


def rights_passed(right_ids: Collection[int], *, by: object, facts: FactsChanged | None = None) -> None:
    """Call this whenever holders, dated details or the last day of rights changed, by whatever way."""
    actor = cast(Actor, by)  # who was allowed to change the rights has permissions
    for follower in _followers:
        follower(right_ids=right_ids, by=actor, facts=facts)
