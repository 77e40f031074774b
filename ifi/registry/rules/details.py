"""What a right is about and who is in charge of it, from day to day: one field's values in time. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ifi.core.years import Period
from ifi.registry.errors import AnotherValueThen, DetailMissing

ONE_DAY = timedelta(days=1)
Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """Codes that hold within a period: several minerals, else one; none where nothing is known or nothing applies."""

    codes: Codes
    period: Period


def held_on(values: Iterable[Dated], day: date | None) -> Dated | None:
    """The value that holds on the day or, without a day, from the beginning; None where none is recorded."""
    if day is None:
        return next((value for value in values if value.period.start is None), None)
    return next((value for value in values if value.period.holds_on(day)), None)


def codes_on(values: Iterable[Dated], day: date) -> Codes:
    """The codes of the day, empty where none are recorded."""
    held = held_on(values, day)
    return held.codes if held is not None else ()


def code_on(values: Iterable[Dated], day: date) -> str:
    """The same where there is one at most."""
    return next(iter(codes_on(values, day)), "")


def changed(values: Sequence[Dated], codes: Codes, on: date | None) -> tuple[Dated, ...]:
    """From the day `on` life gave the field another value, up to the next recorded change; None: from the beginning."""
    before = _in_order(values)
    held = held_on(before, on)
    if set(codes) == set(held.codes if held is not None else ()):
        return before
    end = held.period.end if held is not None else _day_before_next(before, on)
    kept = [value for value in before if value is not held]
    if held is not None and held.period.start != on:
        assert on is not None, "what holds from the beginning begins there"
        kept.append(Dated(held.codes, Period(held.period.start, on - ONE_DAY)))
    return _joined([*kept, Dated(codes, Period(on, end))])


def corrected(values: Sequence[Dated], wrong: Period, codes: Codes, since: date | None) -> tuple[Dated, ...]:
    """What was recorded for the period `wrong` was a mistake: there were these codes, from the day `since` to its end.

    The value before it ends the day before. Raises DetailMissing; AnotherValueThen where the day passes a neighbour.
    """
    before = _in_order(values)
    place = next((place for place, value in enumerate(before) if value.period == wrong), None)
    if place is None:
        raise DetailMissing
    earlier = before[place - 1] if place else None
    _check_between(since, wrong, earlier)
    kept = [*before[:place], *before[place + 1 :]]
    if earlier is not None and wrong.start is not None and earlier.period.end == wrong.start - ONE_DAY:
        assert since is not None, "checked above"
        kept[place - 1] = replace(earlier, period=Period(earlier.period.start, since - ONE_DAY))
    return _joined([*kept, Dated(codes, Period(since, wrong.end))])


def differing_days(before: Sequence[Dated], after: Sequence[Dated]) -> Period | None:
    """From the first day on which the two say something else to the last one; None where they never do."""
    turns = {date.min}
    for value in (*before, *after):
        turns |= {value.period.start or date.min}
        turns |= {value.period.end + ONE_DAY} if value.period.end else set()
    days = sorted(turns)
    differing = [place for place, day in enumerate(days) if codes_on(before, day) != codes_on(after, day)]
    if not differing:
        return None
    first, following = days[differing[0]], days[differing[-1] + 1 : differing[-1] + 2]
    return Period(None if first == date.min else first, following[0] - ONE_DAY if following else None)


def _check_between(since: date | None, wrong: Period, earlier: Dated | None) -> None:
    if since is not None and wrong.end is not None and since > wrong.end:
        raise AnotherValueThen(day=wrong.end + ONE_DAY)
    if earlier is None:
        return
    assert wrong.start is not None, "something comes before it"
    begins, ends = earlier.period.start, earlier.period.end
    touches = ends == wrong.start - ONE_DAY
    first = (begins or date.min) + ONE_DAY if touches else (ends or date.min) + ONE_DAY
    if since is None or since < first:
        raise AnotherValueThen(day=begins or ends)


def _in_order(values: Iterable[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(values, key=lambda value: value.period.start or date.min))


def _day_before_next(values: Iterable[Dated], on: date | None) -> date | None:
    later = [start for value in values if (start := value.period.start) is not None and (on is None or start > on)]
    return min(later) - ONE_DAY if later else None


def _joined(values: Iterable[Dated]) -> tuple[Dated, ...]:
    """In the order of time; what follows itself without a gap is one value."""
    joined: list[Dated] = []
    for value in _in_order(values):
        last = joined[-1] if joined else None
        touches = last is not None and last.period.end is not None and value.period.start == last.period.end + ONE_DAY
        if last is not None and touches and last.codes == value.codes:
            joined[-1] = replace(last, period=Period(last.period.start, value.period.end))
        else:
            joined.append(value)
    return tuple(joined)
