"""The norms, shaped for a page. Dates and the language are arguments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from ifi.law.facts import Citation, Confidence
from ifi.law.loader import load_book, load_words
from ifi.law.norms import Norm, Regime, Timeline, value_on
from ifi.portal.law.groups import GROUPS

COMMON = "kz.common"  # the norms that every regime shares
UNSURE = (Confidence.M, Confidence.READING)
_DAY_OF_YEAR = re.compile(r"(?P<month>\d{2})-(?P<day>\d{2})")


@dataclass(frozen=True, slots=True)
class NormLine:
    """One value of a norm in the reader's language. `value` is empty where the norm is not known."""

    name: str
    label: str
    value: str
    otherwise: str
    valid_from: date | None
    valid_to: date | None
    day_as_known: str
    citation: Citation

    @property
    def is_known(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class NormHistory:
    """The value on the day (None: no value holds then) and the values of other days, earliest first."""

    name: str
    label: str
    present: NormLine | None
    others: tuple[NormLine, ...]


@dataclass(frozen=True, slots=True)
class NormGroup:
    label: Promise
    norms: tuple[NormHistory, ...]


@dataclass(frozen=True, slots=True)
class RegimeLine:
    """A regime as the list shows it; `rate` and `base` are None where they depend on the mineral."""

    code: str
    title: str
    summary: str
    rate: NormLine | None
    base: NormLine | None


@dataclass(frozen=True, slots=True)
class Where:
    """A regime, and the mineral where its norms depend on one."""

    regime: str
    title: str
    mineral: str
    mineral_name: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """A norm that is not known, or is known without a confirmed source, and the regimes in which it is so."""

    line: NormLine
    places: tuple[Where, ...]


def regimes(*, on: date, language: str) -> tuple[RegimeLine, ...]:
    """Every regime a right can have."""
    return tuple(
        RegimeLine(
            regime.code,
            regime.title.say(language),
            regime.summary.say(language),
            _line_of(regime, "rate", on, language),
            _line_of(regime, "base_type", on, language),
        )
        for regime in load_book().regimes.values()
        if regime.code != COMMON
    )


def groups(*, code: str, mineral: str | None, on: date, language: str) -> tuple[NormGroup, ...]:
    """The norms of a regime on a day, by subject. Raises a LawError for an unknown regime or mineral."""
    book = load_book()
    regime = book.regime(code)
    chosen = book.mineral(regime, mineral)
    found = []
    for group in GROUPS:
        histories = [
            _history(name, line, on, language)
            for name in group.norms
            if (line := regime.timelines.get((name, chosen)) or regime.timelines.get((name, None)))
        ]
        if histories:
            found.append(NormGroup(group.label, tuple(histories)))
    return tuple(found)


def unsure(*, on: date, language: str) -> tuple[tuple[Unsure, ...], tuple[Unsure, ...]]:
    """The norms that are not known on the day, and those whose source is not confirmed; the same norm once."""
    found: dict[NormLine, list[Where]] = {}
    for regime, mineral, norm in _norms_on(on):
        if norm.value is None or norm.citation.confidence in UNSURE:
            name = load_words().say_value("mineral", mineral, language) if mineral else ""
            where = Where(regime.code, regime.title.say(language), mineral or "", name)
            found.setdefault(_line(norm, language), []).append(where)
    items = [Unsure(line, tuple(places)) for line, places in found.items()]
    return (
        tuple(item for item in items if not item.line.is_known),
        tuple(item for item in items if item.line.is_known),
    )


def _norms_on(on: date) -> Iterator[tuple[Regime, str | None, Norm]]:
    """Each norm once: a value that the regimes share is told with the shared ones."""
    book = load_book()
    common = {norm for line in book.regimes[COMMON].timelines.values() for norm in line}
    for regime in book.regimes.values():
        for (_, mineral), line in regime.timelines.items():
            norm = value_on(line, on)
            if norm is not None and (regime.code == COMMON or norm not in common):
                yield regime, mineral, norm


def _line_of(regime: Regime, name: str, on: date, language: str) -> NormLine | None:
    """The value that holds for every mineral of the regime; None where minerals differ."""
    lines = [line for (norm, _), line in regime.timelines.items() if norm == name]
    values = {_line(norm, language) for line in lines if (norm := value_on(line, on))}
    return values.pop() if len(values) == 1 else None


def _history(name: str, line: Timeline, on: date, language: str) -> NormHistory:
    present = value_on(line, on)
    return NormHistory(
        name,
        load_words().say_value("norm", name, language),
        _line(present, language) if present else None,
        tuple(_line(norm, language) for norm in line if norm is not present),
    )


def _line(norm: Norm, language: str) -> NormLine:
    words = load_words()
    return NormLine(
        norm.name,
        words.say_value("norm", norm.name, language),
        _say_value(norm, language),
        "" if norm.otherwise is None else words.say_norm_value(norm.name, norm.otherwise, language),
        norm.valid_from,
        norm.valid_to,
        _say_partial_day(norm.day_as_known),
        norm.citation,
    )


def _say_partial_day(day: str) -> str:
    """`2020-07-??` as `07.2020`: what the sources give of a day."""
    return ".".join(part for part in reversed(day.split("-")) if "?" not in part)


def _say_value(norm: Norm, language: str) -> str:
    """The value in words; a day of the year as `30.04`."""
    if norm.value is None:
        return ""
    if isinstance(norm.value, str) and (day := _DAY_OF_YEAR.fullmatch(norm.value)):
        return f"{day['day']}.{day['month']}"
    return load_words().say_norm_value(norm.name, norm.value, language)
