"""The outbox, where each delivery stands, and what people and subscribers want to hear of."""

import uuid
from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ifi.notices.catalogue import OUTGOING, Channel
from ifi.notices.rules import OPEN, Mode, State


def _one_of(field: str, values: Iterable[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [value.value for value in values]}), name=name)


class TelegramChat(models.Model):
    """A chat of Telegram that asked to be written to: of one person, of a public subscriber, or of both."""

    chat_id = models.BigIntegerField(unique=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="telegram_chat"
    )
    language = models.CharField(max_length=2, default="kk")
    is_blocked = models.BooleanField(default=False)  # the user blocked the bot, or the chat is gone
    linked_at = models.DateTimeField(db_default=Now())


class Subscriber(models.Model):
    """Somebody without an account who follows public topics: by a confirmed e-mail address, or in a Telegram chat.

    The row and all that belongs to it is deleted when the last topic is left.
    """

    handle = models.UUIDField(unique=True, default=uuid.uuid4)  # behind the secret link (notices.links)
    email = models.EmailField(unique=True, null=True)
    chat = models.OneToOneField(TelegramChat, null=True, on_delete=models.CASCADE, related_name="subscriber")
    language = models.CharField(max_length=2, default="kk")
    mode = models.CharField(max_length=10, default=Mode.NOW.value)
    hour = models.SmallIntegerField(default=9)
    weekday = models.SmallIntegerField(default=1)
    confirmed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=None) ^ Q(chat=None), name="subscriber_one_way"),
            models.CheckConstraint(condition=Q(hour__gte=0, hour__lte=23), name="subscriber_hour"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="subscriber_weekday"),
        ]


class Subscription(models.Model):
    """One followed topic of a subscriber or of a person: `calls`, `industry/uranium`, `object/right/7`."""

    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.CASCADE, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="followed")
    topic = models.CharField(max_length=120)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(subscriber=None) ^ Q(person=None), name="subscription_of_one"),
            models.UniqueConstraint(fields=["subscriber", "topic"], name="subscription_once"),
            models.UniqueConstraint(fields=["person", "topic"], name="following_once"),
        ]
        indexes = [models.Index(fields=["topic"], name="subscription_topic")]


class SubscriptionRequest(models.Model):
    """Somebody asked for topics; nothing is kept of it but for two days, unless the link in the letter is opened."""

    handle = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField()
    topics = ArrayField(models.CharField(max_length=120))
    language = models.CharField(max_length=2)
    asked_from = models.CharField(max_length=64)  # digest of the network address, for limits
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["email", "asked_at"], name="request_email"),
            models.Index(fields=["asked_from", "asked_at"], name="request_address"),
        ]


class TelegramInvitation(models.Model):
    """A one-time link into the bot, for ten minutes: ties a chat to a person, or to public topics."""

    handle = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    topics = ArrayField(models.CharField(max_length=120), default=list)
    language = models.CharField(max_length=2)
    asked_from = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_by = models.BigIntegerField(null=True)  # the chat

    class Meta:
        indexes = [models.Index(fields=["asked_from", "made_at"], name="invitation_address")]


class Preference(models.Model):
    """How a person wants a topic on a channel, where it differs from the catalogue."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    topic = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    mode = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic", "channel"], name="preference_once"),
            _one_of("channel", Channel, "preference_channel_known"),
            _one_of("mode", Mode, "preference_mode_known"),
        ]


class DigestTime(models.Model):
    """When a person wants digests, in Asia/Almaty; without a row at nine, on Mondays."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="digest_time"
    )
    hour = models.SmallIntegerField(default=9)
    weekday = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__gte=0, hour__lte=23), name="digest_hour"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="digest_weekday"),
        ]


