"""Closing years and paying penalties."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ifi.accounts.rights import Actor, Permission
from ifi.core.money import ZERO
from ifi.law.facts import AssessmentStatus
from ifi.ledger.isolation import serializable
from ifi.ledger.models import Entry
from ifi.ledger.rules import Kind, NewEntry
from ifi.ledger.services import post
from ifi.obligations.models import DutyBalance, YearClosing
from ifi.obligations.rules.errors import NotAssessed, PenaltyExceeded, YearNotOver
from ifi.obligations.services.acting import lock_duties, person_id, rights_of
from ifi.obligations.services.apart import check_not_concerned
from ifi.obligations.services.recording import record_act
from ifi.obligations.services.settlement import settle_rights
from ifi.obligations.telling import tell_of

_OPEN_QUESTIONS = (AssessmentStatus.BASE_MISSING.value, AssessmentStatus.NORM_UNKNOWN.value)


@serializable
def close_years(*, duty_ids: Collection[int], by: Actor, on: date) -> int:
    """Close the years of the duties and return how many were open; a closed one stays as it is.

    The excess goes to the credit of the right's later years, the shortfall is fixed, and the penalty is charged where
    the law or the instrument says how much. Raises YearNotOver; NotAssessed where what is due is not known.
    """
    balances = lock_duties(by, Permission.YEAR_CLOSE, duty_ids)
    check_not_concerned(balances, by=by, on=on)
    closing = [balance for balance in balances.values() if balance.closed_on is None]
    for balance in closing:
        if on.year <= balance.year:
            raise YearNotOver(year=balance.year)
        if balance.assessment_status in _OPEN_QUESTIONS:
            raise NotAssessed(duty=balance.pk, year=balance.year)
    YearClosing.objects.bulk_create(
        [YearClosing(duty_id=balance.pk, closed_on=on, recorded_by_id=person_id(by)) for balance in closing],
        batch_size=5000,
    )
    DutyBalance.objects.filter(pk__in=[balance.pk for balance in closing]).update(closed_on=on)
    settle_rights(rights_of(closing), on=on, recorded_by=person_id(by))
    if closing:
        closed = {balance.pk: balance for balance in closing}
        record_act("obligations.years_closed", closed, by=by, on=on, count=len(closing))
        tell_of("obligations.closed", closing, {}, by=by, on=on)
    return len(closing)


@dataclass(frozen=True, slots=True)
class PenaltyPayment:
    """Money paid for a penalty, in tenge. `uid` is made by the caller."""

    uid: UUID
    duty_id: int
    amount: Decimal
    paid_on: date


@serializable
def pay_penalties(*, payments: Sequence[PenaltyPayment], by: Actor, on: date) -> int:
    """Record the payments and return how many are new; one recorded before (same uid) changes nothing.

    A licence's penalty paid in full ends the duty of its year (Code 221(2)); a contract's does not (133(1), 181(1)).
    Raises PenaltyExceeded, UidTaken.
    """
    balances = lock_duties(by, Permission.YEAR_CLOSE, [payment.duty_id for payment in payments])
    check_not_concerned(balances, by=by, on=on)
    known = set(Entry.objects.filter(uid__in=[payment.uid for payment in payments]).values_list("uid", flat=True))
    left = {duty_id: balance.penalty - balance.penalty_paid for duty_id, balance in balances.items()}
    for payment in {payment.uid: payment for payment in payments if payment.uid not in known}.values():
        if not 0 < payment.amount <= left[payment.duty_id]:
            raise PenaltyExceeded(duty=payment.duty_id, amount=payment.amount, left=left[payment.duty_id])
        left[payment.duty_id] -= payment.amount
    posted = post(
        (
            NewEntry(payment.uid, Kind.PAY_PENALTY, payment.duty_id, payment.amount, payment.paid_on, "penalty_payment")
            for payment in payments
        ),
        recorded_by=person_id(by),
    )
    settle_rights(rights_of(balances.values()), on=on, recorded_by=person_id(by))
    if posted:
        paid = {payment.uid: payment for payment in payments if payment.uid in posted}.values()
        amount = sum((payment.amount for payment in paid), ZERO)
        record_act("obligations.penalties_paid", balances, by=by, on=on, count=len(posted), amount=amount)
    return len(posted)
