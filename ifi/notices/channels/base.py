"""What every channel out of the system does: take one letter at a time and say what became of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import ClassVar, Self

from ifi.notices.catalogue import Channel
from ifi.notices.rules import Pace


class Outcome(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    REFUSED = "refused"  # for good: sending it again would not help
    GONE = "gone"  # nobody is there any more: the channel is turned off for this receiver
    AGAIN = "again"  # not now, for a reason of this letter
    BROKEN = "broken"  # the line broke on the way: it may have arrived; counts for the letter and for the channel
    DOWN = "down"  # the channel itself does not work; not the letter's fault
    SLOWER = "slower"  # asked to wait `wait_seconds`
    ABSENT = "absent"  # only of `look`: there is no such message of ours


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome, the code of the problem, and what else the other side said."""

    outcome: Outcome
    problem: str = ""
    wait_seconds: float = 0.0
    moved_to: str = ""  # a chat that has another number now
    number: int | None = None  # of the message that was sent or found
    is_unsure: bool = False  # it may have arrived although the channel is down

    @property
    def may_have_arrived(self) -> bool:
        return self.is_unsure or self.outcome is Outcome.BROKEN


SENT = Answer(Outcome.SENT)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message ready to go, in the receiver's language. `key` stays the same however often it is sent."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Line(ABC):
    """An open connection of one thread; closed when its block ends."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def send(self, letter: Letter) -> Answer:
        """Hand the letter over. Raises nothing: whatever happens is an answer."""

    def look(self, to: str, number: int) -> Answer:
        """Whether a message of ours with that number stands there: SENT, ABSENT, REFUSED where that cannot be told,
        anything else where it could not be told now. Changes nothing that anybody sees. Only where `can_look`."""
        raise NotImplementedError

    @abstractmethod
    def close(self) -> None: ...


class Carrier(ABC):
    """A channel as it is configured now."""

    channel: ClassVar[Channel]
    pace: ClassVar[Pace]
    parallel: ClassVar[int] = 1  # letters on the way at once
    can_look: ClassVar[bool] = False  # whether it can be found out what became of a message; else it goes again

    @property
    @abstractmethod
    def is_configured(self) -> bool: ...

    @abstractmethod
    def open(self) -> Line:
        """A line; connecting happens with the first letter."""

    def is_group(self, to: str) -> bool:
        """Whether many read what is sent there, so that stricter limits hold."""
        return False

    def numbers_apart(self, to: str) -> bool:
        """Whether messages there have a sequence of numbers of their own, instead of the account's."""
        return False
