"""How long one must wait after wrong passwords. Pure."""

from datetime import datetime, timedelta

FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


def wait_after(failures: int) -> timedelta:
    """Nothing for the first attempts, then twice as long each time, a quarter of an hour at most."""
    beyond = failures - FREE_ATTEMPTS
    if beyond < 0:
        return timedelta(0)
    doublings = min(beyond, 20)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def still_to_wait(failures: int, last_at: datetime, now: datetime) -> timedelta:
    """What is left of the wait; never below zero."""
    return max(last_at + wait_after(failures) - now, timedelta(0))


def failures_counted(failures: int, last_at: datetime, now: datetime) -> int:
    """Failures that still count: a day without one forgets them."""
    return 0 if now - last_at >= FORGOTTEN_AFTER else failures
