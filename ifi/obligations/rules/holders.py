"""Whose duty a year is. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ifi.core.years import Period, calendar_year


@dataclass(frozen=True, slots=True)
class HolderPeriod:
    """An organisation holds a share (of 1) of a right from a day to a day, both included; None is open."""

    organisation: int
    share: Decimal
    valid_from: date | None = None
    valid_to: date | None = None


def main_holder(holders: Iterable[HolderPeriod], year: int) -> int | None:
    """The organisation that answers for the year: of those who held the right in it, the one that held it last, and of
    several at once the one with the largest share (then the lowest id). None where nobody held it in the year."""
    last, days = date(year, 12, 31), calendar_year(year)
    within = [holder for holder in holders if Period(holder.valid_from, holder.valid_to).overlaps(days)]
    if not within:
        return None
    until = max(_until(holder, last) for holder in within)
    at_the_end = [holder for holder in within if _until(holder, last) == until]
    return min(at_the_end, key=lambda holder: (-holder.share, holder.organisation)).organisation


def _until(holder: HolderPeriod, last: date) -> date:
    return last if holder.valid_to is None or holder.valid_to > last else holder.valid_to
