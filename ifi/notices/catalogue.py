"""Every notice and every topic that the system knows. Rooms add theirs at start-up from `<room>/notices.py`.

Nothing stored is a sentence: an outbox row holds a code and parameters, and the words of this catalogue are filled in
when somebody reads or is sent them, in that person's language.
"""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import get_language

from ifi.accounts.rights import Permission
from ifi.core import display

Entry = TypeVar("Entry")
Words = Promise | str
Say = Callable[[object], str]  # a stored parameter → how the reader's language writes it


class Channel(StrEnum):
    """A way to reach somebody. On the page a notice is read; the others carry it out of the system."""

    PAGE = "page"
    EMAIL = "email"
    TELEGRAM = "telegram"


OUTGOING = (Channel.EMAIL, Channel.TELEGRAM)


def language() -> str:
    return (get_language() or "en")[:2]


def as_text(value: object) -> str:
    return str(value)


def as_count(value: object) -> str:
    return display.show_count(int(str(value)), language())


def as_day(value: object) -> str:
    """From a stored `2026-11-24`."""
    return display.show_day(date.fromisoformat(str(value)))


def as_money(value: object) -> str:
    """From a stored `"1234.50"`, in tenge."""
    return display.show_money(Decimal(str(value)), language())


def _no_keys() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Topic:
    """What one may turn off, and, where it is public, what anyone may subscribe to.

    `keys`: for a topic with parts (industries, focus areas), key → name in the reader's language; one follows a part as
    `code/key`. `permission`: only people who hold it are concerned.
    """

    code: str
    label: Words
    hint: Words
    is_public: bool = False
    is_security: bool = False  # cannot be turned off
    keys: Callable[[], Mapping[str, str]] = _no_keys
    permission: Permission | None = None
    order: int = 50


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice.

    `title`, `text`: templates with `{parameter}` places; `{about}` is the object's name, as far as the reader may know
    it. `reason`: why somebody gets it, for "Why do I get this". `brief`: what Telegram carries, a neutral sentence
    without places: no sums, no names. Only where `is_public`, because the words are published anyway, may it have some.
    `parameters`: name → how its stored value is written. `channels`: used unless the person chose otherwise. `address`:
    where it leads, from the parameters; by default to the page of what it is about.
    """

    code: str
    topic: str
    title: Words
    text: Words
    reason: Words
    brief: Words
    parameters: Mapping[str, Say] = field(default_factory=dict)
    channels: frozenset[Channel] = frozenset({Channel.PAGE, Channel.EMAIL})
    address: Callable[[Mapping[str, object]], str] | None = None
    is_public: bool = False


_kinds: dict[str, NoticeKind] = {}
_topics: dict[str, Topic] = {}


def register(*entries: Topic | NoticeKind) -> None:
    """Add topics and kinds of notice. ValueError where a code has two owners or a template names unknown places."""
    for entry in entries:
        if isinstance(entry, Topic):
            _add(_topics, entry.code, entry)
        else:
            _check(entry)
            _add(_kinds, entry.code, entry)


def _add(table: dict[str, Entry], code: str, entry: Entry) -> None:
    if table.setdefault(code, entry) is not entry:
        raise ValueError(f"{code!r} has two owners")


def _check(kind: NoticeKind) -> None:
    known = {*kind.parameters, "about"}
    for template in (kind.title, kind.text, kind.reason, kind.brief):
        unknown = places_of(str(template)) - known
        if unknown:
            raise ValueError(f"{kind.code}: no parameter {sorted(unknown)}")
    if places_of(str(kind.brief)) and not kind.is_public:
        raise ValueError(f"{kind.code}: the sentence for Telegram has places; it must say nothing about anyone")


def places_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def kind_of(code: str) -> NoticeKind:
    """The entry of a code. KeyError: the room that announces it has not registered it."""
    return _kinds[code]


def knows(code: str) -> bool:
    return code in _kinds


def kinds() -> tuple[NoticeKind, ...]:
    return tuple(_kinds.values())


def topic_of(code: str) -> Topic:
    return _topics[code]


def knows_topic(code: str) -> bool:
    return code in _topics


def topics() -> tuple[Topic, ...]:
    """All topics in the order of the pages."""
    return tuple(sorted(_topics.values(), key=lambda topic: (topic.order, topic.code)))
