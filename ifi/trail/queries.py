"""Acts that a reader may see: of one object, or by person, event and time. Never writes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ifi.accounts.rights import Permission, acts_for, may
from ifi.audit.models import Leaf, Mention, Record, TreeHead
from ifi.core.targets import Target
from ifi.trail.concern import is_concerned

PAGE = 50
SECURITY_KINDS = ("person", "people")
_REGISTER = ("organisation", "right")


@dataclass(frozen=True, slots=True)
class Act:
    """One record as it is read: who, when, what, to what, and what changed."""

    number: int
    at: datetime
    event: str
    target: Target
    person: int | None
    organisation: int | None
    said: dict[str, Any]

    @property
    def also(self) -> tuple[Target, ...]:
        return tuple(Target(kind, key) for kind, key in self.said.get("also", ()))


@dataclass(frozen=True, slots=True)
class Selection:
    """What is looked for: acts on any of the objects, by any of the people. What is None or empty does not narrow.
    Days are Kazakhstan's, both inclusive."""

    targets: tuple[Target, ...] = ()
    people: tuple[int, ...] = ()
    event: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `after` leads to older acts, `before` to newer ones."""

    acts: tuple[Act, ...]
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands in the tree, and the newest published head that holds it."""

    place: int | None
    head: TreeHead | None = field(default=None)


def may_see_history(target: Target, reader: object) -> bool:
    """Whether every act on the object is the reader's business, whoever did it."""
    return (
        may(reader, Permission.AUDIT_SEE)
        or (target.kind in SECURITY_KINDS and may(reader, Permission.ACCOUNTS_EDIT))
        or is_concerned(target, reader)
    )


def find(selection: Selection, *, reader: object, after: int | None = None, before: int | None = None) -> Page:
    """One page of the acts that the reader may see."""
    rows = _selected(selection, reader)
    if before is not None:
        found = list(reversed(rows.filter(pk__gt=before).order_by("pk")[: PAGE + 1]))
        more_newer, found = len(found) > PAGE, found[-PAGE:]
        more_older = bool(found)
    else:
        found = list((rows.filter(pk__lt=after) if after is not None else rows).order_by("-pk")[: PAGE + 1])
        more_older, found = len(found) > PAGE, found[:PAGE]
        more_newer = after is not None
    return Page(
        tuple(_act(row) for row in found),
        after=found[-1].pk if found and more_older else None,
        before=found[0].pk if found and more_newer else None,
    )


def all_acts(selection: Selection, *, reader: object) -> Iterator[list[Act]]:
    """Every act of the selection, oldest first, in batches."""
    last = 0
    while rows := list(_selected(selection, reader).filter(pk__gt=last).order_by("pk")[:1000]):
        last = rows[-1].pk
        yield [_act(row) for row in rows]


def act_numbered(number: int, *, reader: object) -> Act | None:
    """The act, if the reader may see it; else None."""
    row = Record.objects.filter(pk=number).first()
    if row is None:
        return None
    act = _act(row)
    allowed = _own(reader) & Q(pk=number)
    mentioned = act.also if act.target.kind in _REGISTER or not _is_bound(reader) else ()
    if any(may_see_history(target, reader) for target in (act.target, *mentioned)):
        return act
    return act if Record.objects.filter(allowed).exists() else None


def place_of(number: int) -> Place:
    place = Leaf.objects.filter(record_id=number).values_list("place", flat=True).first()
    if place is None:
        return Place(None)
    return Place(place, TreeHead.objects.filter(size__gt=place).order_by("-size", "-pk").first())


def published_heads(limit: int | None = None) -> Sequence[TreeHead]:
    return list(TreeHead.objects.order_by("-size", "-pk")[:limit])


def _selected(selection: Selection, reader: object) -> QuerySet[Record]:
    wanted: Any = Q()
    if selection.targets:
        wanted = Q(pk__in=())
        for target in selection.targets:
            wanted |= _on(target, reader)
    else:
        wanted &= _own(reader)
    if selection.people:
        wanted &= Q(person__in=selection.people)
    if selection.event:
        wanted &= Q(event=selection.event)
    if selection.since is not None:
        wanted &= Q(at__gte=_midnight(selection.since))
    if selection.until is not None:
        wanted &= Q(at__lt=_midnight(selection.until + timedelta(days=1)))
    return Record.objects.filter(wanted)


def _on(target: Target, reader: object) -> Any:
    """Acts on the object that the reader may see."""
    mentioned = Mention.objects.filter(record=OuterRef("pk"), kind=target.kind, key=target.key)
    wanted: Any = Q(target_kind=target.kind, target_key=target.key) | Exists(mentioned)
    if target.kind == "organisation" and _is_bound(reader):
        wanted &= Q(target_kind__in=_REGISTER)
    return wanted if may_see_history(target, reader) else wanted & _own(reader)


def _is_bound(reader: object) -> bool:
    """An officer of one authority: figures of the same organisation's duties to another authority stay closed."""
    return bool(getattr(reader, "authority", "")) and not may(reader, Permission.AUDIT_SEE)


def _own(reader: object) -> Q:
    """What the reader did, what was done for the reader's organisation, and security for administrators."""
    if may(reader, Permission.AUDIT_SEE):
        return Q()
    person = getattr(reader, "pk", None)
    if person is None:
        return Q(pk__in=())
    allowed = Q(person=person)
    organisation = acts_for(reader)
    if organisation is not None and may(reader, Permission.OWN_TRAIL_SEE):
        allowed |= Q(organisation=organisation)
    if may(reader, Permission.ACCOUNTS_EDIT):
        allowed |= Q(target_kind__in=SECURITY_KINDS)
    return allowed


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _act(row: Record) -> Act:
    target = Target(row.target_kind, row.target_key)
    return Act(row.pk, row.at, row.event, target, row.person, row.organisation, json.loads(bytes(row.body)))
