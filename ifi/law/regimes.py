"""Which regimes there are, and which of them governs a right in a year."""

from datetime import date

from ifi.law.errors import RegimeMissing
from ifi.law.facts import RegimePeriod, RightFacts

# Written by hand: a regime is switched on here. Its norms are in `kz/<name>.yaml`, its worked cases in `kz/cases/`.
REGIMES: tuple[str, ...] = (
    "kz.hydrocarbons",
    "kz.hydrocarbons_resigned",
    "kz.uranium",
    "kz.solid_minerals",
    "kz.processing_agreement",
    "kz.legacy_contract",
    "kz.common_minerals",
    "kz.groundwater",
    "kz.exempt",
    "kz.exploration",
)


def begins_on(facts: RightFacts) -> date | None:
    """First day of the right's life: the instrument's date, or else the earliest date that its facts hold."""
    if facts.concluded_on is not None:
        return facts.concluded_on
    known = [day for day in (facts.starts_on, *(period.valid_from for period in facts.regimes)) if day is not None]
    return min(known, default=None)


def is_within_life(facts: RightFacts, year: int) -> bool:
    begin = begins_on(facts)
    return (begin is None or begin.year <= year) and (facts.ends_on is None or year <= facts.ends_on.year)


def counting_day(year: int, ends_on: date | None) -> date:
    """The day whose facts are those of the year: its last, or the last of the right's life in it.

    A duty is one for an instrument and a calendar year (Code Art. 221(2)), so one day has to stand for the year.
    """
    last = date(year, 12, 31)
    return ends_on if ends_on is not None and ends_on < last else last


def periods_of_year(facts: RightFacts, year: int) -> tuple[RegimePeriod, ...]:
    """The regimes that govern the right on any day of the year, earliest first."""
    first, last = date(year, 1, 1), counting_day(year, facts.ends_on)
    periods = [
        period
        for period in facts.regimes
        if (period.valid_from is None or period.valid_from <= last)
        and (period.valid_to is None or first <= period.valid_to)
    ]
    return tuple(sorted(periods, key=lambda period: period.valid_from or date.min))


def governing_period(facts: RightFacts, year: int) -> RegimePeriod | None:
    """The regime period in force on the year's counting day; None outside the right's life.

    Raises RegimeMissing where the right lives but no regime is recorded.
    """
    if not is_within_life(facts, year):
        return None
    if len(facts.regimes) == 1:
        only = facts.regimes[0]
        if only.valid_from is None and only.valid_to is None:
            return only
    periods = periods_of_year(facts, year)
    if not periods:
        raise RegimeMissing(year=year)
    return periods[-1]


def governing_regime(facts: RightFacts, year: int) -> str | None:
    """Code of the regime that assesses the year; None outside the right's life."""
    period = governing_period(facts, year)
    return None if period is None else period.regime


def governed_until(facts: RightFacts, year: int, period: RegimePeriod) -> date:
    """Last day of the year on which the regime governs the right: the day on which the year's norms are read."""
    last = counting_day(year, facts.ends_on)
    return period.valid_to if period.valid_to is not None and period.valid_to < last else last


def instrument_date(facts: RightFacts, period: RegimePeriod) -> date | None:
    """Date of the instrument under this regime: a new edition or a licence in place of a contract begins with it."""
    if period.valid_from is None or period is facts.regimes[0]:
        return facts.concluded_on
    if facts.concluded_on is None or facts.concluded_on < period.valid_from:
        return period.valid_from
    return facts.concluded_on


def start_under(facts: RightFacts, period: RegimePeriod) -> date | None:
    """Day from which the years of production or of the licence are counted under this regime.

    A right that moved from another regime counts anew from the move: registration of the new edition or addendum (Code
    Art. 119(3)), or the day in the licence (Art. 31(3)).
    """
    if period.valid_from is None or period is facts.regimes[0]:
        return facts.starts_on
    if facts.starts_on is None or facts.starts_on < period.valid_from:
        return period.valid_from
    return facts.starts_on
