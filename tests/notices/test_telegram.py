"""Telegram over real HTTP: limits, waiting when asked, chats that are gone, and what people do in the chat."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.notices import telegram_chats
from ifi.notices.catalogue import Channel
from ifi.notices.errors import ChannelOff
from ifi.notices.models import (
    ChannelState,
    Delivery,
    Subscriber,
    Subscription,
    TelegramChat,
    TelegramInvitation,
)
from ifi.notices.polling import poll
from ifi.notices.rules import State
from ifi.notices.services import Person, announce, publish
from ifi.notices.spreading import spread_all
from tests.notices.clock import StandingClock, send_all

pytestmark = pytest.mark.django_db
PARAMETERS = {"amount": "1500.25", "day": "2026-11-24"}
OPTIONS = {"about": Target("thing", "7"), "parameters": PARAMETERS, "by": Program("tests"), "on": date(2026, 11, 24)}


@pytest.fixture
def clock():
    return StandingClock(timezone.now() + timedelta(minutes=1))


def tell(*people):
    with transaction.atomic():
        return announce("tests.thing_done", to=[Person(person.pk) for person in people], **OPTIONS)


def delivery():
    return Delivery.objects.get(channel="telegram")


def test_a_message_holds_a_neutral_sentence_and_a_link_only(bot, person, clock):
    TelegramChat.objects.create(chat_id=5, person=person)
    tell(person)
    send_all(Channel.TELEGRAM, clock)
    [(chat, text, _)] = bot.messages
    assert chat == "5"
    assert text == "A thing was done.\nhttps://ifi.test/en/things/7/"
    assert delivery().state == State.SENT


def test_one_chat_gets_at_most_one_message_a_second(bot, person, clock):
    bot.clock = clock.seconds
    TelegramChat.objects.create(chat_id=5, person=person)
    for _ in range(5):
        tell(person)
    send_all(Channel.TELEGRAM, clock)
    moments = [moment for _, _, moment in bot.messages]
    assert len(moments) == 5
    assert min(after - before for before, after in pairwise(moments)) >= 1


def test_a_group_gets_at_most_twenty_messages_a_minute(bot, clock, db):
    bot.clock = clock.seconds
    chat = TelegramChat.objects.create(chat_id=-100)
    subscriber = Subscriber.objects.create(chat=chat)
    Subscription.objects.create(subscriber=subscriber, topic="calls")
    with transaction.atomic():
        for _ in range(45):
            publish("tests.thing_done", topics=["calls"], official=False, **OPTIONS)
    spread_all()
    send_all(Channel.TELEGRAM, clock)
    moments = [moment for _, _, moment in bot.messages]
    assert len(moments) == 45
    assert all(later - earlier >= 60 for earlier, later in zip(moments, moments[20:], strict=False))


def test_a_request_to_wait_is_honoured_also_by_the_next_sender(bot, person, clock):
    bot.clock = clock.seconds
    bot.replies.append((429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 17}}))
    TelegramChat.objects.create(chat_id=5, person=person)
    tell(person)
    send_all(Channel.TELEGRAM, clock)
    clock.forward(16)
    send_all(Channel.TELEGRAM, clock)
    assert bot.messages == []
    assert (delivery().state, delivery().attempts) == (State.WAITING, 0)
    clock.forward(2)
    send_all(Channel.TELEGRAM, clock)
    assert len(bot.messages) == 1


def test_who_blocked_the_bot_is_written_to_no_more(bot, person, clock):
    bot.blocked.add("5")
    TelegramChat.objects.create(chat_id=5, person=person)
    tell(person)
    send_all(Channel.TELEGRAM, clock)
    assert (delivery().state, delivery().problem) == (State.DROPPED, "chat_gone")
    assert TelegramChat.objects.get().is_blocked
    tell(person)
    assert Delivery.objects.filter(channel="telegram").count() == 1


def test_a_subscriber_who_blocked_the_bot_is_erased(bot, clock):
    bot.blocked.add("5")
    Subscription.objects.create(
        subscriber=Subscriber.objects.create(chat=TelegramChat.objects.create(chat_id=5)), topic="calls"
    )
    with transaction.atomic():
        publish("tests.thing_done", topics=["calls"], official=False, **OPTIONS)
    spread_all()
    send_all(Channel.TELEGRAM, clock)
    assert (Subscriber.objects.count(), TelegramChat.objects.count()) == (0, 0)


def test_a_group_that_moved_is_followed(bot, clock):
    moved = {"ok": False, "error_code": 400, "description": "x", "parameters": {"migrate_to_chat_id": -200}}
    bot.replies.append((400, moved))
    Subscription.objects.create(
        subscriber=Subscriber.objects.create(chat=TelegramChat.objects.create(chat_id=-100)), topic="calls"
    )
    with transaction.atomic():
        publish("tests.thing_done", topics=["calls"], official=False, **OPTIONS)
    spread_all()
    send_all(Channel.TELEGRAM, clock)
    assert [chat for chat, _, _ in bot.messages] == ["-200"]
    assert TelegramChat.objects.get().chat_id == -200


@pytest.mark.parametrize(
    "reply",
    ["cut", (200, b"<html>not telegram</html>"), (200, {"ok": False}), (200, []), (200, {"ok": True, "result": None})],
)
def test_an_answer_that_cannot_be_trusted_means_another_try(bot, person, clock, reply):
    bot.replies.append(reply)
    TelegramChat.objects.create(chat_id=5, person=person)
    tell(person)
    send_all(Channel.TELEGRAM, clock)
    assert delivery().state == State.WAITING
    clock.forward(3600)
    send_all(Channel.TELEGRAM, clock)
    assert delivery().state == State.SENT


@pytest.mark.parametrize(
    "reply",
    [
        (500, {"ok": False, "error_code": 500}),
        (502, b"bad gateway"),
        (401, {"ok": False, "error_code": 401}),
    ],
)
def test_a_bot_api_in_trouble_costs_no_attempt(bot, person, clock, reply):
    bot.replies += [reply] * 3
    TelegramChat.objects.create(chat_id=5, person=person)
    tell(person)
    for _ in range(3):
        send_all(Channel.TELEGRAM, clock)
        assert ChannelState.objects.get(channel="telegram").paused_until > clock.now()
        clock.forward(600)
    assert delivery().attempts == 0
    send_all(Channel.TELEGRAM, clock)
    assert delivery().state == State.SENT


def test_a_message_that_telegram_finds_wrong_is_given_up(bot, person, clock):
    bot.replies.append((400, {"ok": False, "error_code": 400, "description": "Bad Request: message is too long"}))
    TelegramChat.objects.create(chat_id=5, person=person)
    tell(person)
    send_all(Channel.TELEGRAM, clock)
    assert (delivery().state, delivery().problem) == (State.FAILED, "telegram_400")


def test_the_official_channel_gets_each_publication_once_in_three_languages(bot, clock):
    with transaction.atomic():
        notice = publish("tests.thing_done", topics=["calls", "industry/oil_gas"], **OPTIONS)
    spread_all()
    spread_all()
    send_all(Channel.TELEGRAM, clock)
    send_all(Channel.TELEGRAM, clock)
    [(chat, text, _)] = bot.messages
    assert chat == "@ifi_test"
    assert text.count("https://ifi.test/") == 3
    assert notice.deliveries.count() == 1


def update(text, chat=5, kind="private", **more):
    return {"update_id": 1, "message": {"chat": {"id": chat, "type": kind}, "text": text, "from": {}, **more}}


def payload(link):
    assert link.startswith("https://t.me/ifi_test_bot?start=")
    token = link.partition("=")[2]
    assert len(token) <= 64
    return f"/start {token}"


def test_a_chat_is_connected_by_a_link_once_and_within_ten_minutes(channels_on, person):
    now = timezone.now()
    start = payload(telegram_chats.invite_person(by=person, now=now))
    late = telegram_chats.answer_update(update(start), now=now + timedelta(minutes=10))
    assert "https" not in late.text
    assert not TelegramChat.objects.exists()
    telegram_chats.answer_update(update(start), now=now + timedelta(minutes=9))
    assert TelegramChat.objects.get().person == person
    telegram_chats.answer_update(update(start, chat=6), now=now)
    assert [chat.chat_id for chat in TelegramChat.objects.all()] == [5]
    again = telegram_chats.answer_update(update(start), now=now)
    assert again.text != late.text  # the same update may come twice


def test_an_earlier_link_ends_with_a_newer_one(channels_on, person):
    now = timezone.now()
    first = payload(telegram_chats.invite_person(by=person, now=now))
    telegram_chats.invite_person(by=person, now=now)
    telegram_chats.answer_update(update(first), now=now)
    assert not TelegramChat.objects.exists()


def test_a_persons_own_notices_are_not_sent_into_a_group(channels_on, person):
    start = payload(telegram_chats.invite_person(by=person, now=timezone.now()))
    telegram_chats.answer_update(update(start, chat=-5, kind="group"), now=timezone.now())
    assert not TelegramChat.objects.exists()


def test_a_chat_belongs_to_one_person_and_a_person_has_one_chat(channels_on, person):
    now, other = timezone.now(), User.objects.create_user("b@example.kz", None, name="Б", roles=["officer"])
    for who, chat in ((person, 5), (person, 6), (other, 6)):
        telegram_chats.answer_update(update(payload(telegram_chats.invite_person(by=who, now=now)), chat=chat), now=now)
    assert [(chat.chat_id, chat.person) for chat in TelegramChat.objects.all()] == [(6, other)]


def test_stop_ends_everything_and_keeps_nothing(channels_on, person):
    now = timezone.now()
    telegram_chats.answer_update(update(payload(telegram_chats.invite_person(by=person, now=now))), now=now)
    link = telegram_chats.invite_subscriber(topics=["calls"], language="ru", network="10.0.0.1", now=now)
    telegram_chats.answer_update(update(payload(link)), now=now)
    assert Subscriber.objects.get().chat.person == person
    telegram_chats.answer_update(update("/stop"), now=now)
    assert (Subscriber.objects.count(), Subscription.objects.count(), TelegramChat.objects.count()) == (0, 0, 0)


def test_the_language_of_a_chat_can_be_chosen(channels_on, person):
    now = timezone.now()
    telegram_chats.answer_update(update(payload(telegram_chats.invite_person(by=person, now=now))), now=now)
    reply = telegram_chats.answer_update(update("/language ru"), now=now)
    assert TelegramChat.objects.get().language == "ru"
    assert reply.text == "Отныне сообщения приходят на русском языке."
    assert telegram_chats.answer_update(update("/language de"), now=now).text.startswith("Напишите")


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"message": None},
        {"message": {"chat": {"id": "5"}, "text": "/stop"}},
        {"message": {"chat": {"id": 5}}},
        {"message": {"chat": {"id": 2**70}, "text": "/stop"}},
        {"my_chat_member": {"chat": [], "new_chat_member": {"status": "kicked"}}},
        {"message": {"chat": {"id": 5}, "text": "/start " + "x" * 5000}},
        {"message": {"chat": {"id": 5}, "text": "/start \x00é"}},
    ],
)
def test_any_update_is_answered_or_passed_over(channels_on, strange):
    telegram_chats.answer_update(strange, now=timezone.now())
    assert not TelegramChat.objects.exists()


def test_a_bot_that_was_thrown_out_forgets_the_chat(channels_on, person):
    TelegramChat.objects.create(chat_id=5, person=person)
    telegram_chats.answer_update(
        {"my_chat_member": {"chat": {"id": 5}, "new_chat_member": {"status": "kicked"}}}, now=timezone.now()
    )
    assert not TelegramChat.objects.exists()


def test_without_settings_no_link_is_made(person):
    with pytest.raises(ChannelOff):
        telegram_chats.invite_person(by=person, now=timezone.now())
    assert not TelegramInvitation.objects.exists()


def call_webhook(secret, body):
    return Client().post(
        "/telegram/webhook/",
        json.dumps(body) if not isinstance(body, str) else body,
        content_type="application/json",
        headers={"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {},
    )


def test_the_webhook_answers_only_who_knows_the_secret(channels_on):
    channels_on.TELEGRAM_WEBHOOK_SECRET = "right-secret"
    for secret in (None, "", "wrong", "right-secret "):
        assert call_webhook(secret, update("/help")).status_code == 401 or secret == "right-secret "
    answer = call_webhook("right-secret", update("/help")).json()
    assert (answer["method"], answer["chat_id"]) == ("sendMessage", 5)
    assert call_webhook("right-secret", "no json").status_code == 400
    assert call_webhook("right-secret", []).json() == {}


def test_without_a_secret_the_webhook_is_closed(channels_on):
    channels_on.TELEGRAM_WEBHOOK_SECRET = ""
    assert call_webhook("", update("/help")).status_code == 401


def test_where_telegram_is_asked_each_update_is_taken_once(bot, person):
    link = telegram_chats.invite_person(by=person, now=timezone.now())
    bot.updates = [{**update(payload(link)), "update_id": 41}, {**update("/help", chat=9), "update_id": 42}]
    assert (poll(seconds=0), poll(seconds=0)) == (2, 0)
    assert TelegramChat.objects.get().person == person
    assert [chat for chat, _, _ in bot.messages] == ["5", "9"]


def test_the_token_of_the_bot_never_reaches_the_log(bot, person, clock, caplog):
    TelegramChat.objects.create(chat_id=5, person=person)
    tell(person)
    send_all(Channel.TELEGRAM, clock)
    assert bot.messages
    assert "1:token" not in caplog.text
