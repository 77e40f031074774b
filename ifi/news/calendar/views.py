"""Calendar files, the page on how to subscribe, and the page of one's own calendar."""

from collections.abc import Collection
from datetime import date
from hashlib import sha256
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ifi.accounts.models import User
from ifi.news.calendar import ical
from ifi.news.calendar.queries import (
    State,
    events_of,
    feed_of,
    knows_public,
    next_events,
    personal_calendar,
    state_of,
)
from ifi.news.calendar.services import make_feed, revoke_feed
from ifi.news.calendar.sources import Group, PublicCalendar, concerns_of, public_calendars, unknown_deadlines
from ifi.news.models import CalendarEvent
from ifi.news.views import language
from ifi.notices.links import Purpose, handle_of, token_of

_GROUPS = {
    Group.ALL: gettext_lazy("Everything"),
    Group.INDUSTRY: gettext_lazy("By industry"),
    Group.TOPIC: gettext_lazy("By topic"),
    Group.AUTHORITY: gettext_lazy("By authority"),
    Group.REGIME: gettext_lazy("By regime of law"),
}
_SHOWN, _LOOKED_AT = 10, 200  # the nearest deadlines on the page, and those among which each calendar's next is found
_FORMAT = "3"  # grows when the same events are written in another way


@require_safe
def public_file(request: HttpRequest, topic: str) -> HttpResponse:
    """The calendar of a topic, for everyone."""
    if not knows_public(topic):
        raise Http404
    label = next(calendar.label for calendar in public_calendars() if calendar.topic == topic)
    return _file(request, (topic,), name=label, cache="public, max-age=900")


@require_safe
def personal_file(request: HttpRequest, token: str) -> HttpResponse:
    """A person's own calendar. The address is the secret: nobody signs in here."""
    handle = handle_of(Purpose.CALENDAR, token)
    found = personal_calendar(handle, on=timezone.localdate()) if handle else None
    if found is None:
        raise Http404
    if found.is_gone:
        response = HttpResponse(_("This calendar is not kept any more."), status=410, content_type="text/plain")
        response.headers["Cache-Control"] = "private, no-store"
        return response
    return _file(request, found.topics, name=_("IFI: my deadlines"), cache="private, no-cache", salt=str(found.feed_id))


def _file(request: HttpRequest, topics: Collection[str], *, name: str, cache: str, salt: str = "") -> HttpResponse:
    """Cheap to ask for again: one aggregate tells whether anything changed since the program's last copy."""
    on = timezone.localdate()
    state = state_of(topics, on=on)
    etag, modified = _etag(state, topics, on, salt), state.changed_at
    response = get_conditional_response(
        request, etag=etag, last_modified=int(modified.timestamp()) if modified else None
    )
    if response is None:
        site = f"{request.scheme}://{request.get_host()}"
        body = ical.calendar_file(name, events_of(topics, on=on), site)
        response = HttpResponse(body, content_type=ical.CONTENT_TYPE)
        response.headers["Content-Disposition"] = 'inline; filename="ifi.ics"'
    response.headers["ETag"] = etag
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    response.headers["Cache-Control"] = cache
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _etag(state: State, topics: Collection[str], on: date, salt: str) -> str:
    parts = (_FORMAT, language(), salt, on.year, state.newest, *sorted(topics))
    return quote_etag(sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32])


def subscribe(request: HttpRequest) -> HttpResponse:
    """The calendars that anyone may subscribe to, and how it is done on a phone and in Outlook."""
    on, calendars = timezone.localdate(), public_calendars()
    coming = next_events(tuple(calendar.topic for calendar in calendars), on=on, limit=_LOOKED_AT)
    unknown = unknown_deadlines(on)
    shown = [_shown(request, calendar, coming, unknown.get(calendar.topic, "")) for calendar in calendars]
    groups = [(name, [one for one in shown if one["group"] is group]) for group, name in _GROUPS.items()]
    context = {"groups": groups, "coming": [(event, ical.title_of(event)) for event in coming[:_SHOWN]]}
    return render(request, "news/calendars.html", context)


def _shown(
    request: HttpRequest, calendar: PublicCalendar, coming: Collection[CalendarEvent], unknown: str
) -> dict[str, object]:
    """A line of the page: the address, the same for programs that subscribe by a click, and what comes next."""
    address = request.build_absolute_uri(reverse("news:calendar_file", args=[calendar.topic]))
    nearest = next((event for event in coming if calendar.topic in event.topics), None)
    return {
        "group": calendar.group,
        "topic": calendar.topic,
        "label": calendar.label,
        "address": address,
        "by_click": f"webcal://{address.split('://', 1)[1]}",
        "next": nearest,
        "next_title": ical.title_of(nearest) if nearest else "",
        "unknown": unknown,
    }


def my_calendar(request: HttpRequest) -> HttpResponse:
    """One's own calendar: its secret address, a new one, none."""
    person = cast(User, request.user)
    feed = feed_of(person.pk)
    address = reverse("news:personal_file", args=[token_of(Purpose.CALENDAR, feed.handle)]) if feed else ""
    on = timezone.localdate()
    events = next_events(concerns_of(person.pk, on), on=on)
    context = {
        "feed": feed,
        "address": request.build_absolute_uri(address) if address else "",
        "coming": [(event, ical.title_of(event), ical.text_of(event)) for event in events],
    }
    return render(request, "news/my_calendar.html", context)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new secret address; the one before is gone."""
    make_feed(by=cast(User, request.user), on=timezone.localdate())
    return redirect("news:my_calendar")


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """No address any more."""
    revoke_feed(by=cast(User, request.user), on=timezone.localdate())
    return redirect("news:my_calendar")
