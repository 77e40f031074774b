"""The sender of a channel: takes what is due, hands it over at the allowed pace, notes what became of it.

One sender at a time for each channel, held by a lock of the database that ends with the process. So whatever stands as
"being sent" when a sender begins was left by one that died: it may or may not have arrived. Where the channel can tell,
it is looked for first; else it is sent again under the same key.
"""

import random
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Protocol

import structlog
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ifi.notices import looking, outcomes
from ifi.notices.catalogue import Channel
from ifi.notices.channels import carrier_of
from ifi.notices.channels.base import Answer, Carrier, Line, Outcome
from ifi.notices.models import ChannelState, Delivery
from ifi.notices.preparing import Ready, prepare
from ifi.notices.rules import MOST_ATTEMPTS, OPEN, Limiter, State, pause_after

logger = structlog.get_logger()

BATCH = 200
BUDGET = timedelta(seconds=10)  # of one run; then the next one is ordered, so that a worker can end in between
_LOOKED_AT = 1_000  # earliest due rows, of which a batch takes one for each receiver
_TRIED_AT_ONCE = 3
_REMEMBERED = timedelta(seconds=60)


class Clock(Protocol):
    """Time as the sender needs it; tests bring one that stands still until told."""

    def now(self) -> datetime: ...

    def wait(self, flying: "set[Future[Answer]]", seconds: float | None) -> None:
        """Until one of the letters on the way is answered, or so many seconds have passed."""


class RealClock:
    def now(self) -> datetime:
        return timezone.now()

    def wait(self, flying: "set[Future[Answer]]", seconds: float | None) -> None:
        if flying:
            wait(flying, timeout=seconds, return_when=FIRST_COMPLETED)
        elif seconds:
            time.sleep(seconds)


def send(channel: Channel, *, clock: Clock | None = None, carrier: Carrier | None = None) -> bool:
    """Send what is due on the channel, for a while; whether more is due now and another run should follow."""
    clock, carrier = clock or RealClock(), carrier or carrier_of(channel)
    if not carrier.is_configured:
        return False
    with _only_sender(channel) as is_mine:
        if not is_mine:
            return False  # whoever holds the channel looks again when it is done
        Sender(carrier, clock).run()
    return is_due(channel, clock.now())


