"""Digests: what is held comes together at the chosen hour, once, whatever happens to the job."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.notices.catalogue import Channel
from ifi.notices.digests import gather_due
from ifi.notices.models import Delivery, DigestTime, Preference, TelegramChat
from ifi.notices.rules import State
from ifi.notices.services import Person, announce
from tests.notices.clock import StandingClock, send_all

pytestmark = pytest.mark.django_db
PARAMETERS = {"amount": "1500.25", "day": "2026-11-24"}


@pytest.fixture
def daily(person, channels_on):
    User.objects.update(language="en")
    Preference.objects.create(person=person, topic="tests", channel="email", mode="daily")
    DigestTime.objects.create(person=person, hour=8, weekday=3)
    return person


def tell(person, count=1):
    for _ in range(count):
        announce(
            "tests.thing_done",
            about=Target("thing", "7"),
            to=[Person(person.pk)],
            parameters=PARAMETERS,
            by=Program("tests"),
            on=date(2026, 11, 24),
        )


def emails():
    return Delivery.objects.filter(channel="email", notice=None)


def test_what_is_wanted_daily_waits_for_the_chosen_hour_in_almaty(daily):
    tell(daily)
    held = Delivery.objects.get(channel="email")
    assert held.state == State.HELD
    assert timezone.localtime(held.next_at).hour == 8
    assert timedelta(0) < held.next_at - timezone.now() <= timedelta(days=1)
    assert Delivery.objects.get(channel="page").state == State.SENT


def test_three_notices_become_one_letter(daily, mail):
    tell(daily, 3)
    due = Delivery.objects.filter(channel="email").first().next_at
    assert gather_due(now=due - timedelta(minutes=1)) == 0
    assert gather_due(now=due) == 1
    send_all(Channel.EMAIL, StandingClock(due))
    [letter] = mail.letters
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"].strip() == "3 new notices – Innovation for Industry"
    assert text.count("1\u202f500.25\u00a0₸") == 3
    assert "3 new notices" in letter.get_body(("html",)).get_content()


def test_a_job_that_runs_twice_makes_one_digest_of_a_period(daily):
    tell(daily, 2)
    due = Delivery.objects.filter(channel="email").first().next_at
    assert [gather_due(now=due), gather_due(now=due), gather_due(now=due + timedelta(hours=3))] == [1, 0, 0]
    assert emails().count() == 1
    assert Delivery.objects.filter(state=State.GATHERED).count() == 2


def test_a_worker_that_slept_for_days_sends_one_digest_of_all(daily):
    tell(daily)
    first = Delivery.objects.get(channel="email")
    tell(daily)
    Delivery.objects.filter(pk=first.pk).update(next_at=first.next_at - timedelta(days=2))
    assert gather_due(now=first.next_at + timedelta(days=1)) == 1


def test_an_act_committed_after_its_digest_joins_the_next_one(daily):
    tell(daily)
    due = Delivery.objects.get(channel="email").next_at
    gather_due(now=due)
    tell(daily)
    Delivery.objects.filter(state=State.HELD).update(next_at=due)
    assert gather_due(now=due + timedelta(minutes=5)) == 0
    assert Delivery.objects.get(state=State.HELD).next_at == due + timedelta(days=1)
    assert gather_due(now=due + timedelta(days=1)) == 1


def test_a_weekly_digest_comes_on_the_chosen_day(daily):
    Preference.objects.update(mode="weekly")
    tell(daily)
    assert timezone.localtime(Delivery.objects.get(channel="email").next_at).isoweekday() == 3


def test_a_digest_in_telegram_says_only_how_many(daily, bot):
    TelegramChat.objects.create(chat_id=5, person=daily)
    Preference.objects.create(person=daily, topic="tests", channel="telegram", mode="daily")
    tell(daily, 2)
    due = Delivery.objects.filter(channel="telegram").first().next_at
    gather_due(now=due)
    send_all(Channel.TELEGRAM, StandingClock(due))
    assert [text for _, text, _ in bot.messages] == ["You have 2 new notices.\nhttps://ifi.test/en/notices/"]


def test_a_digest_whose_topics_were_turned_off_is_not_sent(daily, mail):
    tell(daily, 2)
    due = Delivery.objects.filter(channel="email").first().next_at
    gather_due(now=due)
    Preference.objects.filter(channel="email").update(mode="off")
    send_all(Channel.EMAIL, StandingClock(due))
    assert mail.letters == []
    assert emails().get().state == State.DROPPED


def test_nobody_is_given_a_digest_of_nothing(daily):
    assert gather_due(now=datetime(2030, 1, 1, tzinfo=UTC)) == 0
