"""Before a letter goes: is it still wanted, what does it say."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from ifi.notices.addressing import Wishes, mode_for, wishes_of
from ifi.notices.catalogue import Channel, kind_of, knows
from ifi.notices.channels.base import Letter
from ifi.notices.letters import write
from ifi.notices.models import Delivery, Notice, Subscription, TelegramChat
from ifi.notices.recipients import OFFICIAL
from ifi.notices.rules import Mode, State

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery with its letter."""

    delivery: Delivery
    letter: Letter


def prepare(deliveries: Sequence[Delivery], *, now: datetime) -> list[Ready]:
    """The letters of those that are still wanted; others are dropped, and what cannot be written is given up."""
    digests = gathered_in([delivery for delivery in deliveries if delivery.notice is None])
    wanted = Wanted.among(deliveries)
    ready: list[Ready] = []
    for delivery in deliveries:
        notices = [delivery.notice] if delivery.notice is not None else digests[delivery.pk]
        notices = [notice for notice in notices if wanted.still(delivery, notice)]
        if not notices:
            _leave(delivery, State.DROPPED)
            continue
        try:
            ready.append(Ready(delivery, write(delivery, notices)))
        except Exception:
            logger.exception("letter_not_written", delivery=delivery.pk)
            _leave(delivery, State.FAILED, "sender_failed")
    return ready


def _leave(delivery: Delivery, state: State, problem: str = "") -> None:
    Delivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(state=state, problem=problem)


def gathered_in(digests: Sequence[Delivery]) -> dict[int, list[Notice]]:
    """Digest → its notices, oldest first."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for part in Delivery.objects.filter(gathered_in__in=digests).select_related("notice").order_by("pk"):
        if part.gathered_in_id is not None and part.notice is not None:
            found[part.gathered_in_id].append(part.notice)
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the receivers of some deliveries want now."""

    wishes: dict[int, Wishes]
    followed: dict[int, set[str]]  # of subscribers
    chats: dict[int, int | None]  # chats that may be written to → their person

    @classmethod
    def among(cls, deliveries: Sequence[Delivery]) -> "Wanted":
        people = {delivery.person_id for delivery in deliveries if delivery.person_id is not None}
        subscribers = {delivery.subscriber_id for delivery in deliveries if delivery.subscriber_id is not None}
        followed: dict[int, set[str]] = defaultdict(set)
        for subscriber, topic in Subscription.objects.filter(subscriber__in=subscribers).values_list(
            "subscriber", "topic"
        ):
            followed[subscriber].add(topic)
        numbers = [int(delivery.receiver[2:]) for delivery in deliveries if delivery.receiver.startswith("t:")]
        chats = TelegramChat.objects.filter(chat_id__in=numbers, is_blocked=False)
        return cls(wishes_of(people), followed, dict(chats.values_list("chat_id", "person")))

    def still(self, delivery: Delivery, notice: Notice) -> bool:
        """Whether the receiver would get this notice if it were written now."""
        if delivery.receiver.startswith("t:") and int(delivery.receiver[2:]) not in self.chats:
            return False
        if delivery.person is not None:
            return self._still_of_person(delivery, notice)
        if delivery.subscriber_id is not None:
            return bool(self.followed.get(delivery.subscriber_id, set()) & set(notice.topics))
        return bool(delivery.address) or delivery.receiver == OFFICIAL

    def _still_of_person(self, delivery: Delivery, notice: Notice) -> bool:
        assert delivery.person is not None
        if not delivery.person.is_active:
            return False
        if delivery.channel == Channel.TELEGRAM and self.chats[int(delivery.receiver[2:])] != delivery.person_id:
            return False
        wishes = self.wishes[delivery.person.pk]
        if (notice.topic, delivery.channel) in wishes.modes and knows(notice.code):
            mode = mode_for(kind_of(notice.code), notice.topic, Channel(delivery.channel), wishes)
            return mode is not Mode.OFF
        return True
