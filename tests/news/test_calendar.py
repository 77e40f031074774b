"""Calendar files: what a program that subscribes gets, read back by a library, before and after something moved."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from django.urls import reverse
from icalendar import Calendar

from ifi.accounts.models import User
from ifi.audit.models import Record
from ifi.law.facts import Citation
from ifi.law.loader import load_book
from ifi.law.working_days import Move
from ifi.members.models import Membership, MembershipRole
from ifi.news.calendar.services import make_feed, refresh_calendars, revoke_feed
from ifi.news.models import CalendarEvent, CalendarFeed
from ifi.news.rules import Text
from ifi.news.services import withdraw_news
from ifi.notices.links import Purpose, token_of
from ifi.notices.models import Subscription
from ifi.obligations.models import DutyBalance
from tests.news.conftest import ON, texts
from tests.obligations.scene import a_scene

pytestmark = pytest.mark.django_db
PUBLIC = "/en/calendars/all.ics"


def read(answer):
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def events(answer):
    return {str(event["uid"]): event for event in read(answer).walk("VEVENT")}


def personal(person, language="kk"):
    feed = CalendarFeed.objects.get(person=person, revoked_at=None)
    return f"/{language}/calendars/own/{token_of(Purpose.CALENDAR, feed.handle)}.ics"


@pytest.fixture
def officer():
    return User.objects.create_user(
        "officer@example.kz", "a long password", name="Officer", roles=["officer"], authority="industry"
    )


def test_a_calendar_is_a_calendar_with_its_zone_and_refresh(client, make_news):
    make_news(event_on=date(2026, 12, 14))
    refresh_calendars(on=ON)
    found = read(client.get("/kk/calendars/calls.ics"))
    assert (str(found["version"]), str(found["method"]), str(found["x-wr-timezone"])) == (
        "2.0",
        "PUBLISH",
        "Asia/Almaty",
    )
    assert found["refresh-interval"].dt == timedelta(hours=12)
    assert found["refresh-interval"].params["VALUE"] == "DURATION"
    (zone,) = found.walk("VTIMEZONE")
    assert [part["tzoffsetto"].td for part in zone.subcomponents][-1] == timedelta(hours=5)
    (event,) = found.walk("VEVENT")
    assert event["dtstart"].params["TZID"] == "Asia/Almaty"
    assert event["dtstart"].dt == datetime(2026, 12, 14, 9, tzinfo=timezone(timedelta(hours=5)))
    assert str(event["summary"]) == "Байқау басталды"
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [-timedelta(days=14), -timedelta(days=3)]
    assert str(event["url"]).endswith(f"/kk/news/{CalendarEvent.objects.get(code='news.dated').address.split('/')[1]}/")


def test_the_law_puts_report_days_into_public_calendars(client):
    refresh_calendars(on=ON)
    found = events(client.get("/en/calendars/regime/kz.solid_minerals.ics"))
    event = found["report-kz.solid_minerals-2026@ifi.invalid"]
    assert event["dtstart"].dt.date() == date(2027, 4, 30)
    assert int(event["sequence"]) == 0
    for path in ("authority/industry", "industry/mining", "obligations", "all"):
        assert set(found) <= set(events(client.get(f"/en/calendars/{path}.ics")))
    assert not events(client.get("/en/calendars/authority/energy.ics"))


def test_a_moved_day_of_rest_moves_the_entry_and_keeps_its_identifier(client, monkeypatch):
    refresh_calendars(on=ON)
    before = events(client.get(PUBLIC))["report-kz.solid_minerals-2026@ifi.invalid"]
    book = load_book()
    move = Move(date(2027, 5, 8), date(2027, 4, 30), date(2026, 12, 1), Citation("moved_days_listed"))
    days = replace(book.working_days, moves=(*book.working_days.moves, move), _kept={})
    monkeypatch.setattr("ifi.obligations.calendar.load_working_days", lambda: days)
    assert refresh_calendars(on=ON) == 4  # mining licences, processing agreements, old contracts on two minerals
    assert refresh_calendars(on=ON) == 0
    after = events(client.get(PUBLIC))["report-kz.solid_minerals-2026@ifi.invalid"]
    assert (before["uid"], int(before["sequence"]) + 1) == (after["uid"], int(after["sequence"]))
    assert (before["dtstart"].dt.date(), after["dtstart"].dt.date()) == (date(2027, 4, 30), date(2027, 5, 4))
    assert "Moved from 30 April 2027" in str(after["description"])
    assert CalendarEvent.objects.filter(uid="report-kz.solid_minerals-2026").count() == 2


def test_asking_again_costs_one_look_and_no_body(client, django_assert_num_queries):
    refresh_calendars(on=ON)
    first = client.get(PUBLIC)
    with django_assert_num_queries(1):
        again = client.get(PUBLIC, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get(PUBLIC, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    assert client.get("/ru/calendars/all.ics", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_what_changed_is_sent_again(client, make_news):
    refresh_calendars(on=ON)
    first = client.get(PUBLIC)
    make_news(event_on=date(2026, 12, 14))
    assert client.get(PUBLIC, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_an_entry_that_does_not_take_place_any_more_is_sent_as_cancelled(client, editor, make_news):
    item = make_news(event_on=date(2026, 12, 14))
    withdraw_news(number=item.pk, by=editor, on=ON)
    event = events(client.get("/en/calendars/calls.ics"))[f"news-{item.pk}@ifi.invalid"]
    assert (str(event["status"]), int(event["sequence"]), event.walk("VALARM")) == ("CANCELLED", 1, [])


def test_a_title_cannot_break_out_of_its_line(client, make_news):
    title = "A;B,C\\\\D: BEGIN:VEVENT"
    make_news(texts=texts(kk=Text(title, "x\nEND:VCALENDAR\r\nATTACH:x", "x")), event_on=date(2026, 12, 14))
    found = read(client.get("/kk/calendars/calls.ics"))
    (event,) = found.walk("VEVENT")
    assert str(event["summary"]) == title
    assert "attach" not in event


def test_a_persons_own_calendar_opens_by_its_secret_alone(client, officer, make_news):
    make_news(event_on=date(2026, 12, 14))
    refresh_calendars(on=ON)
    make_feed(by=officer, on=ON)
    answer = client.get(personal(officer, "en"))
    regimes, years = ("kz.solid_minerals", "kz.processing_agreement", "kz.legacy_contract-solid"), (2026, 2027)
    assert set(events(answer)) == {f"report-{regime}-{year}@ifi.invalid" for regime in regimes for year in years}
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_revoked_address_is_gone_and_a_new_one_is_another(client, officer):
    make_feed(by=officer, on=ON)
    old = personal(officer)
    make_feed(by=officer, on=ON)
    new = personal(officer)
    assert old != new
    assert (client.get(old).status_code, client.get(new).status_code) == (410, 200)
    revoke_feed(by=officer, on=ON)
    assert client.get(new).status_code == 410


def test_a_guessed_address_is_not_found(client, officer):
    make_feed(by=officer, on=ON)
    address = personal(officer)
    wrong = f"{address[:-10]}{'A' if address[-10] != 'A' else 'B'}{address[-9:]}"
    for path in (
        wrong,
        "/kk/calendars/own/x.ics",
        "/kk/calendars/organisation/1.ics",
        "/kk/calendars/industry/alchemy.ics",
    ):
        assert client.get(path).status_code == 404


def test_the_calendar_of_a_disabled_person_is_gone(client, officer):
    make_feed(by=officer, on=ON)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get(personal(officer)).status_code == 410


def test_entries_of_one_organisation_are_in_no_calendar_of_others(client, officer):
    CalendarEvent.objects.create(
        uid="report-duty-1", sequence=0, source="report_days", code="duty.report", day=date(2027, 4, 30),
        topics=["organisation/1"], digest="x",
        parameters={"right": {"kind": "mining_licence", "number": "1", "concluded_on": None}, "year": 2026,
                    "stated": "2027-04-30", "mark": False},
    )  # fmt: skip
    make_feed(by=officer, on=ON)
    assert "report-duty-1@ifi.invalid" not in events(client.get(personal(officer)))
    assert "report-duty-1@ifi.invalid" not in events(client.get(PUBLIC))


def test_one_makes_and_revokes_ones_own_address_on_a_page(client, officer):
    client.force_login(officer)
    client.post(reverse("news:make_calendar"))
    page = client.get(reverse("news:my_calendar")).content.decode()
    assert personal(officer, "en").split("/own/")[1] in page
    client.post(reverse("news:revoke_calendar"))
    assert ".ics" not in client.get(reverse("news:my_calendar")).content.decode().split("<main")[1].split("</main")[0]
    events_recorded = Record.objects.filter(person=officer.pk).order_by("pk").values_list("event", flat=True)
    assert list(events_recorded) == ["calendar.feed_made", "calendar.feed_revoked"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_on_calendars_lists_every_public_one(client, language):
    refresh_calendars(on=ON)
    page = client.get(f"/{language}/calendars/").content.decode()
    for topic in ("all", "calls", "focus/agritech", "authority/atomic", "regime/kz.solid_minerals"):
        assert f"/{language}/calendars/{topic}.ics" in page


def test_a_followed_topic_stands_in_ones_own_calendar(client, officer, make_news):
    Subscription.objects.create(person=officer, topic="calls")
    item = make_news(event_on=date(2026, 12, 14))
    make_feed(by=officer, on=ON)
    assert f"news-{item.pk}@ifi.invalid" in events(client.get(personal(officer)))


def test_a_member_has_the_report_days_of_the_organisation_as_long_as_the_membership_holds(client):
    scene = a_scene()
    person = User.objects.create_user("m@example.kz", "a long password", name="Member")
    membership = Membership.objects.create(organisation=scene.user, person=person, since=date(2026, 1, 1))
    MembershipRole.objects.create(membership=membership, role="viewer", since=date(2026, 1, 1))
    DutyBalance.objects.filter(organisation_id=scene.user.pk, report_by__isnull=False).update(
        report_by=date(2027, 4, 30)
    )
    refresh_calendars(on=ON)
    make_feed(by=person, on=ON)
    duties = CalendarEvent.objects.filter(topics__contains=[f"organisation/{scene.user.pk}"])
    assert set(events(client.get(personal(person)))) == {f"{duty.uid}@ifi.invalid" for duty in duties} != set()
    Membership.objects.filter(pk=membership.pk).update(until=ON)
    assert not events(client.get(personal(person)))
