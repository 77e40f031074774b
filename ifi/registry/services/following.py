"""What rooms above do when rights pass to other holders, another authority or region: registered at start-up, part of
the act."""

from collections.abc import Collection
from typing import Protocol


class Follower(Protocol):
    """Brings what hangs on holders, authority and region of the rights in line, within the act that changed them."""

    def __call__(self, *, right_ids: Collection[int], by: object) -> object: ...


_followers: list[Follower] = []


def on_rights_passed(follower: Follower) -> None:
    """Call this whenever holders, authority or region of rights changed, by whatever way; once per room."""
    if follower not in _followers:
        _followers.append(follower)


def rights_passed(right_ids: Collection[int], *, by: object) -> None:
    for follower in _followers:
        follower(right_ids=right_ids, by=by)
