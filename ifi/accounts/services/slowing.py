"""Counting wrong guesses, so that guessing becomes slow."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from ifi.accounts import rules
from ifi.accounts.errors import SignInTooOften
from ifi.accounts.models import SignInFailure
from ifi.accounts.rules import PACES, Counter


class Guess(NamedTuple):
    """A guess in the eyes of one counter; `of` is what it counts by, stored as a digest."""

    counter: Counter
    of: str

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.counter}\n{self.of}".encode()).hexdigest()


@transaction.atomic
def count_guess(guesses: Iterable[Guess], *, now: datetime) -> None:
    """Count a guess as wrong before it is looked at, so that guesses made at once are counted one by one and no lock
    is held while a password is hashed. Raises SignInTooOften while one of the counters says to wait."""
    by_key = {guess.key: guess for guess in guesses}
    rows = _locked(sorted(by_key), now)
    wait = max(rules.still_to_wait(row.failures, row.last_at, now, PACES[by_key[row.key].counter]) for row in rows)
    if wait:
        raise SignInTooOften(seconds=int(wait.total_seconds()) + 1)
    for row in rows:
        row.failures = rules.failures_counted(row.failures, row.last_at, now) + 1
        row.last_at = now
    SignInFailure.objects.bulk_update(rows, ["failures", "last_at"])


def _locked(keys: list[str], now: datetime) -> list[SignInFailure]:
    """A counter for each key, begun where there is none; a right guess may take one away while its lock is awaited."""
    while True:
        fresh = [SignInFailure(key=key, last_at=now) for key in keys]
        SignInFailure.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = list(SignInFailure.objects.select_for_update().filter(key__in=keys).order_by("key"))
        if len(rows) == len(keys):
            return rows


def forgive(guesses: Iterable[Guess]) -> None:
    """The guess was right: counters of the person begin anew, that of the address only forgets this one."""
    for guess in guesses:
        row = SignInFailure.objects.filter(key=guess.key)
        if guess.counter is Counter.ADDRESS:
            row.update(failures=Greatest(F("failures") - 1, 0))
        else:
            row.delete()
