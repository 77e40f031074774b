"""What a calendar holds; reading never writes, so that many programs may ask often."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from ifi.news.calendar.sources import concerns_of, public_calendars
from ifi.news.models import CalendarEvent, CalendarFeed

KEPT_YEARS = 2  # events older than this are not in calendars any more


@dataclass(frozen=True, slots=True)
class State:
    """By which a program knows whether anything changed: the newest state in the calendar, and its moment."""

    newest: int
    changed_at: datetime | None


def events_of(topics: Collection[str], *, on: date) -> tuple[CalendarEvent, ...]:
    """The newest states of events in any of the topics, earliest first. `on`: today."""
    return tuple(_newest(topics, on).order_by("day", "uid"))


def state_of(topics: Collection[str], *, on: date) -> State:
    """One aggregate; both are empty where the calendar is."""
    found = _newest(topics, on).aggregate(newest=Max("pk"), changed_at=Max("recorded_at"))
    return State(found["newest"] or 0, found["changed_at"])


def _newest(topics: Collection[str], on: date) -> QuerySet[CalendarEvent]:
    since = on.replace(year=on.year - KEPT_YEARS, month=1, day=1)
    return CalendarEvent.objects.filter(is_newest=True, topics__overlap=list(topics), day__gte=since)


def knows_public(topic: str) -> bool:
    """Whether anyone may subscribe to the calendar of this topic."""
    return any(calendar.topic == topic for calendar in public_calendars())


def feed_of(person_id: int) -> CalendarFeed | None:
    """The person's own calendar, where one was made and not revoked."""
    return CalendarFeed.objects.filter(person=person_id, revoked_at=None).first()


@dataclass(frozen=True, slots=True)
class PersonalCalendar:
    """`topics` is empty, and `is_gone` set, where the address was revoked or the person may not sign in any more."""

    feed_id: int
    is_gone: bool
    topics: tuple[str, ...] = ()


def personal_calendar(handle: UUID, *, on: date) -> PersonalCalendar | None:
    """The calendar behind a secret address; None: there never was one."""
    feed = CalendarFeed.objects.select_related("person").filter(handle=handle).first()
    if feed is None:
        return None
    if feed.revoked_at is not None or not feed.person.is_active:
        return PersonalCalendar(feed.pk, is_gone=True)
    return PersonalCalendar(feed.pk, is_gone=False, topics=concerns_of(feed.person_id, on))


def next_events(topics: Collection[str], *, on: date, limit: int = 10) -> tuple[CalendarEvent, ...]:
    """The nearest events that still take place."""
    coming = _newest(topics, on).filter(is_cancelled=False, day__gte=on)
    return tuple(coming.order_by("day", "uid")[:limit])
