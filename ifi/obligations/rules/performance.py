"""What may be done to a performance, by whom, and for what reasons it may be refused. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ifi.accounts.rights import Permission
from ifi.core.errors import IfiError
from ifi.law.facts import Channel


class Step(StrEnum):
    """A step of a performance; the newest one tells where it stands."""

    PLANNED = "planned"
    DECLARED = "declared"
    ACCEPTED = "accepted"  # with an amount up to the declared one; a reason where it is less
    DISALLOWED = "disallowed"  # with a reason
    REVERSED = "reversed"  # the decision is undone; the performance waits for a new one


class Reason(StrEnum):
    """Why a performance, or part of it, was not accepted."""

    NOT_RESEARCH = "not_research"
    NOT_PAID = "not_paid"
    NO_EVIDENCE = "no_evidence"
    CHANNEL_NOT_OPEN = "channel_not_open"
    OTHER_OBLIGATION = "other_obligation"
    OTHER_RIGHT = "other_right"
    OTHER_YEAR = "other_year"
    COUNTED_ALREADY = "counted_already"
    ABOVE_CONFIRMED_COST = "above_confirmed_cost"
    PERFORMER_NOT_ELIGIBLE = "performer_not_eligible"
    DONE_ABROAD = "done_abroad"
    PROJECT_NOT_REGISTERED = "project_not_registered"


# where it stands → the steps that may follow; None = not yet entered
TRANSITIONS: dict[Step | None, frozenset[Step]] = {
    None: frozenset({Step.PLANNED, Step.DECLARED}),
    Step.PLANNED: frozenset({Step.DECLARED}),
    Step.DECLARED: frozenset({Step.ACCEPTED, Step.DISALLOWED}),
    Step.ACCEPTED: frozenset({Step.REVERSED}),
    Step.DISALLOWED: frozenset({Step.REVERSED}),
    Step.REVERSED: frozenset({Step.ACCEPTED, Step.DISALLOWED}),
}

# step → the permission that taking it needs
OWNERS: dict[Step, Permission] = {
    Step.PLANNED: Permission.PERFORMANCE_ENTER,
    Step.DECLARED: Permission.PERFORMANCE_ENTER,
    Step.ACCEPTED: Permission.PERFORMANCE_DECIDE,
    Step.DISALLOWED: Permission.PERFORMANCE_DECIDE,
    Step.REVERSED: Permission.PERFORMANCE_DECIDE,
}

AWAITING_DECISION = frozenset({Step.DECLARED, Step.REVERSED})


class StepNotPossible(IfiError):
    """The step cannot follow where the performance stands. Parameters: performance, stands, step."""

    code = "performance.step_not_possible"


class AmountNotAcceptable(IfiError):
    """Not above zero, or above what was declared. Parameters: performance, amount, declared."""

    code = "performance.amount_not_acceptable"


class ReasonMissing(IfiError):
    """A refusal, or an acceptance of less than declared, names no known reason. Parameters: performance."""

    code = "performance.reason_missing"


class PaymentDateMissing(IfiError):
    """Only what was paid counts, and the channel is judged by the payment date. Parameters: performance."""

    code = "performance.payment_date_missing"


class PaidOutsideYear(IfiError):
    """Paid before the year began, or after it ended where a penalty replaces the rest. Parameters: performance,
    paid_on, year."""

    code = "performance.paid_outside_year"


class ChannelNotOpen(IfiError):
    """The norms did not allow this channel on the payment date. Parameters: performance, channel, paid_on."""

    code = "performance.channel_not_open"


class BudgetCodeWrong(IfiError):
    """Paid to another budget classification code than the norms name. Parameters: performance, kbk, expected."""

    code = "performance.budget_code_wrong"


@dataclass(frozen=True, slots=True)
class OpenChannels:
    """Channels open from `valid_from` to `valid_to`, both included; `kbk` where the norms name one."""

    channels: tuple[Channel, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    kbk: str | None = None

    def hold_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class PerformanceFacts:
    """What a decision needs to know of a performance. `late_payment_counts`: money paid after the year still counts
    for it, because the shortfall stays due (contracts, Code 133(1)) and is not replaced by a penalty (221(2))."""

    performance: int
    stands: Step | None
    declared: Decimal
    year: int
    channel: Channel
    paid_on: date | None
    kbk: str = ""
    late_payment_counts: bool = True
    open_channels: tuple[OpenChannels, ...] = ()


def check_step(performance: int, stands: Step | None, step: Step) -> None:
    """Raise StepNotPossible unless the step may follow."""
    if step not in TRANSITIONS[stands]:
        raise StepNotPossible(performance=performance, stands=stands.value if stands else "", step=step.value)


def check_reason(performance: int, reason: str) -> None:
    """Raise ReasonMissing unless the reason is one of ours."""
    if reason not in Reason.__members__.values():
        raise ReasonMissing(performance=performance)


def check_acceptable(facts: PerformanceFacts, amount: Decimal, reason: str = "") -> None:
    """Raise the first ground on which this amount of the performance cannot be accepted."""
    check_step(facts.performance, facts.stands, Step.ACCEPTED)
    if not 0 < amount <= facts.declared:
        raise AmountNotAcceptable(performance=facts.performance, amount=amount, declared=facts.declared)
    if amount < facts.declared:
        check_reason(facts.performance, reason)
    if facts.paid_on is None:
        raise PaymentDateMissing(performance=facts.performance)
    is_late = facts.paid_on.year > facts.year
    if facts.paid_on.year < facts.year or (is_late and not facts.late_payment_counts):
        raise PaidOutsideYear(performance=facts.performance, paid_on=facts.paid_on, year=facts.year)
    _check_channel(facts, facts.paid_on)


def _check_channel(facts: PerformanceFacts, paid_on: date) -> None:
    """Where the norms name no channel for the day, they forbid none: the officer decides."""
    holding = [period for period in facts.open_channels if period.channels and period.hold_on(paid_on)]
    if not holding:
        return
    allowing = [period for period in holding if facts.channel in period.channels]
    if not allowing:
        raise ChannelNotOpen(performance=facts.performance, channel=facts.channel.value, paid_on=paid_on)
    codes = [period.kbk for period in allowing if period.kbk]
    if facts.channel is Channel.STATE_BUDGET and codes and facts.kbk and facts.kbk not in codes:
        raise BudgetCodeWrong(performance=facts.performance, kbk=facts.kbk, expected=codes[0])
