"""Who may act on the cluster: one start at a time, and no stop under those who still use it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ifi.config.cluster import server
from ifi.config.cluster.errors import Say
from ifi.config.cluster.folders import notes_folder, open_lock


@contextmanager
def in_use(state: Path, say: Say) -> Iterator[None]:
    """Have the cluster up for the length of the block. The last user stops it, unless it was started to be kept.

    The lock goes with its process, so a killed user never keeps the cluster alive.
    """
    with _users(state) as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        server.start(state, say)
        try:
            yield
        finally:
            if not _kept(state).exists() and _alone(users):
                server.stop(state, say)


def keep(state: Path) -> None:
    """From now on the cluster stays up until it is stopped by hand."""
    _kept(state).touch()


def release(state: Path) -> None:
    _kept(state).unlink(missing_ok=True)


def has_users(state: Path) -> bool:
    with _users(state) as users:
        return not _alone(users)


def _alone(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _users(state: Path) -> IO[str]:
    return open_lock(notes_folder(state) / "users.lock")


def _kept(state: Path) -> Path:
    return notes_folder(state) / "kept"
