"""Time that moves only when the sender waits."""

from concurrent.futures import wait
from datetime import UTC, datetime, timedelta
from math import ceil

from ifi.notices.sending import send


class StandingClock:
    def __init__(self, start: datetime | None = None) -> None:
        self.moment = start or datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
        self.began = self.moment

    def now(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return (self.moment - self.began).total_seconds()

    def forward(self, seconds: float) -> None:
        """At least a microsecond, below which this clock cannot tell moments apart."""
        self.moment += timedelta(microseconds=ceil(seconds * 1_000_000))

    def wait(self, flying, seconds) -> None:
        """Every letter on the way arrives first, so that the other side sees the same time."""
        wait(flying)
        if seconds:
            self.forward(seconds)


def send_all(channel, clock, *, most_runs: int = 1000) -> None:
    """Runs of the sender until nothing is due at this moment of the clock."""
    for _ in range(most_runs):
        if not send(channel, clock=clock):
            return
    raise AssertionError("the sender never comes to an end")
