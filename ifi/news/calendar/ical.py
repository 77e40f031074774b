"""From stored events to a calendar file (RFC 5545, RFC 7986)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from icalendar import Alarm, Calendar, Event, Timezone, vDuration, vText

from ifi.news.calendar.sources import kind_of
from ifi.news.calendar.values import is_public
from ifi.news.models import CalendarEvent

ZONE = ZoneInfo("Asia/Almaty")
CONTENT_TYPE = "text/calendar; charset=utf-8"
_REFRESH = timedelta(hours=12)
_ALARMS = (timedelta(days=14), timedelta(days=3))
_DAY_BEGINS, _DAY_ENDS = time(9), time(18)  # office hours: a deadline stands in the calendar as a working day
_ZONE_SINCE, _ZONE_UNTIL = date(2023, 1, 1), date(2038, 1, 1)  # UTC+6 until 29.02.2024, UTC+5 since
_UID_DOMAIN = "ifi.invalid"  # a reserved domain, so that the identifiers are nobody else's


def calendar_file(name: str, events: Iterable[CalendarEvent], site: str) -> bytes:
    """The calendar in the language that is active. `site`: `https://host`, where the pages of the events are."""
    calendar = Calendar()
    calendar.add("prodid", f"-//IFI//{name}//{(get_language() or 'en')[:2].upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for named in ("name", "x-wr-calname"):
        calendar.add(named, vText(name))  # the library does not know these as texts and would not escape them
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    calendar.add_component(Timezone.from_tzid(ZONE.key, first_date=_ZONE_SINCE, last_date=_ZONE_UNTIL))
    for event in events:
        calendar.add_component(_component(event, site))
    return bytes(calendar.to_ical())


def title_of(event: CalendarEvent) -> str:
    return _say(kind_of(event.code).title, event)


def text_of(event: CalendarEvent) -> str:
    return _say(kind_of(event.code).text, event)


def _component(event: CalendarEvent, site: str) -> Event:
    shown, title = Event(), title_of(event)
    address = f"{site}/{(get_language() or 'en')[:2]}/{event.address}" if event.address else ""
    shown.add("uid", f"{event.uid}@{_UID_DOMAIN}")
    shown.add("sequence", event.sequence)
    shown.add("dtstamp", event.recorded_at)
    shown.add("last-modified", event.recorded_at)
    shown.add("dtstart", datetime.combine(event.day, _DAY_BEGINS, ZONE))
    shown.add("dtend", datetime.combine(event.day, _DAY_ENDS, ZONE))
    shown.add("summary", title)
    shown.add("description", "\n".join(part for part in (text_of(event), address) if part))
    shown.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    shown.add("transp", "TRANSPARENT")
    shown.add("class", "PUBLIC" if is_public(event.topics) else "PRIVATE")
    if address:
        shown.add("url", address)
    for before in () if event.is_cancelled else _ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", vText(title))
        alarm.add("trigger", -before)
        shown.add_component(alarm)
    return shown


def _say(template: object, event: CalendarEvent) -> str:
    """The template with its places filled in the reader's language."""
    says, text = kind_of(event.code).parameters, str(template)
    places = {name for _, name, _, _ in Formatter().parse(text) if name}
    return text.format_map({name: says[name](event.parameters[name]) for name in places})
