"""Working days: which days are off and why, and where a term that ends on a day off ends. Values only.

A stated day ("30 April") is never altered: `WorkingDays.deadline` says beside it until when the act is still in time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ifi.law.facts import Citation
from ifi.law.norms import Norm, Text

NEXT_WORKING_DAY = "next_working_day"
_ONE = timedelta(days=1)
_SATURDAY = 5


class Why(StrEnum):
    """Why a day is off."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OBSERVED = "observed"  # in place of a holiday that fell on a day off
    MOVED = "moved"  # in place of a day of rest that was made a working day


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that the law makes a day off. `goes_on`: when it falls on a day off, the next working day is off too.

    `known_from` and `known_until` are the days between which it was held to be one; `None` is open.
    """

    day: date
    name: Text
    goes_on: bool
    is_estimated: bool = False
    known_from: date | None = None
    known_until: date | None = None

    def is_known_on(self, day: date) -> bool:
        return (self.known_from is None or self.known_from <= day) and (
            self.known_until is None or day <= self.known_until
        )


@dataclass(frozen=True, slots=True)
class Move:
    """An act that makes the day of rest `rest` a working day and the working day `to` a day of rest."""

    rest: date
    to: date
    known_from: date
    citation: Citation


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is off. `of` is the day in whose place it is off; `name` that of the holiday."""

    day: date
    why: Why
    name: Text | None = None
    of: date | None = None
    is_estimated: bool = False
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """`stated`: the day that the law or the instrument names; `until`: the last day on which the act is in time.

    They differ where `stated` is off (`off` says why, `rule` by which norm). `is_provisional`: days off that it rests
    on may still be changed, since they are estimated or the year's moved days are not known yet.
    """

    stated: date
    until: date
    off: DayOff | None = None
    rule: Norm | None = None
    is_provisional: bool = False

    @property
    def is_moved(self) -> bool:
        return self.stated != self.until


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days off of a country, as they are known on `known_on`.

    `holidays_of` gives the holidays of a year; `rule` is the norm on terms that end on a day off; `observed` cites the
    rule on holidays that fall on a day off; moved days have been looked for up to the end of `checked_through`.
    """

    holidays_of: Callable[[int], tuple[Holiday, ...]]
    moves: tuple[Move, ...]
    rule: Norm
    observed: Citation
    checked_through: int
    known_on: date = date.max
    _kept: dict[int, Mapping[date, DayOff]] = field(default_factory=dict, repr=False, compare=False)

    def as_known_on(self, day: date) -> "WorkingDays":
        """The same days by what was known at the end of a day."""
        return WorkingDays(self.holidays_of, self.moves, self.rule, self.observed, self.checked_through, day)

    def day_off(self, day: date) -> DayOff | None:
        """Why the day is off; None on a working day."""
        named = self._days_off(day.year).get(day)
        if named is not None or day.weekday() < _SATURDAY or day in self._worked():
            return named
        return DayOff(day, Why.WEEKEND)

    def is_working(self, day: date) -> bool:
        return self.day_off(day) is None

    def next_working(self, day: date) -> date:
        """The day itself where it is a working day, or else the next one."""
        while not self.is_working(day):
            day += _ONE
        return day

    def deadline(self, stated: date) -> Deadline:
        """Until when a term is kept whose last day is stated: not before that day, and on a working day."""
        off = self.day_off(stated)
        if off is None or (self.rule.valid_from is not None and stated < self.rule.valid_from):
            return Deadline(stated, stated)
        until = self.next_working(stated)
        return Deadline(stated, until, off, self.rule, off.is_estimated or until.year > self.checked_through)

    def late_before(self, on: date) -> date:
        """The first day for which this holds: a term stated for an earlier day has passed when `on` has come."""
        last = on - _ONE
        while not self.is_working(last):
            last -= _ONE
        return last + _ONE

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; the first counted is the next one."""
        while count:
            day += _ONE
            count -= self.is_working(day)
        return day

    def days_off(self, year: int) -> tuple[DayOff, ...]:
        """Holidays, days in their place and moved days of the year, earliest first; weekends are left out."""
        return tuple(off for _, off in sorted(self._days_off(year).items()))

    def _worked(self) -> frozenset[date]:
        return frozenset(move.rest for move in self._known_moves())

    def _known_moves(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.known_from <= self.known_on)

    def _days_off(self, year: int) -> Mapping[date, DayOff]:
        kept = self._kept.get(year)
        if kept is None:
            kept = self._kept[year] = self._read(year)
        return kept

    def _read(self, year: int) -> Mapping[date, DayOff]:
        holidays = sorted(
            (holiday for holiday in self.holidays_of(year) if holiday.is_known_on(self.known_on)),
            key=lambda holiday: holiday.day,
        )
        found = {
            holiday.day: DayOff(holiday.day, Why.HOLIDAY, holiday.name, is_estimated=holiday.is_estimated)
            for holiday in holidays
        }
        for holiday in holidays:
            if holiday.goes_on and holiday.day.weekday() >= _SATURDAY:
                day = holiday.day + _ONE
                while day in found or day.weekday() >= _SATURDAY:
                    day += _ONE
                found[day] = DayOff(day, Why.OBSERVED, holiday.name, holiday.day, citation=self.observed)
        for move in self._known_moves():
            found.pop(move.rest, None)
            if move.to.year == year:
                found.setdefault(move.to, DayOff(move.to, Why.MOVED, of=move.rest, citation=move.citation))
        return found
