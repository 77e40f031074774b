"""Carries out the acts of one day through the services of the room."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid5

from ifi.accounts.rights import Actor
from ifi.obligations.demonstration.days import Day, Taken
from ifi.obligations.demonstration.values import Declaration, DutyYear, Performed, Receipt
from ifi.obligations.models import Duty
from ifi.obligations.rules.assessments import AssessmentReason
from ifi.obligations.rules.performance import Step as Stage
from ifi.obligations.services import assessments, bases, closings, decisions, duties, performances, receipts

_NAMESPACE = UUID("b6a7f3a2-5a0e-4c57-9d0e-2f6f0d3f1c11")  # of this loader's uids; any value, always the same


class Acts:
    """Knows the ids of what was loaded so far; one object for one load."""

    def __init__(self, *, right_ids: dict[str, int], law_changes_on: frozenset[date], by: Actor) -> None:
        self._right_ids = right_ids
        self._law_changes_on = law_changes_on
        self._by = by
        self._before: date | None = None
        self._duties: dict[tuple[str, int], int] = {}
        self._performances: dict[str, int] = {}

    def carry_out(self, day: Day) -> None:
        for year in sorted({duty.year for duty in day.opened}):
            self._open([duty for duty in day.opened if duty.year == year], year, day.on)
        self._follow_the_law(day.on)
        self._declare(day)
        self._enter(day)
        self._decide(day)
        if day.receipts:
            receipts.record_receipts(receipts=[self._receipt(row) for row in day.receipts], by=self._by)
        if day.closings:
            closings.close_years(
                duty_ids=[self._duties[row.number, row.year] for row in day.closings], by=self._by, on=day.on
            )
        if day.penalties:
            payments = [
                closings.PenaltyPayment(
                    uuid5(_NAMESPACE, f"penalty {row.number} {row.year}"),
                    self._duties[row.number, row.year],
                    row.amount,
                    row.paid_on,
                )
                for row in day.penalties
            ]
            closings.pay_penalties(payments=payments, by=self._by, on=day.on)
        self._before = day.on

    def _open(self, wanted: list[DutyYear], year: int, on: date) -> None:
        """Those whose base will be declared are assessed then; for the others it is said at once why nothing is due."""
        right_ids = [self._right_ids[duty.number] for duty in wanted]
        opened = duties.open_duties(right_ids=right_ids, years=[year], by=self._by)
        numbers = {pk: number for number, pk in self._right_ids.items()}
        for pk, right_id in Duty.objects.filter(pk__in=opened.opened).values_list("pk", "right_id"):
            self._duties[numbers[right_id], year] = pk
        without_base = [self._duties[duty.number, year] for duty in wanted if duty.due is None]
        assessments.assess_duties(duty_ids=without_base, reason=AssessmentReason.FIRST, by=self._by, on=on)

    def _follow_the_law(self, on: date) -> None:
        """Where the law changed since the last day, the duties of the year are assessed anew."""
        if self._before is None or not any(self._before < day <= on for day in self._law_changes_on):
            return
        current = [pk for (_, year), pk in self._duties.items() if year >= on.year]
        assessments.assess_duties(duty_ids=current, reason=AssessmentReason.NORMS_CHANGED, by=self._by, on=on)

    def _declare(self, day: Day) -> None:
        if day.declarations:
            given = [self._declaration(row) for row in day.declarations]
            bases.declare_bases(declarations=given, by=self._by, on=day.on)

    def _enter(self, day: Day) -> None:
        if not day.entered:
            return
        rows = [self._performance(made, Stage(step.step)) for made, step in day.entered]
        entered = performances.enter_performances(performances=rows, by=self._by, on=day.on)
        for (made, _), pk in zip(day.entered, entered.ids, strict=True):
            self._performances[_key(made)] = pk

    def _decide(self, day: Day) -> None:
        for taken, act in (
            (day.reversed, decisions.reverse_decisions),
            (day.accepted, decisions.accept_performances),
            (day.disallowed, decisions.disallow_performances),
        ):
            if taken:
                act(decisions=list(self._decisions(taken)), by=self._by, on=day.on)

    def _decisions(self, taken: Iterable[Taken]) -> Iterable[decisions.Decision]:
        for made, step in taken:
            yield decisions.Decision(
                uid=uuid5(_NAMESPACE, f"{step.step} {_key(made)} {step.taken_on}"),
                performance_id=self._performances[_key(made)],
                amount=step.amount,
                reason=step.reason,
            )

    def _declaration(self, row: Declaration) -> bases.BaseDeclaration:
        return bases.BaseDeclaration(self._duties[row.number, row.year], row.amount, row.type, row.declared_on)

    def _performance(self, made: Performed, stage: Stage) -> performances.NewPerformance:
        is_paid = stage is Stage.DECLARED
        document = performances.ExpenseDocument(
            made.document, made.document_number, made.document_date, made.confirmed_amount
        )
        return performances.NewPerformance(
            uid=uuid5(_NAMESPACE, f"performance {_key(made)}"),
            duty_id=self._duties[made.number, made.year],
            channel=made.channel,
            amount=made.amount,
            paid_on=made.paid_on,
            payment_order=made.payment_order,
            kbk=made.kbk,
            title=made.title,
            performer_bin=made.performer_bin,
            expense=document if is_paid else None,
            step=stage,
        )

    def _receipt(self, row: Receipt) -> receipts.Receipt:
        return receipts.Receipt(
            duty_id=self._duties[row.number, row.year],
            payer_bin=row.payer_bin,
            payment_order=row.payment_order,
            paid_on=row.paid_on,
            amount=row.amount,
            kbk=row.kbk,
        )


def _key(made: Performed) -> str:
    return f"{made.number} {made.year} {made.document_number} {made.payment_order}"
