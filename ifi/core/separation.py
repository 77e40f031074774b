"""Separation of duties: which acts on one object nobody may do both, and no organisation either. Pure.

Nobody reports and accepts, reviews and votes on, or executes and accepts the same thing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ifi.core.errors import IfiError


class Act(StrEnum):
    REPORT = "report"  # what one did, in order to have it counted
    ACCEPT = "accept"
    REFUSE = "refuse"
    REVIEW = "review"
    VOTE = "vote"
    EXECUTE = "execute"


_PERSONS = ((Act.REPORT, Act.ACCEPT), (Act.REVIEW, Act.VOTE), (Act.EXECUTE, Act.ACCEPT))
# whoever is concerned is nobody's judge: neither for nor against
_ORGANISATIONS = (
    *_PERSONS,
    (Act.REPORT, Act.REFUSE),
    (Act.EXECUTE, Act.REFUSE),
    (Act.EXECUTE, Act.REVIEW),
    (Act.EXECUTE, Act.VOTE),
)
APART_FOR_A_PERSON = frozenset(frozenset(pair) for pair in _PERSONS)
APART_FOR_AN_ORGANISATION = frozenset(frozenset(pair) for pair in _ORGANISATIONS)


@dataclass(frozen=True, slots=True)
class Deed:
    """An act on the object by a person, for an organisation; None where it was a program, or for nobody."""

    act: Act
    person: int | None = None
    organisation: int | None = None


class NotApart(IfiError):
    """The person, or an organisation they act for, did on this object what must be left to another. Parameters: act."""

    code = "not_apart"


def check_apart(act: Act, *, person: int | None, organisations: Collection[int], done: Iterable[Deed]) -> None:
    """`organisations`: all that the person acts for today, whichever they chose for this act."""
    for deed in done:
        pair = frozenset({act, deed.act})
        by_person = person is not None and deed.person == person and pair in APART_FOR_A_PERSON
        if by_person or (deed.organisation in organisations and pair in APART_FOR_AN_ORGANISATION):
            raise NotApart(act=deed.act.value)
