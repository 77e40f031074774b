"""Who holds a right with what share, and how long a right lives."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ifi.core.years import Period
from ifi.registry.errors import DatesImplausible, DatesOutOfOrder, ShareOutOfRange, SharesOverOne

ONE = Decimal(1)
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a right held within a period; `share` is of 1."""

    organisation_id: int
    share: Decimal
    period: Period


def crowded_day(shares: Iterable[Share]) -> date | None:
    """A day on which the shares of one right exceed 1 together, None when there is none.

    The sum can grow only where a period begins, so only those days are looked at.
    """
    held = tuple(shares)
    days = {one.period.start or EARLIEST for one in held}
    for day in sorted(days):
        if sum((one.share for one in held if one.period.holds_on(day)), Decimal(0)) > ONE:
            return day
    return None


def check_shares(shares: Iterable[Share]) -> None:
    """Each share above 0 and at most 1, together never above 1. Raises ShareOutOfRange or SharesOverOne."""
    held = tuple(shares)
    for one in held:
        if not 0 < one.share <= ONE:
            raise ShareOutOfRange(value=one.share)
    if day := crowded_day(held):
        raise SharesOverOne(day=day)


def check_dates(*, concluded_on: date | None, starts_on: date | None, ends_on: date | None) -> None:
    """A right ends on or after the days on which it was concluded and began. Raises DatesOutOfOrder, DatesImplausible.

    Production may begin before the present instrument was concluded (a contract re-signed later).
    """
    for day in (concluded_on, starts_on, ends_on):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise DatesImplausible(day=day)
    for begun in (concluded_on, starts_on):
        if begun is not None and ends_on is not None and ends_on < begun:
            raise DatesOutOfOrder(start=begun, end=ends_on)


def is_personal(number: str) -> bool:
    """An IIN is a person's and is not shown to the public; a BIN has 4, 5 or 6 in its fifth place."""
    return number[4:5] not in ("4", "5", "6")


def life(*, concluded_on: date | None, starts_on: date | None, ends_on: date | None) -> Period:
    """Days on which the right exists; open where the instrument or the register does not say."""
    begun = [day for day in (concluded_on, starts_on) if day is not None]
    return Period(min(begun, default=None), ends_on)
