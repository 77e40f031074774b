"""Entering performances: planned or declared, with the documents they rest on."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ifi.accounts.rights import Actor, Permission
from ifi.core.money import ZERO
from ifi.core.targets import Target
from ifi.law.facts import Channel
from ifi.ledger.isolation import serializable
from ifi.ledger.rules import uid_of
from ifi.obligations.models import DutyBalance, Expense, Performance, PerformanceStep
from ifi.obligations.rules.errors import ActRepeatedDifferently, ExpenseDiffers, PaymentOrderTwice
from ifi.obligations.rules.performance import Step, check_step
from ifi.obligations.services.acting import lock_duties, person_id
from ifi.obligations.services.recording import MENTIONED, record_act
from ifi.obligations.services.standing import declared_follows, performances_of, stands


@dataclass(frozen=True, slots=True)
class ExpenseDocument:
    """The document that confirms a cost. The same document may stand behind performances of several duties."""

    document: str
    number: str
    dated: date
    confirmed_amount: Decimal


@dataclass(frozen=True, slots=True)
class NewPerformance:
    """What is offered in fulfilment of a duty, in tenge. `uid` is made by the caller; a plan has no payment yet."""

    uid: UUID
    duty_id: int
    channel: Channel
    amount: Decimal
    paid_on: date | None = None
    payment_order: str = ""
    kbk: str = ""
    title: str = ""
    performer_bin: str = ""
    expense: ExpenseDocument | None = None
    step: Step = Step.DECLARED


@dataclass(frozen=True, slots=True)
class EnteredPerformances:
    """Ids in the order of what was given, and how many of them are new."""

    ids: tuple[int, ...]
    new: int


@serializable
def enter_performances(
    *, performances: Sequence[NewPerformance], by: Actor, on: date, import_run: UUID | None = None
) -> EnteredPerformances:
    """Enter the performances, each with its first step; one that stands already (same uid) changes nothing.

    Raises ActRepeatedDifferently, PaymentOrderTwice, ExpenseDiffers, StepNotPossible, DutyUnknown.
    """
    balances = lock_duties(by, Permission.PERFORMANCE_ENTER, [given.duty_id for given in performances])
    for given in performances:
        check_step(0, None, given.step)
    known = _known([given.uid for given in performances])
    new = [given for given in {given.uid: given for given in performances}.values() if given.uid not in known]
    for given in performances:
        if given.uid in known:
            _check_same(given, known[given.uid])
    _check_payment_orders(new)
    expenses = _expenses(new, balances)
    rows = [_row(given, expenses.get(given.uid), import_run) for given in new]
    Performance.objects.bulk_create(rows, batch_size=2000)
    _take_first_steps(rows, [given.step for given in new], on, person_id(by))
    declared_follows({row.duty_id for row in rows})
    _record("obligations.performances_entered", rows, balances, by, on, import_run)
    ids = {uid: row.pk for uid, row in known.items()} | {row.uid: row.pk for row in rows}
    return EnteredPerformances(tuple(ids[given.uid] for given in performances), len(rows))


@serializable
def declare_planned(*, performance_ids: Collection[int], by: Actor, on: date) -> None:
    """Declare what was planned. Raises StepNotPossible, PerformanceUnknown."""
    performances = performances_of(performance_ids)
    balances = lock_duties(
        by, Permission.PERFORMANCE_ENTER, {performance.duty_id for performance in performances.values()}
    )
    standing = stands(performance_ids)
    for pk in performance_ids:
        check_step(pk, Step(standing[pk].step), Step.DECLARED)
    _take_first_steps(list(performances.values()), [Step.DECLARED] * len(performances), on, person_id(by))
    declared_follows({performance.duty_id for performance in performances.values()})
    _record("obligations.performances_declared", list(performances.values()), balances, by, on, None)


def _record(
    event: str,
    rows: Sequence[Performance],
    balances: dict[int, DutyBalance],
    by: Actor,
    on: date,
    import_run: UUID | None,
) -> None:
    if rows:
        touched = {row.duty_id: balances[row.duty_id] for row in rows}
        named = [Target.of("performance", row.pk) for row in rows[:MENTIONED]]
        amount = sum((row.amount for row in rows), ZERO)
        record_act(event, touched, by=by, on=on, import_run=import_run, also=named, count=len(rows), amount=amount)


def _known(uids: Collection[UUID]) -> dict[UUID, Performance]:
    return {row.uid: row for row in Performance.objects.filter(uid__in=uids).select_related("expense")}


def _check_same(given: NewPerformance, row: Performance) -> None:
    stored = (row.duty_id, row.channel, row.amount, row.paid_on, row.payment_order, row.kbk)
    if stored != (
        given.duty_id,
        given.channel.value,
        given.amount,
        given.paid_on,
        given.payment_order,
        given.kbk,
    ):
        raise ActRepeatedDifferently(uid=str(given.uid))


def _check_payment_orders(new: Sequence[NewPerformance]) -> None:
    """A payment order counts once for a duty; the database holds the same."""
    paid = [given for given in new if given.payment_order]
    orders = [(given.duty_id, given.payment_order, given.paid_on) for given in paid]
    rows = Performance.objects.filter(
        duty__in={duty for duty, _, _ in orders}, payment_order__in={number for _, number, _ in orders}
    )
    standing = set(rows.values_list("duty_id", "payment_order", "paid_on"))
    for order in orders:
        if order in standing:
            raise PaymentOrderTwice(payment_order=order[1], paid_on=order[2])
        standing.add(order)


def _expenses(new: Sequence[NewPerformance], balances: dict[int, DutyBalance]) -> dict[UUID, Expense]:
    """Performance uid → the expense behind it, entered where it is new."""
    wanted: dict[UUID, tuple[int, ExpenseDocument]] = {
        given.uid: (balances[given.duty_id].organisation_id, given.expense) for given in new if given.expense
    }
    if not wanted:
        return {}
    Expense.objects.bulk_create(
        [_expense(organisation, document) for organisation, document in dict.fromkeys(wanted.values())],
        ignore_conflicts=True,
        batch_size=2000,
    )
    stored = {
        (row.organisation_id, row.document, row.document_number, row.document_date): row
        for row in Expense.objects.filter(
            organisation__in={organisation for organisation, _ in wanted.values()},
            document_number__in={document.number for _, document in wanted.values()},
        )
    }
    found: dict[UUID, Expense] = {}
    for uid, (organisation, document) in wanted.items():
        row = stored[(organisation, document.document, document.number, document.dated)]
        if row.confirmed_amount != document.confirmed_amount:
            raise ExpenseDiffers(document=document.number, confirmed=row.confirmed_amount)
        found[uid] = row
    return found


def _expense(organisation: int, document: ExpenseDocument) -> Expense:
    return Expense(
        organisation_id=organisation,
        document=document.document,
        document_number=document.number,
        document_date=document.dated,
        confirmed_amount=document.confirmed_amount,
    )


def _row(given: NewPerformance, expense: Expense | None, import_run: UUID | None) -> Performance:
    return Performance(
        uid=given.uid,
        duty_id=given.duty_id,
        expense=expense,
        channel=given.channel.value,
        title=given.title,
        performer_bin=given.performer_bin,
        amount=given.amount,
        paid_on=given.paid_on,
        payment_order=given.payment_order,
        kbk=given.kbk,
        import_run_id=import_run,
    )


def _take_first_steps(rows: Sequence[Performance], steps: Iterable[Step], on: date, recorded_by: int | None) -> None:
    PerformanceStep.objects.bulk_create(
        [
            PerformanceStep(
                uid=uid_of(step.value, row.uid),
                performance=row,
                step=step.value,
                amount=row.amount,
                taken_on=on,
                recorded_by_id=recorded_by,
            )
            for row, step in zip(rows, steps, strict=True)
        ],
        batch_size=2000,
    )
