"""Sessions end: by themselves, by their person, by an administrator, and at once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from hypothesis import given
from hypothesis import strategies as st

from ifi.accounts import queries, services
from ifi.accounts.rights import Permission, Program, Role
from ifi.accounts.rules import device_of, has_ended
from ifi.accounts.services import people
from ifi.notices.models import Notice
from tests.accounts.letters import told_of
from tests.sign_in import PASSWORD, Client

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ADMINISTRATOR = Program("tests", Permission.ACCOUNTS_EDIT)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MINUTES = st.integers(min_value=0, max_value=2000).map(lambda minutes: timedelta(minutes=minutes))


def is_open(client) -> bool:
    return client.get("/en/me/").status_code == 200


@given(rested=MINUTES, age=MINUTES)
def test_a_session_lives_exactly_until_it_rests_too_long_or_is_too_old(rested, age):
    idle, longest = timedelta(minutes=30), timedelta(hours=12)
    seen = NOW - min(rested, age)
    ended = has_ended(started=NOW - age, seen=seen, now=NOW, idle=idle, longest=longest)
    assert ended == (min(rested, age) >= idle or age >= longest)


def test_it_ends_after_half_an_hour_of_rest_and_after_twelve_hours_of_work(client, person):
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(person)
        for _ in range(3):
            assert is_open(client)
            clock.shift(timedelta(minutes=29))
        clock.shift(timedelta(minutes=2))
        assert not is_open(client)
        client.force_login(person)
        for _ in range(28):  # a page every 25 minutes: 11 h 40 min
            assert is_open(client)
            clock.shift(timedelta(minutes=25))
        clock.shift(timedelta(minutes=20))
        assert not is_open(client)


@pytest.mark.parametrize(
    "act",
    [
        services.disable_person,
        people.end_sessions_of,
        lambda **who: services.set_password(password=PASSWORD, **who),
        lambda **who: services.change_roles(roles=[], authority="", **who),
    ],
    ids=["disabled", "ended by an administrator", "new password", "role lost"],
)
def test_the_next_page_is_refused_at_once(client, officer, act):
    client.force_login(officer)
    assert is_open(client)
    act(email=officer.email, by=ADMINISTRATOR)
    assert not is_open(client)
    assert not Session.objects.exists()


def test_gaining_a_role_ends_nothing(client, officer):
    client.force_login(officer)
    assert is_open(client)
    services.change_roles(email=officer.email, roles=[Role.OFFICER, Role.ANALYST], authority="", by=ADMINISTRATOR)
    assert is_open(client)


def test_one_sees_where_the_account_is_open_and_ends_one_or_all_others(client, person):
    others = [Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR=f"10.0.0.{number}") for number in range(3)]
    for one in (client, *others):
        one.force_login(person)
        assert is_open(one)
    page = client.get("/en/me/sessions/").content.decode()
    assert page.count("Firefox · Linux") == 3
    assert page.count("End this one") == 3
    ended = UserSession.objects.get(ip="10.0.0.1")
    client.post("/en/me/sessions/", {"session": ended.pk})
    assert [is_open(one) for one in (client, *others)] == [True, True, False, True]
    client.post("/en/me/sessions/", {"session": "others"})
    assert [is_open(one) for one in (client, *others)] == [True, False, False, False]


def test_ending_sessions_asks_again_who_one_is(client, person):
    other = Client()
    with time_machine.travel(datetime.now(UTC)) as clock:
        for one in (client, other):
            one.force_login(person)
            assert is_open(one)
        clock.shift(timedelta(minutes=11))
        named = {"session": UserSession.objects.exclude(session_key=client.session.session_key).get().pk}
        for sent in ({"session": "others"}, named):
            assert client.post("/en/me/sessions/", sent)["Location"].startswith("/en/me/prove/")
        assert is_open(other)
        assert client.get("/en/me/sessions/").status_code == 200


@pytest.mark.parametrize("said", ["abc", "-1", "", "9" * 5000, "²", "٣", "1.5"])
def test_what_is_no_number_of_a_session_is_refused_and_ends_none(client, person, said):
    other = Client(HTTP_USER_AGENT=FIREFOX)
    for one in (client, other):
        one.force_login(person)
        assert is_open(one)
    assert client.post("/en/me/sessions/", {"session": said}).status_code == 404
    assert client.post("/en/me/sessions/").status_code == 302  # nothing was chosen
    assert is_open(client)
    assert is_open(other)


def test_nobody_ends_the_session_of_somebody_else(client, person, officer):
    theirs = Client()
    theirs.force_login(officer)
    assert is_open(theirs)
    client.force_login(person)
    client.post("/en/me/sessions/", {"session": UserSession.objects.get(user=officer).pk})
    assert is_open(theirs)


def test_the_token_of_a_session_is_new_at_sign_in_and_has_128_bits(client, person):
    client.get("/en/sign-in/")
    client.session["something"] = 1
    client.session.save()
    before = client.session.session_key
    client.post("/en/sign-in/", {"email": person.email, "password": PASSWORD})
    after = client.session.session_key
    assert before != after
    assert len(after) >= 25  # of 36 letters and digits: 128 bits take 25


def test_signing_out_leaves_nothing_open(client, person):
    client.force_login(person)
    assert is_open(client)
    client.post("/en/sign-out/")
    assert not Session.objects.filter(session_key=client.session.session_key).exists()
    assert queries.open_sessions(person, present_key="", now=NOW) == []


def test_a_browser_not_seen_before_is_told_but_neither_the_first_nor_a_known_one(person):
    first, second = Client(), Client(HTTP_USER_AGENT=FIREFOX)
    for one, notices in ((first, 0), (first, 0), (second, 1), (second, 1), (first, 1)):
        one.post("/en/sign-out/")
        one.post("/en/sign-in/", {"email": person.email, "password": PASSWORD})
        assert told_of(person) == ["security.new_device"] * notices
    assert Notice.objects.get().parameters == {"device": "Firefox, Linux"}


def test_devices_are_named_by_their_makers_names():
    assert device_of(FIREFOX) == ("Firefox", "Linux")
    assert device_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Safari/537.36 Edg/141.0") == (
        "Edge",
        "Windows",
    )
    assert device_of("curl/8") == ("", "")


def test_pages_of_an_account_are_kept_by_no_cache(client, person):
    client.force_login(person)
    for page in ("/en/me/", "/en/me/sessions/", "/en/me/second-factor/", "/en/me/password/"):
        assert "no-store" in client.get(page)["Cache-Control"]
