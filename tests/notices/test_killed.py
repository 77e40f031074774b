"""The sender is killed at random points: nothing is lost, nothing is seen twice.

Letters 200 times. Telegram 30 times, because what is in doubt is looked for at the pace that Telegram allows: 200, with
IFI_TELEGRAM_KILLS=200, take ten minutes.
"""

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
from ifi.notices.sending import due
from ifi.notices.services import Person, announce

KILLS = {Channel.EMAIL: 200, Channel.TELEGRAM: int(os.environ.get("IFI_TELEGRAM_KILLS", "30"))}
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
            "TESTS_BATCH": "30",
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


def tell(people, count, channel):
    with transaction.atomic():
        for _ in range(count):
            announce(
                "tests.thing_done",
                about=Target("thing", "7"),
                to=[Person(person.pk) for person in people],
                parameters={"amount": "1500.25", "day": "2026-11-24"},
                by=Program("tests"),
                on=date(2026, 11, 24),
                channels=[channel],
            )


def make_people(count):
    return [
        User.objects.create_user(f"p{number}@example.kz", None, name="П", roles=["officer"]) for number in range(count)
    ]


def killed_at_random(nursery, channel, people, calls) -> list[int]:
    """Keep the channel busy and kill each sender after a random while, every other one once the other side has heard of
    it (`calls`: how often it was called); how many it had in hand each time."""
    chance, in_hand = random.Random(SEED), []
    for kill in range(KILLS[channel]):
        if due(channel, timezone.now()).filter(is_doubtful=False).count() < 40:
            tell(people, 4 if len(people) < 50 else 1, channel)
        before, limit = calls(), time.monotonic() + 3
        process = nursery.start(channel)
        while kill % 2 and calls() == before and time.monotonic() < limit:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.02, 0.4))
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        nursery.wait()
        in_hand.append(Delivery.objects.filter(channel=channel, state="sending").count())
    return in_hand


def finish(nursery, channel) -> None:
    """An unharmed sender ends the work; retries need not wait for their pause."""
    limit = time.monotonic() + 600
    while Delivery.objects.filter(channel=channel, state__in=["waiting", "sending"]).exists():
        Delivery.objects.filter(channel=channel, is_doubtful=False).update(next_at=timezone.now())
        ChannelState.objects.update(paused_until=None)
        nursery.start(channel)
        nursery.wait()
        assert time.monotonic() < limit


def kill_and_finish(channel, settings, *, people, calls) -> list[int]:
    nursery = Nursery(settings)
    try:
        in_hand = killed_at_random(nursery, channel, people, calls)
        finish(nursery, channel)
    finally:
        nursery.close()
    assert not Delivery.objects.exclude(state=State.SENT).exists()
    return in_hand


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_sender_of_letters_killed_two_hundred_times_loses_nothing_and_shows_nothing_twice(mail, bot, channels_on):
    """A letter may be transmitted twice, with the Message-ID by which mail programs show it once."""
    kill_and_finish(Channel.EMAIL, channels_on, people=make_people(12), calls=lambda: len(mail.letters))
    letters = Counter(mail.ids)
    assert set(letters) == {message_id(row) for row in Delivery.objects.filter(channel=Channel.EMAIL)}
    repeated, doubled = ChannelState.objects.get(pk="email").repeated, letters.total() - len(letters)
    assert repeated >= 10, "the kills hit senders that had nothing in hand"
    assert doubled <= repeated
    print(f"{KILLS[Channel.EMAIL]} kills; letters {len(letters)}; half done {repeated}; transmitted twice {doubled}")  # noqa: T201


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_sender_to_telegram_killed_again_and_again_loses_nothing_and_doubles_nothing(mail, bot, channels_on):
    chance, kills = random.Random(SEED), KILLS[Channel.TELEGRAM]
    people = make_people(300)
    for person in people:
        TelegramChat.objects.create(chat_id=1000 + person.pk, person=person)
    bot.seconds = 0.15  # as a call to the outside takes, so that kills find many in the middle of one

    def on_the_way():
        """Some calls take effect when their sender is long dead; and people write to the bot meanwhile."""
        if chance.random() < 0.1:
            bot.post("7")
        return chance.choice((0.01, 0.05, 0.3))

    bot.on_the_way = on_the_way
    in_hand = kill_and_finish(Channel.TELEGRAM, channels_on, people=people, calls=lambda: len(bot.calls))
    wanted = Counter(row.receiver.removeprefix("t:") for row in Delivery.objects.filter(channel=Channel.TELEGRAM))
    got = Counter(chat for chat, _, _ in bot.messages)
    left, arrived = sum(in_hand), len(bot.messages)
    again = ChannelState.objects.get(pk="telegram").repeated
    print(  # noqa: T201
        f"{kills} kills; messages {wanted.total()}; half done {left}, at most {max(in_hand)} at a kill; looked at "
        f"{len(bot.looks)} numbers; had arrived {left - again}, sent again {again}; in the chats {arrived}: "
        f"lost {(wanted - got).total()}, doubled {(got - wanted).total()}"
    )
    assert left >= kills, "the kills hit senders that had nothing in hand"
    assert left - again >= kills // 2, "too few had arrived to tell whether they are found"
    assert got == wanted
