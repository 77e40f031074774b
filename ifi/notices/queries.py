"""Reads for the pages of notices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from ifi.accounts.models import User
from ifi.accounts.rights import Actor, Permission, check_may, may
from ifi.core.identifiers import record_number
from ifi.core.targets import Shown
from ifi.notices.addressing import wishes_of
from ifi.notices.catalogue import OUTGOING, Channel, NoticeKind, Topic, kinds, knows, topics
from ifi.notices.channels import is_configured
from ifi.notices.models import ChannelState, Delivery, Subscriber, Subscription, TelegramChat
from ifi.notices.rules import OPEN, Mode, State
from ifi.notices.saying import Said, say_all, topic_names

ON_A_PAGE = 20
COUNTED_UP_TO = 99
FAILED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A notice on its reader's page."""

    key: int
    said: Said
    topic: str
    made_at: datetime
    is_read: bool
    may_turn_off: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, newest first; `older` and `newer` are cursors, 0 where there is nothing more."""

    lines: Sequence[Line]
    unread: int
    older: int
    newer: int


def page_of(person: User, *, before: int = 0, after: int = 0, only_unread: bool = False) -> Page:
    """The person's notices older than `after`, or newer than `before`."""
    rows = Delivery.objects.filter(person=person, channel=Channel.PAGE, notice__isnull=False)
    rows = rows.filter(read_at=None) if only_unread else rows
    if before:
        newer = list(rows.filter(pk__gt=before).select_related("notice").order_by("pk")[: ON_A_PAGE + 1])
        found, has_newer, has_older = newer[:ON_A_PAGE][::-1], len(newer) > ON_A_PAGE, True
    else:
        older = rows.filter(pk__lt=after) if after else rows
        fetched = list(older.select_related("notice").order_by("-pk")[: ON_A_PAGE + 1])
        found, has_newer, has_older = fetched[:ON_A_PAGE], bool(after), len(fetched) > ON_A_PAGE
    return Page(
        _lines(found, person),
        unread_count(person),
        found[-1].pk if found and has_older else 0,
        found[0].pk if found and has_newer else 0,
    )


def _lines(rows: Sequence[Delivery], person: User) -> list[Line]:
    notices = [row.notice for row in rows if row.notice is not None]
    said = say_all(notices, reader=person)
    security = {topic.code for topic in topics() if topic.is_security}
    return [
        Line(
            key=row.pk,
            said=said[row.notice.pk],
            topic=row.notice.topic,
            made_at=row.notice.made_at,
            is_read=row.read_at is not None,
            may_turn_off=row.notice.topic not in security,
        )
        for row in rows
        if row.notice is not None and row.notice.pk in said
    ]


def unread_count(person: User) -> int:
    """How many the person has not read; counted up to a hundred."""
    unread = Delivery.objects.filter(person=person, channel=Channel.PAGE, read_at=None)
    return unread.values("pk")[: COUNTED_UP_TO + 1].count()


def address_of(person: User, key: int) -> str | None:
    """Path of the page that a notice of the person leads to; empty where there is none, None where it is not theirs."""
    row = Delivery.objects.filter(pk=key, person=person, channel=Channel.PAGE).select_related("notice").first()
    if row is None or row.notice is None or not knows(row.notice.code):
        return None
    return say_all([row.notice], reader=person)[row.notice.pk].address


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic with how the person is told of it: channel → mode."""

    topic: Topic
    modes: dict[Channel, Mode]


def topics_for(person: User) -> list[TopicLine]:
    """The topics whose notices may reach the person, with what holds now."""
    wishes = wishes_of([person.pk])[person.pk]
    lines = []
    for topic in topics():
        own = [kind for kind in kinds() if kind.topic == topic.code and kind.channels]
        if own and (topic.permission is None or may(person, topic.permission)):
            modes = {channel: _mode(topic, channel, own, wishes.modes) for channel in Channel}
            lines.append(TopicLine(topic, modes))
    return lines


def _mode(topic: Topic, channel: Channel, own: list[NoticeKind], chosen: Mapping[tuple[str, str], Mode]) -> Mode:
    """The choice, or what the catalogue has for most of the topic's kinds."""
    usual = Mode.NOW if any(channel in kind.channels for kind in own) else Mode.OFF
    return usual if topic.is_security else chosen.get((topic.code, channel.value), usual)


