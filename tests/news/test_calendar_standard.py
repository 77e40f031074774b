"""Calendars by the letter of the standard, read by a parser of our own; and subscribing by industry."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ifi.law.facts import Citation
from ifi.law.loader import load_book
from ifi.law.working_days import Move
from ifi.news.calendar.services import refresh_calendars
from ifi.news.calendar.sources import public_calendars
from ifi.news.rules import Text
from ifi.news.services import withdraw_news
from ifi.news.topics import INDUSTRIES
from tests.news.conftest import ON, texts
from tests.news.rfc5545 import Malformed, duration_of, moment_of, parse

pytestmark = pytest.mark.django_db
MINING = "/{}/calendars/industry/mining.ics"
REPORT = "report-kz.solid_minerals-2026@ifi.invalid"
WHOLE = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:0\r\n"
    b"DTSTAMP:20261124T000000Z\r\nDTSTART:20261124T000000Z\r\nDTEND:20261125T000000Z\r\nSTATUS:CONFIRMED\r\n"
    b"SUMMARY:One\\, two\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def events(calendar):
    return {event.value("UID"): event for event in calendar.of("VEVENT")}


@pytest.mark.parametrize(
    ("found", "put"),
    [
        (b"\r\n", b"\n"),
        (b"VERSION:2.0\r\n", b""),
        (b"UID:1\r\n", b""),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nSEQUENCE:1\r\n"),
        (b"\\,", b","),
        (b"One", b"O" * 80),
        (b"DTEND:20261125", b"DTEND:20261123"),
        (b"END:VEVENT\r\n", b""),
        (b"SUMMARY:One\\, two", "SUMMARY:Қ".encode()[:-1] + b"\r\n " + "Қ".encode()[-1:]),
    ],
)
def test_the_parser_refuses_what_the_standard_forbids(found, put):
    assert parse(WHOLE).of("VEVENT")[0].text("SUMMARY") == "One, two"
    with pytest.raises((Malformed, UnicodeDecodeError)):
        parse(WHOLE.replace(found, put))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_public_calendar_keeps_the_standard_in_every_language(client, editor, make_news, language):
    words = Text("Ә;ғ, қ\\ң: " + "ұзақ тақырып " * 12, 'Сөз "тырнақшада"\r\nекінші жол', "x")
    item = make_news(texts=texts(kk=words), event_on=date(2026, 12, 14))
    make_news(event_on=date(2026, 12, 15))
    refresh_calendars(on=ON)
    withdraw_news(number=item.pk, by=editor, on=ON)
    read = {
        one.topic: parse(client.get(f"/{language}/calendars/{one.topic}.ics").content) for one in public_calendars()
    }
    assert len(events(read["all"])) >= 4
    if language == "kk":
        assert events(read["calls"])[f"news-{item.pk}@ifi.invalid"].text("SUMMARY").startswith("Ә;ғ, қ\\ң: ұзақ")


def test_an_industry_has_the_report_days_of_its_regimes_with_alarms_in_the_time_of_almaty(client):
    refresh_calendars(on=ON)
    calendar = parse(client.get(MINING.format("en")).content)
    event = events(calendar)[REPORT]
    assert event.properties["DTSTART"][1]["TZID"] == "Asia/Almaty"
    assert moment_of(calendar, event, "DTSTART") == datetime(2027, 4, 30, 4, tzinfo=UTC)  # nine o'clock, UTC+5
    triggers = [duration_of(alarm.value("TRIGGER")) for alarm in event.of("VALARM")]
    assert triggers == [-timedelta(days=14), -timedelta(days=3)]
    old = "report-kz.legacy_contract-solid-2026@ifi.invalid"
    assert "solid minerals" in events(calendar)[old].text("SUMMARY").lower()


def test_a_moved_deadline_keeps_its_identifier_in_the_industrys_calendar_and_counts_on(client, monkeypatch):
    refresh_calendars(on=ON)
    before = events(parse(client.get(MINING.format("ru")).content))
    move = Move(date(2027, 5, 8), date(2027, 4, 30), date(2026, 12, 1), Citation("moved_days_listed"))
    book = load_book()
    days = replace(book.working_days, moves=(*book.working_days.moves, move), _kept={})
    monkeypatch.setattr("ifi.obligations.calendar.load_working_days", lambda: days)
    refresh_calendars(on=ON)
    calendar = parse(client.get(MINING.format("ru")).content)
    after = events(calendar)
    assert set(before) == set(after)
    assert int(after[REPORT].value("SEQUENCE")) == int(before[REPORT].value("SEQUENCE")) + 1
    assert moment_of(calendar, after[REPORT], "DTSTART").date() == date(2027, 5, 4)
    unmoved = "report-kz.solid_minerals-2027@ifi.invalid"
    assert after[unmoved].value("SEQUENCE") == before[unmoved].value("SEQUENCE")


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_visitor_chooses_an_industry_and_subscribes_without_an_account(client, industry):
    refresh_calendars(on=ON)
    page = client.get("/en/calendars/").content.decode()
    assert "By industry" in page
    assert f"/en/calendars/industry/{industry}.ics" in page
    assert f"webcal://testserver/en/calendars/industry/{industry}.ics" in page
    assert parse(client.get(f"/en/calendars/industry/{industry}.ics").content)


def test_where_the_law_leaves_the_day_open_the_page_says_what_was_found(client):
    refresh_calendars(on=ON)
    page = client.get("/en/calendars/").content.decode()
    assert "The Code sets no day for the R&amp;D report" in page
    assert not events(parse(client.get("/en/calendars/industry/oil_gas.ics").content))
