"""Messages that may have arrived are looked for before they are sent again: nothing is lost, nothing is seen twice."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.notices import looking, sending, telegram_chats
from ifi.notices.catalogue import Channel
from ifi.notices.channels.base import Outcome
from ifi.notices.channels.telegram import TelegramLine
from ifi.notices.models import ChannelState, Delivery, Subscriber, Subscription, TelegramChat
from ifi.notices.polling import poll
from ifi.notices.rules import State, next_to_look_at
from ifi.notices.services import Person, announce, publish
from ifi.notices.spreading import spread_all
from tests.notices.clock import StandingClock, send_all
from tests.notices.sinks import refusal

pytestmark = pytest.mark.django_db
OPTIONS = {
    "about": Target("thing", "7"),
    "parameters": {"amount": "1500.25", "day": "2026-11-24"},
    "by": Program("tests"),
    "on": date(2026, 11, 24),
}
CHANNEL = "-1001234567890"


@pytest.fixture
def clock(bot):
    clock = StandingClock(timezone.now() + timedelta(minutes=1))
    bot.clock = clock.seconds
    return clock


@pytest.fixture
def chat(person):
    return TelegramChat.objects.create(chat_id=5, person=person)


def tell(*people):
    with transaction.atomic():
        announce("tests.thing_done", to=[Person(one.pk) for one in people], channels=[Channel.TELEGRAM], **OPTIONS)


def tell_group(chat_id):
    subscriber = Subscriber.objects.create(chat=TelegramChat.objects.create(chat_id=chat_id))
    Subscription.objects.create(subscriber=subscriber, topic="calls")
    with transaction.atomic():
        publish("tests.thing_done", topics=["calls"], official=False, **OPTIONS)
    spread_all()


def tell_official():
    with transaction.atomic():
        publish("tests.thing_done", topics=["industry/uranium"], **OPTIONS)
    spread_all()


def others(count):
    people = [User.objects.create_user(f"o{n}@example.kz", None, name="О", roles=["officer"]) for n in range(count)]
    for number, one in enumerate(people):
        TelegramChat.objects.create(chat_id=100 + number, person=one)
    return people


def run(clock, seconds=0.0):
    clock.forward(seconds)
    send_all(Channel.TELEGRAM, clock)


def finish(clock):
    """Let every pause pass."""
    for _ in range(30):
        run(clock, 60)


def delivery(chat="5"):
    return Delivery.objects.filter(receiver=f"t:{chat}").earliest("pk")


def left_by_a_dead_sender(clock, **which):
    """As the table stands when the sender dies between the call and the note of its answer."""
    ChannelState.objects.get_or_create(channel="telegram")
    half_done = {"state": State.SENDING, "attempts": 1, "begun_at": clock.now(), "number_above": 0}
    Delivery.objects.filter(**which).update(**half_done)


def arrives(bot, clock):
    bot.messages.append(("5", "A thing was done.", clock.seconds()))
    bot.post("5", is_of_bot=True)


def test_a_message_that_arrived_while_the_line_broke_is_found_and_not_repeated(bot, chat, person, clock):
    bot.replies.append("take and cut")
    tell(person)
    run(clock)
    assert (delivery().state, delivery().is_doubtful) == (State.WAITING, True)
    finish(clock)
    assert len(bot.messages) == 1
    assert (delivery().state, delivery().number, delivery().is_doubtful) == (State.SENT, 1, False)
    assert ChannelState.objects.get().repeated == 0


def test_a_message_that_did_not_arrive_is_sent_once_everything_was_looked_at(bot, chat, person, clock):
    bot.replies.append("cut")
    tell(person)
    finish(clock)
    assert len(bot.messages) == 1
    assert [number for _, number, _ in bot.looks] == list(range(1, looking.WINDOW + 1))
    assert (delivery().state, ChannelState.objects.get().repeated) == (State.SENT, 1)


@pytest.mark.parametrize("arrived", [True, False])
def test_what_a_dead_sender_left_is_looked_for_once_it_can_no_longer_be_on_its_way(bot, chat, person, clock, arrived):
    tell(person)
    left_by_a_dead_sender(clock)
    if arrived:
        arrives(bot, clock)
    run(clock)
    assert bot.looks == []
    run(clock, looking.SETTLING.total_seconds() - 1)
    assert bot.looks == []
    run(clock, 2)
    assert bot.looks
    finish(clock)
    assert len(bot.messages) == 1
    assert delivery().state == State.SENT


def test_nothing_goes_to_a_chat_while_it_is_in_doubt_what_arrived_there(bot, chat, person, clock):
    other, *_ = others(1)
    bot.replies.append("take and cut")
    tell(person)
    run(clock)
    tell(person, other)
    run(clock)
    assert [chat for chat, _, _ in bot.messages] == ["5", "100"]
    finish(clock)
    assert [chat for chat, _, _ in bot.messages] == ["5", "100", "5"]


def test_only_numbers_that_no_known_message_has_are_looked_at(bot, chat, person, clock):
    people = others(20)
    tell(person)
    run(clock)  # number 1 is known to be an earlier notice in the same chat
    bot.replies.append("cut")
    tell(person)
    run(clock)
    tell(*people[:10])
    run(clock)
    clock.forward(looking.LONGEST_FLIGHT.total_seconds() - 20)
    Delivery.objects.filter(is_doubtful=True).update(next_at=clock.now() + timedelta(seconds=60))
    run(clock, 40)
    tell(*people[10:])
    run(clock)
    finish(clock)
    assert bot.looks == []  # what could be the message is another's, and it was begun too early to come after them
    assert [chat for chat, _, _ in bot.messages].count("5") == 2


def test_what_people_write_and_what_the_bot_answers_is_not_taken_for_the_message(bot, chat, person, clock):
    bot.replies.append("cut")
    tell(person)
    run(clock)
    bot.post("5")
    reply = telegram_chats.answer_update(
        {"message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "text": "/help", "from": {}}},
        now=clock.now(),
    )
    with TelegramLine() as line:
        line.call("sendMessage", reply.as_call())
    finish(clock)
    assert [text.startswith("A thing") for _, text, _ in bot.messages] == [False, True]


def test_what_people_write_moves_the_place_at_which_is_looked(bot, chat, person, clock):
    ChannelState.objects.create(channel="telegram")
    for _ in range(2_000):
        number = bot.post("77")
    message = {"message_id": number, "chat": {"id": 77, "type": "private"}, "text": "?", "from": {}}
    bot.updates = [{"update_id": 1, "message": message}]
    poll(seconds=0)
    bot.replies.append("take and cut")
    tell(person)
    finish(clock)
    assert [chat for chat, _, _ in bot.messages] == ["77", "5"]
    assert [number for _, number, _ in bot.looks] == [2_002]


UNCLEAR = [
    (502, b"bad gateway"),
    (500, {"ok": False, "error_code": 500}),
    (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 5}}),
    "cut",
    (200, b"<html>"),
    (200, {"ok": False}),
    refusal(401, "Unauthorized"),
]


@pytest.mark.parametrize("reply", UNCLEAR)
def test_an_answer_that_tells_nothing_is_no_reason_to_repeat_the_message(bot, chat, person, clock, reply):
    bot.replies.append("take and cut")
    bot.look_replies += [reply] * 3
    tell(person)
    run(clock)
    for _ in range(3):
        run(clock, 31)
        assert delivery().is_doubtful
    finish(clock)
    assert len(bot.messages) == 1
    assert (delivery().state, delivery().attempts) == (State.SENT, 1)


def test_a_doubt_that_lasts_too_long_ends_with_the_message_sent_again(bot, chat, person, clock):
    bot.replies.append("take and cut")
    tell(person)
    bot.look_replies += ["cut"] * 1_000
    while clock.seconds() < looking.LONGEST_DOUBT.total_seconds():
        assert len(bot.messages) <= 1
        run(clock, 300)
    finish(clock)
    assert len(bot.messages) == 2


def test_a_busy_server_may_have_taken_the_message(bot, chat, person, clock):
    bot.replies.append((504, b"gateway timeout"))
    tell(person)
    run(clock)
    arrives(bot, clock)
    finish(clock)
    assert len(bot.messages) == 1
    assert delivery().state == State.SENT


def test_the_official_channel_gets_a_publication_once_though_the_line_broke(bot, chat, person, clock):
    for _ in range(40):
        bot.post("77")  # the numbers of private chats are others
    tell_official()
    run(clock)
    bot.post("@ifi_test")  # an editor posts by hand
    bot.replies.append("take and cut")
    tell_official()
    finish(clock)
    assert [chat for chat, _, _ in bot.messages] == ["@ifi_test", "@ifi_test"]
    assert [number for _, number, _ in bot.looks] == [2, 3]
    assert set(Delivery.objects.values_list("state", "number")) == {(State.SENT, 1), (State.SENT, 3)}


def test_a_bot_that_may_edit_what_others_post_cannot_tell_and_sends_again_rather_than_lose(bot, clock, channels_on):
    bot.edits_others.add("@ifi_test")
    bot.post("@ifi_test")
    bot.replies.append("cut")
    tell_official()
    finish(clock)
    assert [chat for chat, _, _ in bot.messages] == ["@ifi_test"]


def test_a_large_group_has_numbers_of_its_own(bot, chat, person, clock):
    tell(person)
    run(clock)
    bot.replies.append("take and cut")
    tell_group(int(CHANNEL))
    finish(clock)
    assert [chat for chat, _, _ in bot.messages] == ["5", CHANNEL]
    assert (delivery(CHANNEL).state, delivery(CHANNEL).number) == (State.SENT, 1)


def test_looking_keeps_to_the_limits_of_sending(bot, clock):
    people = others(12)
    tell(*people)
    left_by_a_dead_sender(clock, receiver__lt="t:108")
    for _ in range(120):
        run(clock, 1)
    looks = [(chat, moment) for chat, _, moment in bot.looks] + [(chat, moment) for chat, _, moment in bot.messages]
    everything = sorted(moment for _, moment in looks)
    assert len(bot.messages) == 12
    assert len(bot.looks) >= 8 * looking.WINDOW
    assert all(later - earlier > 1 - 1e-6 for earlier, later in zip(everything, everything[30:], strict=False))
    for one in {chat for chat, _ in looks}:
        moments = sorted(moment for chat, moment in looks if chat == one)
        assert all(later - earlier > 1 - 1e-6 for earlier, later in pairwise(moments))


def test_much_that_is_in_doubt_leaves_half_of_the_places_to_others(bot, clock, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 4)
    people = others(12)
    tell(*people)
    left_by_a_dead_sender(clock, receiver__lt="t:108")
    run(clock)
    tell(*people[8:])
    run(clock, looking.SETTLING.total_seconds() + 1)
    assert {chat for chat, _, _ in bot.messages[:8]} == {"108", "109", "110", "111"}
    assert bot.messages[7][2] < 20  # long before everything that is in doubt was looked for


def test_looking_in_a_group_keeps_to_twenty_a_minute(bot, clock):
    bot.replies.append("cut")
    tell_group(-55)
    for _ in range(300):
        run(clock, 1)
    moments = [moment for _, _, moment in bot.looks]
    assert len(moments) == looking.WINDOW
    assert all(later - earlier >= 59 for earlier, later in zip(moments, moments[20:], strict=False))


def test_a_message_in_doubt_that_is_no_longer_wanted_is_dropped(bot, chat, person, clock):
    bot.replies.append("cut")
    tell(person)
    run(clock)
    TelegramChat.objects.all().delete()
    finish(clock)
    assert (bot.messages, bot.looks) == ([], [])
    assert delivery().state == State.DROPPED


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (refusal(400, "Bad Request: MESSAGE_ID_INVALID"), Outcome.ABSENT),
        ((200, {"ok": True, "result": {"message_id": 9}}), Outcome.SENT),
        (refusal(403, "Forbidden: bot was blocked by the user"), Outcome.REFUSED),
        (refusal(400, "Bad Request: chat not found"), Outcome.REFUSED),
        (refusal(400, "Bad Request: words that nobody foresaw"), Outcome.REFUSED),
        ((400, {"ok": False, "description": "x", "parameters": {"migrate_to_chat_id": -7}}), Outcome.REFUSED),
        ((500, {"ok": False, "description": "message is not modified"}), Outcome.DOWN),
    ],
)
def test_what_the_refusals_of_the_bot_api_tell(bot, reply, outcome):
    bot.look_replies.append(reply)
    with TelegramLine() as line:
        assert line.look("5", 9).outcome is outcome


def test_an_answer_in_unknown_words_ends_the_doubt_and_nothing_is_lost(bot, chat, person, clock):
    bot.replies.append("cut")
    bot.look_replies.append(refusal(400, "Bad Request: words that nobody foresaw"))
    tell(person)
    finish(clock)
    assert (len(bot.messages), len(bot.looks)) == (1, 1)
    assert delivery().state == State.SENT


def test_the_next_place_to_look_at_is_the_lowest_that_nobody_has():
    assert next_to_look_at(3, 8, {4, 5, 7}) == 6
    assert next_to_look_at(3, 6, {4, 5}) is None
    assert next_to_look_at(3, 3, set()) is None
