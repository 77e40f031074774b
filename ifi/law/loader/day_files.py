"""Days off: the table of `working_days.yaml` on top of the library's public holidays of Kazakhstan.

The library gives the days of the law on holidays and of Kurban Ait. Moved days, days in place of holidays, names in
Russian and what was decided after the library was made are our own table and rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays

from ifi.law.loader.nodes import Place
from ifi.law.loader.norm_files import read_citation
from ifi.law.norms import Act, Norm, Text
from ifi.law.working_days import NEXT_WORKING_DAY, Holiday, Move, WorkingDays

_ESTIMATED = " (estimated)"
_APART = "; "  # the library joins the names of holidays that fall on one day


@dataclass(frozen=True, slots=True)
class _Name:
    words: Text
    goes_on: bool


def read_working_days(place: Place, acts: Mapping[str, Act]) -> WorkingDays:
    """The days off of Kazakhstan. Raises NormFileBad."""
    fields = place.fields(("rule", "observed", "checked_through", "names", "confirmed", "changed", "moved"))
    observed = fields["observed"].fields(("act", "article", "confidence"))
    names = {key: _read_name(entry) for key, entry in fields["names"].items()}
    confirmed = frozenset(_read_confirmed(entry, acts) for entry in fields["confirmed"].each())
    changed = tuple(_read_change(entry, names, acts) for entry in fields["changed"].each())
    through = fields["checked_through"].text()
    if not through.isdigit():
        fields["checked_through"].refuse("a year as quoted text is wanted")

    @cache
    def holidays_of(year: int) -> tuple[Holiday, ...]:
        return _holidays_of(year, names, confirmed, changed)

    return WorkingDays(
        holidays_of=holidays_of,
        moves=_read_moves(fields["moved"], acts),
        rule=_read_rule(fields["rule"], acts),
        observed=read_citation(fields["observed"], observed, acts),
        checked_through=int(through),
    )


def _read_rule(place: Place, acts: Mapping[str, Act]) -> Norm:
    fields = place.fields(("from", "value", "act", "article", "confidence", "note"))
    if fields["value"].text() != NEXT_WORKING_DAY:
        fields["value"].refuse(f"the rule cannot be “{fields['value'].text()}”: {NEXT_WORKING_DAY} is wanted")
    return Norm(
        name="term_on_day_off",
        value=NEXT_WORKING_DAY,
        valid_from=fields["from"].day(),
        valid_to=None,
        citation=read_citation(place, fields, acts),
        note=fields["note"].texts(),
    )


def _read_name(place: Place) -> _Name:
    """The words of a holiday, and whether the next working day is off too when it falls on a day off."""
    fields = place.fields(("kk", "ru", "en", "goes_on"))
    words = Text(kk=fields["kk"].text(), ru=fields["ru"].text(), en=fields["en"].text())
    return _Name(words, fields["goes_on"].flag())


def _read_change(place: Place, names: Mapping[str, _Name], acts: Mapping[str, Act]) -> Holiday:
    """A holiday that was held to be one for a time only."""
    fields = place.fields(("day", "name", "act", "confidence"), ("known_from", "known_until"))
    read_citation(place, fields, acts)
    name = fields["name"].text()
    if name not in names:
        fields["name"].refuse(f"“{name}” has no words under “names”")
    return Holiday(
        fields["day"].day(),
        names[name].words,
        names[name].goes_on,
        known_from=fields["known_from"].day() if "known_from" in fields else None,
        known_until=fields["known_until"].day() if "known_until" in fields else None,
    )


def _read_confirmed(place: Place, acts: Mapping[str, Act]) -> date:
    fields = place.fields(("day", "act", "confidence"))
    read_citation(place, fields, acts)
    return fields["day"].day()


def _read_moves(place: Place, acts: Mapping[str, Act]) -> tuple[Move, ...]:
    moves: list[Move] = []
    for entry in place.each():
        fields = entry.fields(("rest", "to", "known_from", "act", "confidence"))
        move = Move(
            fields["rest"].day(), fields["to"].day(), fields["known_from"].day(), read_citation(entry, fields, acts)
        )
        if move.to.weekday() >= 5:
            fields["to"].refuse(f"{move.to} is a weekend: a day of rest is moved to a working day")
        if any(move.rest == other.rest or move.to == other.to for other in moves):
            entry.refuse(f"{move.rest} or {move.to} is moved twice")
        moves.append(move)
    return tuple(moves)


def _holidays_of(
    year: int, names: Mapping[str, _Name], confirmed: frozenset[date], changed: tuple[Holiday, ...]
) -> tuple[Holiday, ...]:
    changed_days = {holiday.day for holiday in changed}
    found = [holiday for holiday in changed if holiday.day.year == year]
    for day, joined in holidays.country_holidays("KZ", years=year, observed=False, language="en_US").items():
        for label in joined.split(_APART):
            name = label.removesuffix(_ESTIMATED)
            if day in changed_days or day.year != year or name not in names:
                continue  # a moved day: ours is the table that says by which act
            estimated = label.endswith(_ESTIMATED) and day not in confirmed
            found.append(Holiday(day, names[name].words, names[name].goes_on, estimated))
    return tuple(sorted(found, key=lambda holiday: holiday.day))
