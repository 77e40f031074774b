"""The two dates of a page: what held on a day, and what was known on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone


@dataclass(frozen=True, slots=True)
class Moment:
    """`on`: acts and norms that took effect by this day count. `known`: what was recorded by the end of this day."""

    on: date
    known: date
    today: date

    @property
    def is_present(self) -> bool:
        """Nothing can be later than today, so the running balances say the same."""
        return self.on >= self.today and self.known >= self.today

    @property
    def known_before(self) -> datetime:
        """The first instant that does not count any more."""
        return datetime.combine(self.known + timedelta(days=1), time.min, get_current_timezone())
