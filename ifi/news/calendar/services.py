"""Keeping calendars in step with what holds, and the secret address of a person's own."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from ifi.accounts.models import User
from ifi.audit.services import record
from ifi.core.errors import NotAllowed
from ifi.core.targets import Target
from ifi.news.calendar.sources import Source, sources
from ifi.news.calendar.values import Change, Event, Shown, changes
from ifi.news.models import CalendarEvent, CalendarFeed

_LOCK = 20241801  # any number, the same for all who refresh


def refresh_calendars(*, on: date) -> int:
    """Write what changed in every source since the last time; how many states of events were written.

    May run twice, and at once: the second finds nothing to write.
    """
    return sum(refresh_source(name, source, on=on) for name, source in sources().items())


@transaction.atomic
def refresh_source(name: str, source: Source, *, on: date) -> int:
    """The same for one source."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    newest = {row.uid: row for row in CalendarEvent.objects.filter(source=name, is_newest=True)}
    shown = {uid: Shown(row.sequence, row.day, row.digest, row.is_cancelled) for uid, row in newest.items()}
    found = changes(shown, source(on), on=on)
    CalendarEvent.objects.filter(pk__in=[newest[change.uid].pk for change in found if change.sequence]).update(
        is_newest=False
    )
    CalendarEvent.objects.bulk_create(_rows(name, newest, found), batch_size=1000)
    return len(found)


def _rows(name: str, newest: dict[str, CalendarEvent], found: Iterable[Change]) -> Iterable[CalendarEvent]:
    for change in found:
        row = CalendarEvent(uid=change.uid, sequence=change.sequence, source=name)
        if change.event is not None:
            _fill(row, change.event)
        else:
            before = newest[change.uid]
            for field in ("code", "parameters", "day", "topics", "address", "digest"):
                setattr(row, field, getattr(before, field))
            row.is_cancelled = True
        yield row


def _fill(row: CalendarEvent, event: Event) -> None:
    row.code, row.day, row.address, row.digest = event.code, event.day, event.address, event.digest()
    row.parameters, row.topics = dict(event.parameters), list(event.topics)


@transaction.atomic
def make_feed(*, by: User, on: date) -> CalendarFeed:
    """A new secret address of one's own calendar; the one before answers no more."""
    _revoke(by, on)
    feed = CalendarFeed.objects.create(person=by)
    record("calendar.feed_made", Target.of("person", by.pk), by=by, on=on)
    return feed


@transaction.atomic
def revoke_feed(*, by: User, on: date) -> None:
    """The address of one's own calendar answers no more."""
    if _revoke(by, on):
        record("calendar.feed_revoked", Target.of("person", by.pk), by=by, on=on)


def _revoke(by: User, on: date) -> bool:
    if by.pk is None or not by.is_active:
        raise NotAllowed(permission="calendar")
    User.objects.select_for_update().get(pk=by.pk)
    return bool(CalendarFeed.objects.filter(person=by, revoked_at=None).update(revoked_at=timezone.now()))
