"""Acts on money run as if they ran one after the other: SERIALIZABLE, tried again when the database says so."""

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from ifi.ledger.rules import Busy

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 12
_TRY_AGAIN = frozenset({"40001", "40P01"})  # serialization failure, deadlock
_LONGEST_PAUSE = 1.0  # seconds


def serializable(act: Callable[P, R]) -> Callable[P, R]:
    """Run the act in one SERIALIZABLE transaction, up to ATTEMPTS times; then raise Busy.

    Inside another transaction the act joins it; whoever began that one answers for its isolation (`run_serializable`).
    """

    @wraps(act)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return act(*args, **kwargs)
        return run_serializable(lambda: act(*args, **kwargs))

    return wrapped


def run_serializable(work: Callable[[], R], attempts: int = ATTEMPTS) -> R:
    """Do several acts in one SERIALIZABLE transaction; `work` may be run again from its beginning."""
    for attempt in range(attempts):
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                return work()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in _TRY_AGAIN:
                raise
            _pause(attempt)
    raise Busy


def _pause(attempt: int) -> None:
    """Longer after each attempt, and never the same for two writers."""
    longest = min(_LONGEST_PAUSE, 0.01 * 2**attempt)
    time.sleep(longest * secrets.randbelow(1000) / 1000)
