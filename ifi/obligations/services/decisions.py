"""Decisions on performances: accept, disallow, and undo either."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ifi.accounts.rights import Actor
from ifi.core.money import ZERO
from ifi.core.targets import Target
from ifi.law.facts import Channel
from ifi.ledger.isolation import serializable
from ifi.ledger.models import Entry
from ifi.ledger.rules import Kind, NewEntry, uid_of
from ifi.ledger.services import correct, post
from ifi.obligations.models import AssessmentVersion, DutyBalance, Expense, Performance, PerformanceStep
from ifi.obligations.rules.assessments import channels_from_json
from ifi.obligations.rules.errors import ActRepeatedDifferently, ExpenseOverClaimed, NotAssessed
from ifi.obligations.rules.performance import (
    OWNERS,
    PerformanceFacts,
    Step,
    check_acceptable,
    check_reason,
    check_step,
)
from ifi.obligations.services.acting import lock_duties, person_id, rights_of
from ifi.obligations.services.apart import check_duties_apart
from ifi.obligations.services.recording import MENTIONED, record_act
from ifi.obligations.services.settlement import settle_rights
from ifi.obligations.services.standing import declared_follows, performances_of, stands
from ifi.obligations.telling import tell_of


@dataclass(frozen=True, slots=True)
class Decision:
    """On one performance. `uid` is made by the caller; `amount` in tenge is what is accepted, nothing in a refusal.

    `reason`: code of rules.performance.Reason, needed for a refusal and where less than declared is accepted.
    """

    uid: UUID
    performance_id: int
    amount: Decimal = ZERO
    reason: str = ""
    note: str = ""


@serializable
def accept_performances(*, decisions: Sequence[Decision], by: Actor, on: date) -> int:
    """Accept the amounts and return how many decisions are new; one recorded before (same uid) changes nothing.

    The payment date must lie in the year, or after it where the shortfall stays due; the norms must allow the channel
    on that date; over all rights no more than the confirmed cost of a document is accepted. Raises a ground of
    rules.performance, NotAssessed, ExpenseOverClaimed, ActRepeatedDifferently.
    """
    performances, balances, new = _begin(decisions, Step.ACCEPTED, by, on)
    standing = stands([decision.performance_id for decision in new])
    facts = _facts(new, performances, balances, standing)
    for decision in new:
        check_acceptable(facts[decision.performance_id], decision.amount, decision.reason)
    _claim([(performances[decision.performance_id], decision.amount) for decision in new])
    steps = _take(new, Step.ACCEPTED, performances, on, person_id(by))
    post(_acceptances(steps, performances), recorded_by=person_id(by))
    _follow(steps, performances, balances, on, person_id(by))
    _record("obligations.performances_accepted", steps, balances, by, on)
    return len(new)


@serializable
def disallow_performances(*, decisions: Sequence[Decision], by: Actor, on: date) -> int:
    """Refuse the performances, each with its reason, and return how many decisions are new.

    Raises StepNotPossible, ReasonMissing, ActRepeatedDifferently.
    """
    performances, balances, new = _begin(decisions, Step.DISALLOWED, by, on)
    standing = stands([decision.performance_id for decision in new])
    for decision in new:
        check_step(decision.performance_id, Step(standing[decision.performance_id].step), Step.DISALLOWED)
        check_reason(decision.performance_id, decision.reason)
    steps = _take(new, Step.DISALLOWED, performances, on, person_id(by))
    _follow(steps, performances, balances, on, person_id(by))
    _record("obligations.performances_disallowed", steps, balances, by, on)
    return len(new)


@serializable
def reverse_decisions(*, decisions: Sequence[Decision], by: Actor, on: date) -> int:
    """Undo the newest decision on each performance, so that it waits for a new one; return how many are new.

    What was accepted is undone in the ledger by a counter-entry of the day `on`. Raises StepNotPossible,
    ActRepeatedDifferently.
    """
    performances, balances, new = _begin(decisions, Step.REVERSED, by, on)
    standing = stands([decision.performance_id for decision in new])
    for decision in new:
        check_step(decision.performance_id, Step(standing[decision.performance_id].step), Step.REVERSED)
    accepted = [step for step in standing.values() if step.step == Step.ACCEPTED.value]
    _claim([(performances[step.performance_id], -step.amount) for step in accepted])
    entries = Entry.objects.filter(uid__in=[uid_of("step", step.uid) for step in accepted])
    correct([entry.pk for entry in entries], effective_on=on, source="reversal", recorded_by=person_id(by))
    steps = _take(new, Step.REVERSED, performances, on, person_id(by))
    _follow(steps, performances, balances, on, person_id(by))
    _record("obligations.decisions_reversed", steps, balances, by, on)
    return len(new)


def _begin(
    decisions: Sequence[Decision], step: Step, by: Actor, on: date
) -> tuple[dict[int, Performance], dict[int, DutyBalance], list[Decision]]:
    performances = performances_of({decision.performance_id for decision in decisions})
    balances = lock_duties(by, OWNERS[step], {performance.duty_id for performance in performances.values()})
    check_duties_apart(step, performances, balances, by=by, on=on)
    expense_ids = {row.expense_id for row in performances.values() if row.expense_id is not None}
    list(Expense.objects.filter(pk__in=expense_ids).order_by("pk").select_for_update())
    return performances, balances, _not_yet_taken(decisions, step)


def _not_yet_taken(decisions: Sequence[Decision], step: Step) -> list[Decision]:
    taken = {row.uid: row for row in PerformanceStep.objects.filter(uid__in=[given.uid for given in decisions])}
    new: dict[UUID, Decision] = {}
    performances: set[int] = set()
    for given in decisions:
        row = taken.get(given.uid)
        if row is not None:
            same = (row.performance_id, row.step, row.reason) == (given.performance_id, step.value, given.reason)
            if not same or (step is Step.ACCEPTED and row.amount != given.amount):
                raise ActRepeatedDifferently(uid=str(given.uid))
        elif new.setdefault(given.uid, given) != given or given.performance_id in performances:
            raise ActRepeatedDifferently(uid=str(given.uid))
        else:
            performances.add(given.performance_id)
    return list(new.values())


def _facts(
    decisions: Iterable[Decision],
    performances: dict[int, Performance],
    balances: dict[int, DutyBalance],
    standing: dict[int, PerformanceStep],
) -> dict[int, PerformanceFacts]:
    chosen = [performances[decision.performance_id] for decision in decisions]
    versions = _versions_by_right_and_year(rights_of([balances[row.duty_id] for row in chosen]))
    found: dict[int, PerformanceFacts] = {}
    for row in chosen:
        balance = balances[row.duty_id]
        own = versions.get((balance.right_id, balance.year))
        if own is None or own.due is None:
            raise NotAssessed(duty=balance.duty_id, year=balance.year)
        paid_in = own if row.paid_on is None else versions.get((balance.right_id, row.paid_on.year), own)
        found[row.pk] = PerformanceFacts(
            performance=row.pk,
            stands=Step(standing[row.pk].step),
            declared=row.amount,
            year=balance.year,
            channel=Channel(row.channel),
            paid_on=row.paid_on,
            kbk=row.kbk,
            late_payment_counts=not own.penalty_closes_year,
            open_channels=channels_from_json(paid_in.channels),
        )
    return found


def _versions_by_right_and_year(right_ids: Collection[int]) -> dict[tuple[int, int], AssessmentVersion]:
    versions = (
        AssessmentVersion.objects.filter(duty__right__in=right_ids)
        .select_related("duty")
        .defer("steps")
        .order_by("duty_id", "-version")
        .distinct("duty_id")
    )
    return {(version.duty.right_id, version.duty.year): version for version in versions}


def _claim(amounts: Sequence[tuple[Performance, Decimal]]) -> None:
    """Count the amounts against the documents behind them. Raises ExpenseOverClaimed."""
    claims: dict[int, Decimal] = {}
    for performance, amount in amounts:
        if performance.expense_id is not None:
            claims[performance.expense_id] = claims.get(performance.expense_id, ZERO) + amount
    expenses = list(Expense.objects.filter(pk__in=claims))
    for expense in expenses:
        left = expense.confirmed_amount - expense.accepted_amount
        if claims[expense.pk] > left:
            raise ExpenseOverClaimed(document=expense.document_number, confirmed=expense.confirmed_amount, left=left)
        expense.accepted_amount += claims[expense.pk]
    Expense.objects.bulk_update(expenses, ["accepted_amount"], batch_size=2000)


def _take(
    decisions: Sequence[Decision], step: Step, performances: dict[int, Performance], on: date, recorded_by: int | None
) -> list[PerformanceStep]:
    steps = [
        PerformanceStep(
            uid=decision.uid,
            performance_id=decision.performance_id,
            step=step.value,
            amount=decision.amount if step is Step.ACCEPTED else performances[decision.performance_id].amount,
            reason=decision.reason,
            note=decision.note,
            taken_on=on,
            recorded_by_id=recorded_by,
        )
        for decision in decisions
    ]
    return PerformanceStep.objects.bulk_create(steps, batch_size=2000)


def _acceptances(steps: Iterable[PerformanceStep], performances: dict[int, Performance]) -> Iterable[NewEntry]:
    """Counted from the day of payment, by which channel and year are judged."""
    for step in steps:
        performance = performances[step.performance_id]
        assert performance.paid_on is not None, "checked before"
        yield NewEntry(
            uid=uid_of("step", step.uid),
            kind=Kind.ACCEPT,
            duty=performance.duty_id,
            amount=step.amount,
            effective_on=performance.paid_on,
            source=f"step:{step.pk}",
        )


def _follow(
    steps: Sequence[PerformanceStep],
    performances: dict[int, Performance],
    balances: dict[int, DutyBalance],
    on: date,
    recorded_by: int | None,
) -> None:
    duty_ids = {performances[step.performance_id].duty_id for step in steps}
    declared_follows(duty_ids)
    settle_rights(rights_of([balances[duty_id] for duty_id in duty_ids]), on=on, recorded_by=recorded_by)


def _record(
    event: str, steps: Sequence[PerformanceStep], balances: dict[int, DutyBalance], by: Actor, on: date
) -> None:
    if steps:
        named = [Target.of("performance", step.performance_id) for step in steps[:MENTIONED]]
        reasons = sorted({step.reason for step in steps if step.reason})
        amount = sum((step.amount for step in steps), ZERO)
        record_act(event, balances, by=by, on=on, also=named, count=len(steps), amount=amount, reasons=reasons)
        duties = Performance.objects.filter(pk__in=[step.performance_id for step in steps])
        counts = Counter(duties.values_list("duty", flat=True))
        tell_of("obligations.decided", [balances[duty] for duty in counts], counts, by=by, on=on)