class Notice(models.Model):
    """One thing to be told, written in the transaction of the act that caused it. A code and parameters, no sentence.

    `topics`: public topics it is published under; `spread_at`: when their subscribers got their deliveries.
    `once`: where set, the same code and key are told only once (a reminder of a job that may run twice).
    """

    code = models.CharField(max_length=60)
    topic = models.CharField(max_length=40)  # what a person turns off
    once = models.CharField(max_length=120, blank=True, default="")
    about_kind = models.CharField(max_length=40, blank=True, default="")
    about_key = models.CharField(max_length=80, blank=True, default="")
    parameters = models.JSONField(default=dict)
    topics = ArrayField(models.CharField(max_length=120), default=list)
    by_id = models.BigIntegerField(null=True)  # the person who acted; null for a program
    on = models.DateField()
    made_at = models.DateTimeField(db_default=Now())
    spread_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "once"], condition=~Q(once=""), name="notice_told_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(spread_at=None) & ~Q(topics=[]), name="notice_to_spread"),
        ]


class Delivery(models.Model):
    """A notice, or a digest of several, for one receiver on one channel; the key makes it one and no more.

    `receiver` names who gets it on that channel, without personal data: `p:12`, `t:12345` or the keyed digest of an
    address. `period` is set, and `notice` is not, where the row is a digest.
    """

    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="deliveries")
    period = models.DateTimeField(null=True)  # moment at which the digest was due
    gathered_in = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="gathered")
    receiver = models.CharField(max_length=80)
    channel = models.CharField(max_length=10)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    address = models.CharField(max_length=254, blank=True, default="")  # of neither; emptied once it is sent
    language = models.CharField(max_length=2, blank=True, default="")  # of an address; others have their own
    handle = models.UUIDField(unique=True, default=uuid.uuid4)  # behind the links in the message
    state = models.CharField(max_length=10, default=State.WAITING.value)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    problem = models.CharField(max_length=60, blank=True, default="")  # code of the last one
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    # of channels that can tell whether a message arrived (notices.looking)
    begun_at = models.DateTimeField(null=True)  # the last attempt
    number = models.BigIntegerField(null=True)  # that the channel gave the message
    number_above = models.BigIntegerField(null=True)  # if the attempt's message arrived, its number is above this
    is_doubtful = models.BooleanField(default=False)  # the attempt may have arrived: it is looked for before a next one

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "receiver", "channel"], condition=Q(period=None), name="delivery_once"
            ),
            models.UniqueConstraint(
                fields=["receiver", "channel", "period"], condition=Q(notice=None), name="digest_once"
            ),
            models.CheckConstraint(condition=Q(notice=None) ^ Q(period=None), name="delivery_notice_or_digest"),
            _one_of("state", State, "delivery_state_known"),
            _one_of("channel", Channel, "delivery_channel_known"),
        ]
        indexes = [
            models.Index(
                fields=["channel", "next_at", "id"],
                condition=Q(state__in=[state.value for state in OPEN]) & ~Q(channel=Channel.PAGE.value),
                name="delivery_open",
            ),
            models.Index(fields=["next_at"], condition=Q(state=State.HELD.value), name="delivery_held"),
            models.Index(fields=["channel", "id"], condition=Q(state=State.FAILED.value), name="delivery_failed"),
            models.Index(fields=["person", "-id"], condition=Q(channel=Channel.PAGE.value), name="delivery_page"),
            models.Index(
                fields=["person"], condition=Q(channel=Channel.PAGE.value, read_at=None), name="delivery_unread"
            ),
            models.Index(fields=["channel", "sent_at"], condition=Q(state=State.SENT.value), name="delivery_sent"),
            models.Index(fields=["channel", "receiver"], condition=Q(is_doubtful=True), name="delivery_doubtful"),
            models.Index(fields=["number"], condition=Q(number__isnull=False), name="delivery_number"),
            models.Index(fields=["receiver", "number"], condition=Q(number__isnull=False), name="delivery_own_number"),
        ]


class ChannelState(models.Model):
    """How a channel does: kept by its sender, shown to administrators."""

    channel = models.CharField(primary_key=True, max_length=10)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True, default="")
    failures = models.IntegerField(default=0)  # in a row, of the channel itself
    paused_until = models.DateTimeField(null=True)
    repeated = models.BigIntegerField(default=0)  # sent again because a sender died before it noted the answer
    offset = models.BigIntegerField(default=0)  # next update of Telegram, where it is polled
    highest_number = models.BigIntegerField(default=0)  # known of a message of the account, to or from anyone

    class Meta:
        constraints = [_one_of("channel", OUTGOING, "channel_state_known")]
