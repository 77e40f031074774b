"""Where events come from, what they say, and whom they concern. Rooms register theirs at start-up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

from ifi.news.calendar.values import Event

Source = Callable[[date], Iterable[Event]]  # today → events from then on, as they hold now
Concern = Callable[[int, date], Iterable[str]]  # id of a person, today → topics of their own calendar
Say = Callable[[object], str]  # a stored parameter → how the reader's language writes it


@dataclass(frozen=True, slots=True)
class EventKind:
    """The words of a kind of event: templates with `{parameter}` places, `parameters` says how each is written."""

    code: str
    title: Promise | str
    text: Promise | str
    parameters: Mapping[str, Say] = field(default_factory=dict)


class Group(StrEnum):
    """Where a public calendar stands on the page, in this order."""

    ALL = "all"
    INDUSTRY = "industry"
    TOPIC = "topic"
    AUTHORITY = "authority"
    REGIME = "regime"


@dataclass(frozen=True, slots=True)
class PublicCalendar:
    """A calendar that anyone may subscribe to, named in the reader's language."""

    topic: str
    label: str
    group: Group


_sources: dict[str, Source] = {}
_concerns: dict[str, Concern] = {}
_kinds: dict[str, EventKind] = {}
_unknown: dict[str, Callable[[date], Mapping[str, str]]] = {}
_calendars: dict[str, tuple[int, Callable[[], Iterable[PublicCalendar]]]] = {}


def register(name: str, source: Source) -> None:
    """Add a source of events. A name has one owner: ValueError."""
    if _sources.setdefault(name, source) is not source:
        raise ValueError(f"the source {name!r} has two owners")


def register_concern(name: str, concern: Concern) -> None:
    """Say which topics stand in a person's own calendar."""
    _concerns[name] = concern


def register_kinds(*kinds: EventKind) -> None:
    for kind in kinds:
        _kinds[kind.code] = kind


def register_calendars(name: str, calendars: Callable[[], Iterable[PublicCalendar]], *, order: int) -> None:
    """Add public calendars: 10 by topic, 20 by authority and regime."""
    _calendars[name] = (order, calendars)


def register_unknown(name: str, unknown: Callable[[date], Mapping[str, str]]) -> None:
    """Say of which topics a deadline is not known, and why: topic → a sentence in the reader's language."""
    _unknown[name] = unknown


def unknown_deadlines(on: date) -> Mapping[str, str]:
    return {topic: why for unknown in _unknown.values() for topic, why in unknown(on).items()}


def sources() -> Mapping[str, Source]:
    return dict(_sources)


def kind_of(code: str) -> EventKind:
    """The words of a kind. KeyError: a source made events of a kind that nobody registered."""
    return _kinds[code]


def concerns_of(person_id: int, on: date) -> tuple[str, ...]:
    """Every topic of a person's own calendar, each once."""
    return tuple(dict.fromkeys(topic for concern in _concerns.values() for topic in concern(person_id, on)))


def public_calendars() -> tuple[PublicCalendar, ...]:
    ordered = sorted(_calendars.values(), key=lambda entry: entry[0])
    return tuple(calendar for _, calendars in ordered for calendar in calendars())
