"""When to try again, when a digest is due, and how fast a channel may be spoken to. Pure: the time is an argument."""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands."""

    HELD = "held"  # waits for its digest
    WAITING = "waiting"  # to be sent at `next_at`
    SENDING = "sending"  # handed to the channel, no answer recorded yet
    SENT = "sent"
    GATHERED = "gathered"  # part of a digest
    DROPPED = "dropped"  # no longer wanted: turned off, left, blocked
    FAILED = "failed"  # given up; an administrator may send it again


# from each state, those that may follow
TRANSITIONS: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.GATHERED, State.DROPPED}),
    State.WAITING: frozenset({State.SENDING, State.DROPPED, State.FAILED}),
    State.SENDING: frozenset({State.SENT, State.WAITING, State.DROPPED, State.FAILED}),
    State.SENT: frozenset(),
    State.GATHERED: frozenset(),
    State.DROPPED: frozenset(),
    State.FAILED: frozenset({State.WAITING}),
}
OPEN = (State.WAITING, State.SENDING)


class Mode(StrEnum):
    """How a topic is wanted on a channel."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


MOST_ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
FIRST_CHANNEL_PAUSE = timedelta(seconds=5)
LONGEST_CHANNEL_PAUSE = timedelta(minutes=5)


def pause_after(attempts: int, jitter: float) -> timedelta:
    """After the n-th failed attempt of one delivery: twice as long each time; `jitter` in 0…1 spreads by a fifth."""
    return _doubled(FIRST_PAUSE, LONGEST_PAUSE, attempts, jitter)


def channel_pause_after(failures: int, jitter: float) -> timedelta:
    """After the n-th failure in a row of the channel itself."""
    return _doubled(FIRST_CHANNEL_PAUSE, LONGEST_CHANNEL_PAUSE, failures, jitter)


def _doubled(first: timedelta, longest: timedelta, count: int, jitter: float) -> timedelta:
    pause = min(first * (1 << min(max(count - 1, 0), 20)), longest)
    return pause * (0.8 + 0.4 * jitter)


def next_digest(after: datetime, mode: Mode, hour: int, weekday: int) -> datetime:
    """The first moment after `after` (in the zone of `after`) at which the digest is due.

    `weekday`: 1 = Monday … 7 = Sunday, for weekly ones.
    """
    moment = datetime.combine(after.date(), time(hour), tzinfo=after.tzinfo)
    while moment <= after or (mode is Mode.WEEKLY and moment.isoweekday() != weekday):
        moment += timedelta(days=1)
    return moment


def next_to_look_at(above: int, below: int, taken: Collection[int]) -> int | None:
    """The lowest number between the two that no known message has; None where there is none."""
    return next((number for number in range(above + 1, below) if number not in taken), None)


@dataclass(frozen=True, slots=True)
class Pace:
    """What a channel allows. `per_second` overall; `chat_gap` seconds between two messages to one chat;
    `group_per_minute` messages to one group in any minute."""

    per_second: float
    chat_gap: float = 0.0
    group_per_minute: int = 0


@dataclass
class Limiter:
    """Says when the next message may go; moments are seconds on any clock that only moves on.

    Messages are spread evenly instead of sent in bursts, so that no window of a second holds more than allowed.
    """

    pace: Pace
    next_overall: float = 0.0
    next_in_chat: dict[str, float] = field(default_factory=dict)
    sent_to_group: dict[str, deque[float]] = field(default_factory=dict)

    def ready_at(self, chat: str, is_group: bool) -> float:
        """The earliest moment for a message to this chat."""
        moment = max(self.next_overall, self.next_in_chat.get(chat, 0.0))
        past = self.sent_to_group.get(chat)
        if is_group and past is not None and len(past) >= self.pace.group_per_minute > 0:
            moment = max(moment, past[-self.pace.group_per_minute] + 60.0)
        return moment

    def note(self, chat: str, is_group: bool, at: float) -> None:
        """A message went to the chat."""
        self.next_overall = max(self.next_overall, at) + 1.0 / self.pace.per_second
        self.next_in_chat[chat] = at + self.pace.chat_gap
        if is_group and self.pace.group_per_minute:
            past = self.sent_to_group.setdefault(chat, deque(maxlen=self.pace.group_per_minute))
            past.append(at)
        if len(self.next_in_chat) > 10_000:
            self.next_in_chat = {name: moment for name, moment in self.next_in_chat.items() if moment > at}

    def hold(self, until: float) -> None:
        """Nothing goes before that moment: the other side asked for it."""
        self.next_overall = max(self.next_overall, until)

    def remember(self, sent: Iterable[tuple[str, bool, float]]) -> None:
        """What went before this limiter was made: chat, whether it is a group, when."""
        for chat, is_group, at in sorted(sent, key=lambda one: one[2]):
            self.note(chat, is_group, at)
