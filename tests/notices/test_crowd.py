"""Ten thousand subscribers in Telegram: all within six minutes, nobody twice, never faster than allowed."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.notices.catalogue import Channel
from ifi.notices.models import Delivery, Subscriber, Subscription, TelegramChat
from ifi.notices.rules import State
from ifi.notices.services import publish
from ifi.notices.spreading import spread_all
from tests.notices.clock import StandingClock, send_all

SUBSCRIBERS = 10_000


def subscribe_chats(count: int, topic: str) -> None:
    chats = TelegramChat.objects.bulk_create(TelegramChat(chat_id=number) for number in range(1, count + 1))
    subscribers = Subscriber.objects.bulk_create(Subscriber(chat=chat, language="kk") for chat in chats)
    Subscription.objects.bulk_create(Subscription(subscriber=one, topic=topic) for one in subscribers)


@pytest.mark.slow
@pytest.mark.django_db
def test_ten_thousand_subscribers_are_served_in_six_minutes_within_the_limits(bot):
    clock = StandingClock(timezone.now() + timedelta(minutes=1))
    bot.clock = clock.seconds
    subscribe_chats(SUBSCRIBERS, "calls")
    publish(
        "tests.thing_done",
        topics=["calls"],
        about=Target("thing", "7"),
        parameters={"amount": "1500.25", "day": "2026-11-24"},
        by=Program("tests"),
        on=date(2026, 11, 24),
    )
    spread_all()
    send_all(Channel.TELEGRAM, clock)
    moments = [moment for _, _, moment in bot.messages]
    print(f"{len(moments)} messages in {moments[-1] - moments[0]:.0f} s of the clock")  # noqa: T201
    assert Counter(chat for chat, _, _ in bot.messages) == Counter([*map(str, range(1, SUBSCRIBERS + 1)), "@ifi_test"])
    assert moments[-1] <= 360
    assert all(later - earlier > 1 - 1e-6 for earlier, later in zip(moments, moments[30:], strict=False))
    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert not Delivery.objects.exclude(state=State.SENT).exists()
