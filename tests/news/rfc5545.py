"""A strict reader of calendar files, written from RFC 5545 and 7986 and apart from the library that writes ours.

It refuses what a lenient program would let pass: line ends, folds, grammar, missing properties, unknown zones.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

LONGEST_LINE = 75  # octets, the line end not counted
_LINE = re.compile(r'(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)', re.S)
_PARAMETER = re.compile(r';([A-Z0-9-]+)=(?:"([^"]*)"|([^";:,]*))')
_TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,Nn])*")
_DURATION = re.compile(r"[+-]?P(?=.)(?:(\d+)W|(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})")
_TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID", "PRODID"}
_REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SEQUENCE"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
_SEVERAL = {"RDATE", "CATEGORIES"}


class Malformed(Exception):
    """What is wrong, and where."""


@dataclass
class Part:
    """A component: its properties as value and parameters, and the components in it."""

    name: str
    properties: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.properties[name][0]

    def text(self, name: str) -> str:
        """With its escapes undone."""
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value(name))

    def of(self, name: str) -> list["Part"]:
        return [part for part in self.parts if part.name == name]


def parse(content: bytes) -> Part:
    """The calendar. Raises Malformed."""
    whole, open_parts = None, []
    for line in _lines(content):
        found = _LINE.fullmatch(line)
        if found is None:
            raise Malformed(f"no property: {line!r}")
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            open_parts.append(Part(value))
        elif name == "END":
            part = open_parts.pop()
            if part.name != value:
                raise Malformed(f"{part.name} ends as {value}")
            _check(part)
            if open_parts:
                open_parts[-1].parts.append(part)
            else:
                whole = part
        else:
            _add(open_parts[-1], name, value, found["parameters"])
    if open_parts or whole is None or whole.name != "VCALENDAR":
        raise Malformed("no whole calendar")
    _check_whole(whole)
    return whole


def moment_of(calendar: Part, event: Part, name: str) -> datetime:
    """In UTC, by the rules of the zone that stand in the file itself."""
    value, parameters = event.properties[name]
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = _by_the_clock(value)
    (zone,) = [one for one in calendar.of("VTIMEZONE") if one.value("TZID") == parameters["TZID"]]
    begun = [one for one in zone.parts if _by_the_clock(one.value("DTSTART")) <= local]
    if not begun:
        raise Malformed(f"the zone says nothing about {value}")
    newest = max(begun, key=lambda one: one.value("DTSTART"))
    return local - _offset(newest.value("TZOFFSETTO"))


def _by_the_clock(value: str) -> datetime:
    """What the clock on the wall shows, written as if it were UTC."""
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def duration_of(value: str) -> timedelta:
    found = _DURATION.fullmatch(value)
    if found is None:
        raise Malformed(f"no duration: {value!r}")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    whole = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -whole if value.startswith("-") else whole


def _lines(content: bytes) -> list[str]:
    if (
        not content.endswith(b"\r\n")
        or b"\n" in content.replace(b"\r\n", b"")
        or b"\r" in content.replace(b"\r\n", b"")
    ):
        raise Malformed("lines end with CR LF and nothing else")
    raw = content[:-2].split(b"\r\n")
    for line in raw:
        if len(line) > LONGEST_LINE:
            raise Malformed(f"{len(line)} octets in a line")
        line.decode("utf-8")  # a fold must not cut a letter in two
    return content[:-2].decode("utf-8").replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")


def _add(part: Part, name: str, value: str, parameters: str) -> None:
    if name in part.properties and name not in _SEVERAL:
        raise Malformed(f"{name} twice in {part.name}")
    if name in _TEXTS and not _TEXT.fullmatch(value):
        raise Malformed(f"{name}: {value!r} is not escaped")
    part.properties[name] = value, {key: quoted or plain for key, quoted, plain in _PARAMETER.findall(parameters)}


def _check(part: Part) -> None:
    missing = _REQUIRED.get(part.name, set()) - set(part.properties)
    if missing:
        raise Malformed(f"{part.name} lacks {sorted(missing)}")


def _check_whole(calendar: Part) -> None:
    if calendar.value("VERSION") != "2.0" or "METHOD" not in calendar.properties:
        raise Malformed("version 2.0 with a method")
    events = calendar.of("VEVENT")
    if len({event.value("UID") for event in events}) != len(events):
        raise Malformed("one identifier stands for two events")
    for event in events:
        if not event.value("DTSTAMP").endswith("Z"):
            raise Malformed("DTSTAMP is in UTC")
        if moment_of(calendar, event, "DTSTART") >= moment_of(calendar, event, "DTEND"):
            raise Malformed("it ends before it begins")
        if event.value("STATUS") not in {"TENTATIVE", "CONFIRMED", "CANCELLED"}:
            raise Malformed(event.value("STATUS"))
        int(event.value("SEQUENCE"))
        for alarm in event.of("VALARM"):
            duration_of(alarm.value("TRIGGER"))


def _offset(value: str) -> timedelta:
    found = _OFFSET.fullmatch(value)
    if found is None:
        raise Malformed(f"no offset: {value!r}")
    whole = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -whole if found[1] == "-" else whole