@contextmanager
def _only_sender(channel: Channel) -> Iterator[bool]:
    key = f"ifi.notices.send_{channel}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        row = cursor.fetchone()
    is_mine = bool(row and row[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def is_due(channel: Channel, now: datetime) -> bool:
    """Whether a sender would find something to do."""
    if ChannelState.objects.filter(channel=channel, paused_until__gt=now).exists():
        return False
    return due(channel, now).exists()


def due(channel: Channel, now: datetime) -> QuerySet[Delivery]:
    """What may go now. Nothing goes to a receiver while it is in doubt whether an earlier message arrived there."""
    states = [state.value for state in OPEN]
    in_doubt = looking.doubtful_of(channel).values("receiver")
    rows = Delivery.objects.filter(channel=channel, state__in=states, next_at__lte=now)
    return rows.filter(Q(is_doubtful=True) | ~Q(receiver__in=in_doubt))


@dataclass(frozen=True, slots=True)
class Flight:
    """A letter on its way, or a question whether it stands at `look_at` already."""

    ready: Ready
    look_at: int | None = None


@dataclass
class Sender:
    """One run on one channel."""

    carrier: Carrier
    clock: Clock
    state: ChannelState = field(init=False)
    limiter: Limiter = field(init=False)
    lines: "SimpleQueue[Line]" = field(default_factory=SimpleQueue)
    is_stopped: bool = False

    @property
    def channel(self) -> Channel:
        return self.carrier.channel

    def run(self) -> None:
        self.state, _ = ChannelState.objects.get_or_create(channel=self.channel)
        self.limiter = Limiter(self.carrier.pace)
        self.limiter.remember([*self._sent_lately(), *self._take_over()])
        end = self.clock.now() + BUDGET
        pool = ThreadPoolExecutor(self.carrier.parallel)
        try:
            while not self.is_stopped and self.clock.now() < end and is_due(self.channel, self.clock.now()):
                self._send_batch(pool)
        finally:
            pool.shutdown()
            while not self.lines.empty():
                self.lines.get().close()

    def _take_over(self) -> list[tuple[str, bool, float]]:
        """What a dead sender left half done is due again. What was left so several times may be what kills it: others
        go first, and in the end it is given up. Unless it is known when it went, it counts as sent now."""
        now = self.clock.now()
        left = list(Delivery.objects.filter(channel=self.channel, state=State.SENDING.value))
        for row in left:
            row.state, row.next_at = State.WAITING.value, now
            row.is_doubtful = self.carrier.can_look and row.number_above is not None
            if row.is_doubtful and row.begun_at is not None:
                row.next_at = row.begun_at + looking.SETTLING
            if row.attempts > _TRIED_AT_ONCE:
                row.next_at = now + pause_after(row.attempts - _TRIED_AT_ONCE, random.random())  # noqa: S311
            if row.attempts >= MOST_ATTEMPTS:
                row.state, row.problem = State.FAILED.value, "sender_failed"
        if left:
            Delivery.objects.bulk_update(left, ["state", "next_at", "problem", "is_doubtful"])
            self._count_repeated(sum(not row.is_doubtful for row in left))
            logger.warning("deliveries_left_by_a_dead_sender", channel=self.channel, count=len(left))
        return [(row.receiver, self._is_group(row.receiver), (row.begun_at or now).timestamp()) for row in left]

    def _count_repeated(self, count: int) -> None:
        ChannelState.objects.filter(pk=self.state.pk).update(repeated=F("repeated") + count)

    def _sent_lately(self) -> list[tuple[str, bool, float]]:
        """What the limits still count: messages, and looking for them, of which the last moment is `next_at`."""
        now = self.clock.now()
        since = now - _REMEMBERED
        sent = Delivery.objects.filter(channel=self.channel, state=State.SENT.value, sent_at__gte=since)
        looked = looking.doubtful_of(self.channel).filter(next_at__range=(since, now))
        moments = [*sent.values_list("receiver", "sent_at"), *looked.values_list("receiver", "next_at")]
        return [
            (receiver, self._is_group(receiver), moment.timestamp())
            for receiver, moment in moments
            if moment is not None
        ]

    def _is_group(self, receiver: str) -> bool:
        return receiver == "official" or self.carrier.is_group(receiver.removeprefix("t:"))

    def _batch(self) -> list[Delivery]:
        """The earliest due, one for each receiver, so that no chat's limit keeps others waiting. What is in doubt
        has no more than half of the places."""
        rows = due(self.channel, self.clock.now()).order_by("next_at", "pk")
        in_doubt = rows.filter(is_doubtful=True).values_list("pk", flat=True)[: BATCH // 2]
        chosen: dict[str, int] = {}
        for key, receiver in rows.filter(is_doubtful=False).values_list("pk", "receiver")[:_LOOKED_AT]:
            chosen.setdefault(receiver, key)
        batch = Delivery.objects.filter(pk__in=[*in_doubt, *chosen.values()][:BATCH])
        return list(batch.select_related("notice", "person", "subscriber__chat").order_by("next_at", "pk"))

    def _send_batch(self, pool: ThreadPoolExecutor) -> None:
        waiting = prepare(self._batch(), now=self.clock.now())
        flying: dict[Future[Answer], Flight] = {}
        while flying or (waiting and not self.is_stopped):
            pause = self._launch(pool, waiting, flying)
            self.clock.wait(set(flying), pause)
            for future in [future for future in flying if future.done()]:
                self._note(flying.pop(future), future.result())

    def _launch(
        self, pool: ThreadPoolExecutor, waiting: list[Ready], flying: "dict[Future[Answer], Flight]"
    ) -> float | None:
        """Hand over what may go now; seconds until the next may, None where only answers are waited for."""
        while waiting and not self.is_stopped and len(flying) < self.carrier.parallel:
            now = self.clock.now().timestamp()
            ready = min(waiting, key=self._ready_at)
            pause = self._ready_at(ready) - now
            if pause > 0:
                return pause
            waiting.remove(ready)
            look_at = self._where_to_look(ready.delivery)
            if look_at is not None or self._mark(ready.delivery):
                receiver = ready.delivery.receiver
                self.limiter.note(receiver, self._is_group(receiver), now)
                flight = Flight(ready, look_at)
                flying[pool.submit(self._on_a_line, flight)] = flight
        return None

    def _where_to_look(self, delivery: Delivery) -> int | None:
        """For a message that may have arrived: where it may stand. None: it is to be sent."""
        if not delivery.is_doubtful:
            return None
        number = looking.next_number(delivery, self.carrier, now=self.clock.now())
        if number is None:
            self._count_repeated(1)
        return number

    def _ready_at(self, ready: Ready) -> float:
        receiver = ready.delivery.receiver
        return self.limiter.ready_at(receiver, self._is_group(receiver))

    def _mark(self, delivery: Delivery) -> bool:
        """Note that it is being sent, before it is; False where it was turned off meanwhile."""
        delivery.attempts += 1
        fields: dict[str, object] = {"state": State.SENDING.value, "attempts": delivery.attempts, "is_doubtful": False}
        if self.carrier.can_look:
            fields["begun_at"] = self.clock.now()
            fields["number_above"] = looking.highest_known(self.carrier, delivery.receiver)
        return bool(Delivery.objects.filter(pk=delivery.pk, state=State.WAITING.value).update(**fields))

    def _on_a_line(self, flight: Flight) -> Answer:
        """In a thread of its own; a line is used by one letter at a time and kept for the next."""
        letter = flight.ready.letter
        try:
            line = self.lines.get_nowait()
        except Empty:
            line = self.carrier.open()
        try:
            return line.send(letter) if flight.look_at is None else line.look(letter.to, flight.look_at)
        except Exception:
            logger.exception("letter_not_handed_over", channel=self.channel, key=letter.key)
            return Answer(Outcome.AGAIN, "sender_failed")
        finally:
            self.lines.put(line)

    def _note(self, flight: Flight, answer: Answer) -> None:
        now, delivery = self.clock.now(), flight.ready.delivery
        with transaction.atomic():
            if flight.look_at is None:
                can_look = self.carrier.can_look
                outcomes.note(delivery, answer, now=now, jitter=random.random(), may_look=can_look)  # noqa: S311
            else:
                is_group = self._is_group(delivery.receiver)
                looking.note_look(delivery, flight.look_at, answer, is_group=is_group, now=now)
            if not looking.numbers_apart(self.carrier, delivery.receiver):
                looking.note_number(self.channel, answer.number)
            pause = outcomes.note_of_channel(self.state, answer, now=now, jitter=random.random())  # noqa: S311
        if pause:
            self.is_stopped = True
