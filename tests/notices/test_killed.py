"""The sender is killed at random points, 200 times: nothing is lost, and only what it had in hand is sent again."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.notices.catalogue import Channel
from ifi.notices.letters import message_id
from ifi.notices.models import ChannelState, Delivery, TelegramChat
from ifi.notices.rules import State
from ifi.notices.services import Person, announce

KILLS = {Channel.EMAIL: 120, Channel.TELEGRAM: 80}
SEED = 20261124


class Nursery:
    """Senders in processes of their own, one at a time."""

    def __init__(self, settings) -> None:
        database = connection.settings_dict
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
            "SECRET_KEY": django_settings.SECRET_KEY,
            "TESTS_SMTP_PORT": str(settings.EMAIL_PORT),
            "TESTS_TELEGRAM_API": settings.TELEGRAM_API,
            "TESTS_BATCH": "6",
            "LOG_LEVEL": "CRITICAL",
        }
        command = [sys.executable, "-m", "tests.notices.nursery"]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, channel: Channel) -> int:
        self.process.stdin.write(f"{channel}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def wait(self) -> None:
        assert self.process.stdout.readline() == "ended\n"

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


def tell(people, count):
    with transaction.atomic():
        for _ in range(count):
            announce(
                "tests.thing_done",
                about=Target("thing", "7"),
                to=[Person(person.pk) for person in people],
                parameters={"amount": "1500.25", "day": "2026-11-24"},
                by=Program("tests"),
                on=date(2026, 11, 24),
                channels=[Channel.EMAIL, Channel.TELEGRAM],
            )


def killed_at_random(nursery, channel, people, chance) -> None:
    """Keep the channel busy and kill each sender after a random while, short enough to hit it in its work."""
    for _ in range(KILLS[channel]):
        if Delivery.objects.filter(channel=channel, state__in=["waiting", "sending"]).count() < 40:
            tell(people, 4)
        process = nursery.start(channel)
        time.sleep(chance.uniform(0.02, 0.4))
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        nursery.wait()


def finish(nursery, channel) -> None:
    """An unharmed sender ends the work; retries need not wait for their pause."""
    limit = time.monotonic() + 120
    while Delivery.objects.filter(channel=channel, state__in=["waiting", "sending"]).exists():
        Delivery.objects.filter(channel=channel).update(next_at=timezone.now())
        ChannelState.objects.update(paused_until=None)
        nursery.start(channel)
        nursery.wait()
        assert time.monotonic() < limit


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_two_hundred_times_loses_nothing_and_repeats_only_what_it_had_in_hand(mail, bot, channels_on):
    chance = random.Random(SEED)
    people = [
        User.objects.create_user(f"p{number}@example.kz", None, name="П", roles=["officer"]) for number in range(12)
    ]
    for person in people:
        TelegramChat.objects.create(chat_id=1000 + person.pk, person=person)
    bot.seconds = 0.02  # as long as a call to the outside takes, so that kills find senders in the middle of one
    nursery = Nursery(channels_on)
    try:
        for channel in KILLS:
            killed_at_random(nursery, channel, people, chance)
            finish(nursery, channel)
    finally:
        nursery.close()
    by_channel = {channel: Delivery.objects.filter(channel=channel) for channel in KILLS}
    assert not Delivery.objects.exclude(state=State.SENT).exists()
    letters = Counter(mail.ids)
    assert set(letters) == {message_id(row) for row in by_channel[Channel.EMAIL]}
    messages = Counter(chat for chat, _, _ in bot.messages)
    due = Counter(row.receiver.removeprefix("t:") for row in by_channel[Channel.TELEGRAM])
    assert set(messages) == set(due)
    assert all(messages[chat] >= due[chat] for chat in due)
    repeated = dict(ChannelState.objects.values_list("channel", "repeated"))
    doubled = {"email": letters.total() - len(letters), "telegram": messages.total() - due.total()}
    assert min(repeated.values()) >= 10, "the kills hit senders that had nothing in hand"
    assert all(doubled[channel] <= repeated[channel] for channel in doubled)
    print(  # noqa: T201
        f"{sum(KILLS.values())} kills; letters {len(letters)}, messages {due.total()}; "
        f"left half done {repeated}; transmitted twice {doubled}"
    )