def public_choices() -> list[tuple[str, str]]:
    """Every topic that anyone may follow, single objects aside: code and name in the reader's language."""
    found: list[tuple[str, str]] = []
    for topic in topics():
        if topic.is_public and topic.code != "object":
            keys = topic.keys()
            parts = [f"{topic.code}/{key}" for key in keys] or [topic.code]
            found += topic_names(parts, reader=AnonymousUser()).items()
    return found


def followed_by(person: User) -> list[str]:
    return list(Subscription.objects.filter(person=person).order_by("topic").values_list("topic", flat=True))


def names_of(topic_codes: Sequence[str], reader: object) -> list[tuple[str, str]]:
    return list(topic_names(topic_codes, reader=reader).items())


def chat_of(person: User) -> TelegramChat | None:
    return TelegramChat.objects.filter(person=person).first()


def topics_of(subscriber: Subscriber) -> list[str]:
    return list(subscriber.subscriptions.order_by("topic").values_list("topic", flat=True))


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """How a channel does."""

    channel: Channel
    is_configured: bool
    state: ChannelState | None
    waiting: int
    oldest: datetime | None
    failed: int


def channels(*, by: Actor) -> list[ChannelLine]:
    """Every channel out of the system, for those who look after it."""
    check_may(by, Permission.SETTINGS_EDIT)
    states = ChannelState.objects.in_bulk([channel.value for channel in OUTGOING])
    waiting = {row["channel"]: row for row in _count([state.value for state in OPEN])}
    failed = {row["channel"]: row["count"] for row in _count([State.FAILED.value])}
    return [
        ChannelLine(
            channel,
            is_configured(channel),
            states.get(channel.value),
            waiting.get(channel.value, {}).get("count", 0),
            waiting.get(channel.value, {}).get("oldest"),
            failed.get(channel.value, 0),
        )
        for channel in OUTGOING
    ]


def _count(states: list[str]):  # type: ignore[no-untyped-def]
    rows = Delivery.objects.filter(state__in=states).exclude(channel=Channel.PAGE)
    return rows.values("channel").annotate(count=Count("pk"), oldest=Min("made_at"))


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A delivery that was given up; who was to get it is not told."""

    key: int
    title: str
    channel: Channel
    problem: str
    attempts: int
    made_at: datetime


def failed(*, by: Actor) -> list[FailedLine]:
    """The newest of those that were given up."""
    check_may(by, Permission.SETTINGS_EDIT)
    rows = list(Delivery.objects.filter(state=State.FAILED).select_related("notice").order_by("-pk")[:FAILED_SHOWN])
    said = say_all([row.notice for row in rows if row.notice is not None], reader=AnonymousUser())
    return [
        FailedLine(
            row.pk,
            said[row.notice.pk].topic if row.notice is not None and row.notice.pk in said else "",
            Channel(row.channel),
            row.problem,
            row.attempts,
            row.made_at,
        )
        for row in rows
    ]


def oldest_unsent(now: datetime) -> dict[str, int]:
    """Channel → seconds that its oldest due delivery has waited; channels without settings are left out."""
    rows = Delivery.objects.filter(state__in=[state.value for state in OPEN], next_at__lte=now)
    oldest = dict(rows.values_list("channel").annotate(oldest=Min("next_at")))
    return {
        channel.value: int((now - oldest[channel.value]).total_seconds()) if channel.value in oldest else 0
        for channel in OUTGOING
        if is_configured(channel)
    }


def official_address() -> str:
    """The page of the official channel in Telegram; empty where there is none."""
    name = settings.TELEGRAM_CHANNEL
    return f"https://t.me/{name.removeprefix('@')}" if name.startswith("@") else ""


def describe_subscribers(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """Followers without an account have a number and nothing else, and that only for whoever reads the whole trail."""
    if not may(reader, Permission.AUDIT_SEE):
        return {}
    label = _("Follower without an account, No. %(number)s")
    return {key: Shown(label % {"number": key}) for key in keys if record_number(key) is not None}
