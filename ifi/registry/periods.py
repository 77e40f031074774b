"""Stored periods [from, to) beside days that are both included, as people and the law count them."""

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]

from ifi.core.years import Period

ONE_DAY = timedelta(days=1)


def stored(start: date | None, end: date | None) -> Any:
    """The period for the database; None is open on that side, both days are included."""
    return DateRange(start, end + ONE_DAY if end else None, "[)")


def period_of(validity: Any) -> Period:
    """The stored period as days that are both included."""
    return Period(validity.lower, validity.upper - ONE_DAY if validity.upper else None)
