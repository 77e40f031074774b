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


class Ground(StrEnum):
    """Why an act must be left to another; each value is the code of its sentence, which says to whom."""

    OWN_DEED = "not_apart.own_deed"
    OWN_ORGANISATION = "not_apart.own_organisation"


class NotApart(IfiError):
    """The person, or an organisation they act for, did on this object what must be left to another. Parameters: act."""

    ground: Ground


class OwnDeed(NotApart):
    ground = Ground.OWN_DEED
    code = ground.value


class OwnOrganisation(NotApart):
    ground = Ground.OWN_ORGANISATION
    code = ground.value


def not_apart(ground: Ground, *, act: str) -> NotApart:
    return next(error for error in (OwnDeed, OwnOrganisation) if error.ground is ground)(act=act)


def why_not_apart(
    act: Act, *, person: int | None, organisations: Collection[int], done: Iterable[Deed]
) -> Ground | None:
    """None where nothing stands in the way. `organisations`: all that the person acts for today, chosen now or not."""
    for deed in done:
        pair = frozenset({act, deed.act})
        if deed.organisation in organisations and pair in APART_FOR_AN_ORGANISATION:
            return Ground.OWN_ORGANISATION
        if person is not None and deed.person == person and pair in APART_FOR_A_PERSON:
            return Ground.OWN_DEED
    return None


def check_apart(act: Act, *, person: int | None, organisations: Collection[int], done: Iterable[Deed]) -> None:
    """Raise NotApart where `why_not_apart` has a ground."""
    ground = why_not_apart(act, person=person, organisations=organisations, done=done)
    if ground is not None:
        raise not_apart(ground, act=act.value)
