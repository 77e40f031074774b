"""E-mail over real SMTP: what the letter looks like, and what becomes of it when the server misbehaves."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.notices.catalogue import Channel
from ifi.notices.channels.base import Letter
from ifi.notices.channels.email import compose
from ifi.notices.models import ChannelState, Delivery, Preference
from ifi.notices.rules import MOST_ATTEMPTS, State
from ifi.notices.sending import send
from ifi.notices.services import Address, Person, announce
from tests.notices.clock import StandingClock, send_all

pytestmark = pytest.mark.django_db
PARAMETERS = {"amount": "1500.25", "day": "2026-11-24"}


@pytest.fixture
def clock():
    return StandingClock(timezone.now() + timedelta(minutes=1))


def tell(*to, **options):
    with transaction.atomic():
        return announce(
            "tests.thing_done",
            about=options.pop("about", Target("thing", "7")),
            to=to,
            parameters=PARAMETERS,
            by=Program("tests"),
            on=date(2026, 11, 24),
            **options,
        )


def delivery():
    return Delivery.objects.get(channel="email")


def test_a_letter_has_two_forms_in_the_persons_language_and_a_way_out(mail, person, clock):
    tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    [letter] = mail.letters
    assert mail.receivers == [person.email]
    assert letter["Subject"].strip() == "Басты бет – Индустрияға арналған инновациялар"
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    for form in (text, html):
        assert "1\u202f500,25\u00a0₸" in form
        assert "Thing 7: " in form
        assert "https://ifi.test/en/things/7/" in form
        assert "You own Thing 7." in form
    assert '<html lang="kk">' in html
    assert letter["Content-Language"] == "kk"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip().startswith("<https://ifi.test/notices/off/")
    assert letter["Message-ID"].endswith("@ifi.test>")
    assert abs(letter["Date"].datetime - delivery().made_at) < timedelta(seconds=1)
    assert delivery().state == State.SENT


def test_what_the_reader_may_not_see_is_not_named(mail, person, clock):
    tell(Person(person.pk), about=Target("thing", "secret-9"))
    send_all(Channel.EMAIL, clock)
    text = mail.letters[0].get_body(("plain",)).get_content()
    assert "secret-9" not in text
    assert "https://ifi.test/kk/notices/" in text


def test_one_click_of_the_mail_program_turns_the_topic_off_without_signing_in(mail, person, clock, client):
    tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    address = mail.letters[0]["List-Unsubscribe"].strip(" <>").removeprefix("https://ifi.test")
    assert client.get(address).status_code == 302  # programs that look at links change nothing
    assert not Preference.objects.exists()
    answer = client.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, client.post(address).status_code) == (200, 200)
    tell(Person(person.pk))
    assert Delivery.objects.filter(channel="email").count() == 1
    assert Delivery.objects.filter(channel="page").count() == 2


def test_a_letter_on_safety_has_no_way_out(mail, person, clock):
    with transaction.atomic():
        announce("tests.safety", about=None, to=[Person(person.pk)], by=Program("tests"), on=date(2026, 11, 24))
    send_all(Channel.EMAIL, clock)
    assert mail.letters[0]["List-Unsubscribe"] is None


def test_a_topic_turned_off_before_the_letter_goes_stops_it(mail, person, clock):
    tell(Person(person.pk))
    Preference.objects.create(person=person, topic="tests", channel="email", mode="off")
    send_all(Channel.EMAIL, clock)
    assert mail.letters == []
    assert delivery().state == State.DROPPED


def test_an_address_without_account_is_forgotten_once_written_to(mail, clock):
    tell(Address("somebody@example.kz", "ru"))
    send_all(Channel.EMAIL, clock)
    assert mail.receivers == ["somebody@example.kz"]
    assert (delivery().address, delivery().state) == ("", State.SENT)


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00", "\x85"])
def test_no_header_can_be_added_through_any_text(break_):
    evil = f"News{break_}Bcc: victim@example.kz"
    letter = Letter(key="k", to=f"a@example.kz{break_}Cc: b@example.kz", subject=evil, text="t", headers={"X-A": evil})
    try:
        raw = compose(letter).message().as_bytes()
    except ValueError:
        return  # refused as a whole: nothing is sent
    names = [line.split(b":")[0].lower() for line in raw.split(b"\n\n")[0].splitlines() if not line.startswith(b" ")]
    assert not {b"bcc", b"cc"} & set(names)


def test_an_address_that_holds_a_line_break_reaches_nobody_else(mail, clock, person):
    User.objects.update(email="a@example.kz\r\nBcc: victim@example.kz")
    tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    assert "victim@example.kz" not in mail.receivers
    assert all(letter["Bcc"] is None for letter in mail.letters)


def test_a_letter_put_off_by_the_server_goes_later_as_the_same_message(mail, person, clock):
    mail.replies += ["451 4.7.1 greylisted", "452 4.2.2 mailbox full"]
    tell(Person(person.pk))
    for _ in range(2):
        send_all(Channel.EMAIL, clock)
        assert mail.letters == []
        assert delivery().state == State.WAITING
        clock.forward(3600)
    send_all(Channel.EMAIL, clock)
    assert len(mail.letters) == 1
    assert delivery().attempts == 3


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "rcpt 550 5.1.1 no such user", "554 5.7.1 refused"])
def test_a_letter_refused_for_good_is_given_up_at_once(mail, person, clock, reply):
    mail.replies.append(reply)
    tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    assert (delivery().state, delivery().problem) == (State.FAILED, f"smtp_{reply.removeprefix('rcpt ')[:3]}")


def test_a_letter_put_off_again_and_again_is_given_up(mail, person, clock):
    mail.replies += ["451 later"] * 20
    tell(Person(person.pk))
    for _ in range(20):
        send_all(Channel.EMAIL, clock)
        clock.forward(7200)
    assert (delivery().state, delivery().attempts) == (State.FAILED, MOST_ATTEMPTS)


def test_a_line_cut_in_the_middle_of_the_letter_is_tried_again(mail, person, clock):
    mail.replies += ["disconnect"]
    tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    assert (mail.letters, delivery().state, delivery().problem) == ([], State.WAITING, "connection_lost")
    clock.forward(3600)
    send_all(Channel.EMAIL, clock)
    assert len(mail.letters) == 1


def test_a_letter_taken_by_a_server_that_did_not_say_so_comes_again_under_the_same_number(mail, person, clock):
    mail.replies += ["take and disconnect"]
    tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    clock.forward(3600)
    send_all(Channel.EMAIL, clock)
    assert len(mail.ids) == 2
    assert len(set(mail.ids)) == 1


def test_a_server_that_is_not_there_costs_no_attempt_and_is_left_alone_for_a_while(mail, person, clock, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for _ in range(20):
        tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    state = ChannelState.objects.get(channel="email")
    assert state.problem == "no_connection"
    assert state.paused_until > clock.now()
    assert set(Delivery.objects.filter(channel="email").values_list("attempts", "state")) == {(0, State.WAITING)}
    settings.EMAIL_PORT = port
    assert send(Channel.EMAIL, clock=clock) is False
    assert mail.letters == []
    clock.forward(60)
    send_all(Channel.EMAIL, clock)
    assert len(set(mail.ids)) == 20


def test_a_server_that_does_not_answer_in_time_is_left(mail, person, clock, settings):
    settings.EMAIL_TIMEOUT = 0.3
    mail.replies += [1.0]
    tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    assert (delivery().state, delivery().problem) == (State.WAITING, "timed_out")


def test_only_one_sender_works_on_a_channel(mail, person, clock):
    from django.db import connection

    tell(Person(person.pk))
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('ifi.notices.send_email', 0))")
        assert send(Channel.EMAIL, clock=clock) is False
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()
    assert mail.letters == []


def test_what_a_dead_sender_left_is_sent_again(mail, person, clock):
    tell(Person(person.pk))
    Delivery.objects.filter(channel="email").update(state=State.SENDING, attempts=1)
    send_all(Channel.EMAIL, clock)
    assert len(mail.letters) == 1
    assert ChannelState.objects.get(channel="email").repeated == 1


def test_a_notice_that_no_room_knows_any_more_is_given_up_and_holds_nothing_up(mail, person, clock):
    notice = tell(Person(person.pk))
    type(notice).objects.filter(pk=notice.pk).update(code="gone.room")
    tell(Person(person.pk))
    send_all(Channel.EMAIL, clock)
    assert len(mail.letters) == 1
    assert Delivery.objects.filter(channel="email", state=State.FAILED, problem="sender_failed").count() == 1
