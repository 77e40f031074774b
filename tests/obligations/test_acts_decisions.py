"""Opening and transferring duties; performances, decisions on them and receipts."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from ifi.core.sentences import say_error
from ifi.law.facts import Channel
from ifi.ledger.models import Entry
from ifi.obligations.models import Duty, Expense, PerformanceStep
from ifi.obligations.rules.errors import (
    ActRepeatedDifferently,
    DutyUnknown,
    ExpenseDiffers,
    ExpenseOverClaimed,
    NotAssessed,
    PaymentOrderTwice,
    ReceiptDiffers,
)
from ifi.obligations.rules.performance import (
    BudgetCodeWrong,
    ChannelNotOpen,
    PaidOutsideYear,
    Reason,
    Step,
    StepNotPossible,
)
from ifi.obligations.rules.status import DutyFacts, DutyStatus, status_of
from ifi.obligations.services.duties import open_duties
from ifi.obligations.services.performances import (
    ExpenseDocument,
    NewPerformance,
    declare_planned,
    enter_performances,
)
from ifi.obligations.services.receipts import Receipt, record_receipts
from tests.obligations.portfolio import OFFICE, Office, a_right, an_organisation, differences, money

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def _the_ledger_agrees_after_every_test():
    yield
    assert differences() == []


def status(balance, on):
    names = ("year", "assessment_status", "due", "performed", "brought", "released", "report_by", "closed_on")
    return status_of(DutyFacts(**{name: getattr(balance, name) for name in names}), on)


def test_what_was_not_assessed_is_neither_accepted_nor_closed():
    office = Office(a_right(), today=date(2026, 5, 1)).open(2025)
    performance = office.offer(2025, "10")
    for act in (lambda: office.accept(performance, "10"), lambda: office.close(2025)):
        with pytest.raises(NotAssessed):
            act()
    assert status(office.balance(2025), date(2026, 5, 1)) is DutyStatus.BASE_MISSING


def test_part_of_a_performance_is_accepted_with_a_reason_for_the_rest():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    performance = office.offer(2025, "100")
    assert office.balance(2025).declared == money("100")
    office.accept(performance, "60", reason=Reason.NO_EVIDENCE.value)
    assert (office.balance(2025).declared, office.balance(2025).performed) == (0, money("60"))


def test_a_reversed_decision_waits_for_a_new_one_and_is_undone_by_a_counter_entry():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    performance = office.perform(2025, "100")
    office.reverse(performance)
    assert (office.balance(2025).declared, office.balance(2025).performed) == (money("100"), 0)
    assert Entry.objects.filter(kind="accept", corrects__isnull=False).count() == 1
    office.disallow(performance)
    assert office.balance(2025).declared == 0
    with pytest.raises(StepNotPossible):
        office.accept(performance, "100")
    office.reverse(performance)
    office.accept(performance, "100")
    assert office.balance(2025).performed == money("100")
    steps = PerformanceStep.objects.filter(performance=performance).order_by("id").values_list("step", flat=True)
    assert list(steps) == ["declared", "accepted", "reversed", "disallowed", "reversed", "accepted"]


def test_the_same_decision_twice_counts_once():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    performance, uid = office.offer(2025, "100"), uuid4()
    assert office.accept(performance, "100", uid=uid) == 1
    assert office.accept(performance, "100", uid=uid) == 0
    assert office.balance(2025).performed == money("100")
    with pytest.raises(ActRepeatedDifferently):
        office.accept(performance, "99", uid=uid, reason=Reason.NO_EVIDENCE.value)


def test_a_payment_is_judged_by_the_channels_of_its_own_day():
    """Law reference, section 6: in 2026 the channel changes within the year."""
    office = Office(a_right(), today=date(2026, 5, 1)).open(2026)
    office.declare(2026, "12 450 000 000")
    office.perform(2026, "10", paid_on=date(2026, 2, 20))
    with pytest.raises(ChannelNotOpen):
        office.perform(2026, "10", paid_on=date(2026, 2, 23))
    office.perform(2026, "10", paid_on=date(2026, 2, 23), channel=Channel.STATE_BUDGET, kbk="401103")
    with pytest.raises(BudgetCodeWrong):
        office.perform(2026, "11", paid_on=date(2026, 2, 23), channel=Channel.STATE_BUDGET, kbk="101101")


def test_a_licence_cannot_perform_after_its_year():
    office = Office(a_right("kz.solid_minerals"), today=date(2026, 5, 1)).open(2025)
    office.declare(2025, "6 184 300 000")
    with pytest.raises(PaidOutsideYear):
        office.perform(2025, "10", paid_on=date(2026, 1, 2))


def test_one_expense_under_several_rights_never_counts_above_its_confirmed_cost():
    holder = an_organisation()
    document = ExpenseDocument("act", "A-17", date(2025, 3, 1), money("100"))
    first, second = (Office(a_right(holder=holder)).open(2025) for _ in range(2))
    for office in (first, second):
        office.declare(2025, "12 450 000 000")
    first.perform(2025, "70", expense=document)
    shared = second.offer(2025, "40", expense=document)
    with pytest.raises(ExpenseOverClaimed) as refused:
        second.accept(shared, "40")
    assert refused.value.parameters["left"] == money("30")
    assert "A-17" in say_error(refused.value)
    second.accept(shared, "30", reason=Reason.ABOVE_CONFIRMED_COST.value)
    assert Expense.objects.get().accepted_amount == money("100")
    second.reverse(shared)
    assert Expense.objects.get().accepted_amount == money("70")


def test_one_document_has_one_confirmed_cost():
    office = Office(a_right()).open(2025)
    office.offer(2025, "10", expense=ExpenseDocument("act", "A-17", date(2025, 3, 1), money("100")))
    with pytest.raises(ExpenseDiffers):
        office.offer(2025, "10", expense=ExpenseDocument("act", "A-17", date(2025, 3, 1), money("200")))


def test_a_payment_order_counts_once_for_a_duty():
    office = Office(a_right()).open(2025)
    given = [
        NewPerformance(uuid4(), office.duties[2025], Channel.STATE_BUDGET, D(5), date(2025, 3, 1), "PO-1")
        for _ in range(2)
    ]
    enter_performances(performances=given[:1], by=OFFICE, on=office.today)
    assert enter_performances(performances=given[:1], by=OFFICE, on=office.today).new == 0
    with pytest.raises(PaymentOrderTwice):
        enter_performances(performances=given[1:], by=OFFICE, on=office.today)


def test_a_plan_counts_as_declared_only_once_it_is_declared():
    office = Office(a_right()).open(2025)
    plan = NewPerformance(uuid4(), office.duties[2025], Channel.KZ_PERFORMER, D(5), step=Step.PLANNED)
    (performance,) = enter_performances(performances=[plan], by=OFFICE, on=office.today).ids
    assert office.balance(2025).declared == 0
    declare_planned(performance_ids=[performance], by=OFFICE, on=office.today)
    assert office.balance(2025).declared == D(5)


def test_a_statement_recorded_twice_changes_nothing_and_a_refund_lowers_what_was_received():
    office = Office(a_right()).open(2025)
    receipts = [
        Receipt(office.duties[2025], "1" * 12, "1", date(2025, 3, 1), money("100"), "401103"),
        Receipt(office.duties[2025], "1" * 12, "2", date(2025, 4, 1), money("-30"), "401103"),
    ]
    assert record_receipts(receipts=receipts, by=OFFICE).new == 2
    assert record_receipts(receipts=receipts, by=OFFICE).unchanged == 2
    assert office.balance(2025).received == money("70")
    other = Receipt(office.duties[2025], "1" * 12, "1", date(2025, 3, 1), money("101"), "401103")
    with pytest.raises(ReceiptDiffers):
        record_receipts(receipts=[other], by=OFFICE)
    with pytest.raises(DutyUnknown):
        record_receipts(receipts=[Receipt(0, "1" * 12, "9", date(2025, 3, 1), money("1"))], by=OFFICE)


def test_duties_are_opened_once_and_only_within_the_life_of_the_right():
    office = Office(a_right()).open(2016, 2017, 2018, 2019)
    assert set(office.duties) == {2018, 2019}
    assert open_duties(right_ids=[office.right.pk], years=[2019, 2020], by=OFFICE).opened != ()
    assert Duty.objects.count() == 3
