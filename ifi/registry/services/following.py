"""What rooms above do when the holders of rights change: they register it at start-up, and it joins the act."""

from collections.abc import Collection
from typing import Protocol


class Follower(Protocol):
    """Brings what hangs on the holders of the rights in line, in the transaction of the act that changed them."""

    def __call__(self, *, right_ids: Collection[int], by: object) -> object: ...


_followers: list[Follower] = []


def on_holders_changed(follower: Follower) -> None:
    """Call this whenever the holders of rights have changed, by whatever way; called once per room at start-up."""
    if follower not in _followers:
        _followers.append(follower)


def holders_changed(right_ids: Collection[int], *, by: object) -> None:
    for follower in _followers:
        follower(right_ids=right_ids, by=by)
