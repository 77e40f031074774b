"""From recipients to deliveries: which channels, at once or in a digest, by the catalogue and what people chose."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ifi.accounts.models import User
from ifi.notices.catalogue import Channel, NoticeKind, kind_of, knows_topic, topic_of
from ifi.notices.channels import configured
from ifi.notices.models import Delivery, DigestTime, Notice, Preference, Subscriber, TelegramChat
from ifi.notices.recipients import Address, Person, Recipient, chat_receiver, email_receiver, page_receiver
from ifi.notices.rules import Mode, State, next_digest


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose: (topic, channel) → mode, and when digests are due."""

    modes: Mapping[tuple[str, str], Mode]
    hour: int = 9
    weekday: int = 1


def mode_for(kind: NoticeKind, topic: str, channel: Channel, wishes: Wishes) -> Mode:
    """How the notice reaches the person on the channel. Security notices go at once, whatever was chosen."""
    usual = Mode.NOW if channel in kind.channels else Mode.OFF
    if is_security(topic):
        return usual
    chosen = wishes.modes.get((topic, channel.value), usual)
    return Mode.NOW if channel is Channel.PAGE and chosen is not Mode.OFF else chosen


def is_security(topic: str) -> bool:
    return knows_topic(topic) and topic_of(topic).is_security


def wishes_of(person_ids: Collection[int]) -> dict[int, Wishes]:
    """What each of them chose, in two queries."""
    modes: dict[int, dict[tuple[str, str], Mode]] = {person: {} for person in person_ids}
    for choice in Preference.objects.filter(person__in=person_ids):
        modes[choice.person_id][choice.topic, choice.channel] = Mode(choice.mode)
    times = DigestTime.objects.in_bulk(person_ids)
    return {
        person: Wishes(chosen, times[person].hour, times[person].weekday) if person in times else Wishes(chosen)
        for person, chosen in modes.items()
    }


def deliveries_for(
    notice: Notice, to: Collection[Recipient], *, channels: Collection[Channel] | None = None
) -> list[Delivery]:
    """One for each recipient and channel; a person or address named twice gets one."""
    people = {recipient.user_id for recipient in to if isinstance(recipient, Person)}
    rows = deliveries_for_people(notice, people, channels=channels)
    addresses = {email_receiver(one.email): one for one in to if isinstance(one, Address)}
    if Channel.EMAIL in configured():
        rows += [
            Delivery(
                notice=notice,
                receiver=receiver,
                channel=Channel.EMAIL.value,
                address=address.email.strip(),
                language=address.language,
                next_at=timezone.now(),
            )
            for receiver, address in addresses.items()
        ]
    return rows


def deliveries_for_people(
    notice: Notice, person_ids: Collection[int], *, channels: Collection[Channel] | None = None
) -> list[Delivery]:
    """For those who may sign in."""
    people = User.objects.filter(pk__in=person_ids, is_active=True).only("pk", "email")
    wishes = wishes_of(person_ids)
    chats = dict(TelegramChat.objects.filter(person__in=person_ids, is_blocked=False).values_list("person", "chat_id"))
    rows: list[Delivery] = []
    for person in people.order_by("pk"):
        ways = {Channel.PAGE: page_receiver(person.pk), Channel.EMAIL: email_receiver(person.email)}
        if person.pk in chats:
            ways[Channel.TELEGRAM] = chat_receiver(chats[person.pk])
        for channel, mode in _modes(notice, ways, wishes[person.pk], channels):
            row = Delivery(notice=notice, person=person, receiver=ways[channel], channel=channel.value)
            rows.append(_timed(row, mode, wishes[person.pk].hour, wishes[person.pk].weekday))
    return rows


def _modes(
    notice: Notice, ways: Iterable[Channel], wishes: Wishes, only: Collection[Channel] | None
) -> Sequence[tuple[Channel, Mode]]:
    kind, open_now = kind_of(notice.code), configured()
    if only is not None:
        return [(channel, Mode.NOW) for channel in ways if channel in only and channel in open_now]
    modes = [(channel, mode_for(kind, notice.topic, channel, wishes)) for channel in ways if channel in open_now]
    return [(channel, mode) for channel, mode in modes if mode is not Mode.OFF]


def deliveries_for_subscribers(notice: Notice, subscribers: Iterable[Subscriber]) -> list[Delivery]:
    """For those without an account; their chats must be loaded."""
    rows, open_now = [], configured()
    for subscriber in subscribers:
        if subscriber.chat is not None:
            channel, receiver = Channel.TELEGRAM, chat_receiver(subscriber.chat.chat_id)
        else:
            channel, receiver = Channel.EMAIL, email_receiver(subscriber.email or "")
        if channel in open_now and not (subscriber.chat and subscriber.chat.is_blocked):
            row = Delivery(notice=notice, subscriber=subscriber, receiver=receiver, channel=channel.value)
            rows.append(_timed(row, Mode(subscriber.mode), subscriber.hour, subscriber.weekday))
    return rows


def _timed(row: Delivery, mode: Mode, hour: int, weekday: int) -> Delivery:
    """To go now, or to be held until its digest; what is on the page has arrived."""
    now = timezone.localtime()
    row.next_at = now
    if row.channel == Channel.PAGE:
        row.state, row.sent_at = State.SENT.value, now
    elif mode in (Mode.DAILY, Mode.WEEKLY):
        row.state, row.next_at = State.HELD.value, digest_moment(now, mode, hour, weekday)
    return row


def digest_moment(now: datetime, mode: Mode, hour: int, weekday: int) -> datetime:
    return next_digest(timezone.localtime(now), mode, hour, weekday)
