"""Events of calendars as values, and what changed between what calendars showed and what holds now. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

Parameters = Mapping[str, object]  # JSON values


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event. `uid` stays the same whatever moves; `code` and `parameters` are its words, `address` its page
    without the language. `topics`: the calendars that it stands in."""

    uid: str
    code: str
    day: date
    topics: tuple[str, ...]
    parameters: Parameters = field(default_factory=dict)
    address: str = ""

    def digest(self) -> str:
        """Differs as soon as anything that a calendar shows does."""
        shown = [self.code, self.day.isoformat(), sorted(self.topics), dict(self.parameters), self.address]
        return sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Shown:
    """The newest state of an event as calendars show it."""

    sequence: int
    day: date
    digest: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The next state of an event; `event` is None where it does not take place any more."""

    uid: str
    sequence: int
    event: Event | None


def changes(shown: Mapping[str, Shown], found: Iterable[Event], *, on: date) -> tuple[Change, ...]:
    """What must be written so that calendars show what was found: nothing where nothing differs.

    A new event begins with sequence 0; each later state has the next number. An event that is not found any more is
    cancelled, unless its day has passed: a source need not tell of the past. Raises ValueError for a uid found twice.
    """
    events: dict[str, Event] = {}
    for event in found:
        if events.setdefault(event.uid, event) is not event:
            raise ValueError(f"the event {event.uid!r} was found twice")
    new = [Change(uid, 0, event) for uid, event in events.items() if uid not in shown]
    moved = [
        Change(uid, shown[uid].sequence + 1, event)
        for uid, event in events.items()
        if uid in shown and (shown[uid].digest != event.digest() or shown[uid].is_cancelled)
    ]
    gone = [
        Change(uid, state.sequence + 1, None)
        for uid, state in shown.items()
        if uid not in events and not state.is_cancelled and state.day >= on
    ]
    return (*new, *moved, *gone)


def is_public(topics: Collection[str]) -> bool:
    """Whether anyone may see an event of these topics: none of them is that of one organisation's own calendar."""
    return all(not topic.startswith("organisation/") for topic in topics)
