"""What the database refuses, whoever asks."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from ifi.ledger.models import Entry
from ifi.ledger.queries import balances_of, entries_of
from ifi.ledger.rules import EntryNotCorrectable, Kind, NewEntry, UidTaken
from ifi.ledger.services import correct, post
from ifi.obligations.models import Duty, DutyBalance
from tests.obligations.portfolio import a_right

pytestmark = pytest.mark.django_db
D = Decimal


def duties_of_a_right(*years):
    right = a_right()
    duties = []
    for year in years:
        duty = Duty.objects.create(right=right, year=year, organisation=right.holders.get().organisation)
        DutyBalance.objects.create(
            duty=duty, right_id=right.pk, organisation_id=duty.organisation_id, year=year, regime="kz.hydrocarbons"
        )
        duties.append(duty.pk)
    return duties


@pytest.fixture
def duty():
    return duties_of_a_right(2025)[0]


def entry(kind, duty, amount="10.00", joined=None):
    return NewEntry(uuid4(), kind, duty, D(amount), date(2025, 6, 1), "test", joined)


def refused(statement, *parameters):
    connection.check_constraints()  # nothing of the set-up may still wait to be checked
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET amount = amount + 1",
        "UPDATE ledger_entry SET source = 'other'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
    ],
)
def test_entries_are_never_changed_or_removed(duty, statement):
    post([entry(Kind.ASSESS, duty)], recorded_by=None)
    refused(statement)
    assert Entry.objects.get().amount == D("10.00")


def test_an_entry_moves_between_the_accounts_of_its_kind_only(duty):
    row = {"uid": uuid4(), "kind": "assess", "debit_duty": duty, "credit_duty": duty, "amount": 1}
    row["effective_on"] = "2025-01-01"
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(debit_account="claim", credit_account="due", source="test", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(debit_account="due", credit_account="treasury", source="test", **row)


def test_an_amount_is_above_zero(duty):
    for amount in ("0.00", "-1.00"):
        with pytest.raises(IntegrityError), transaction.atomic():
            post([entry(Kind.ASSESS, duty, amount)], recorded_by=None)


def test_an_entry_belongs_to_a_duty_that_exists(duty):
    with pytest.raises(IntegrityError), transaction.atomic():
        post([entry(Kind.ASSESS, duty + 1)], recorded_by=None)


def test_credit_goes_only_to_a_later_year_of_the_same_right():
    earlier, later = duties_of_a_right(2024, 2025)
    (elsewhere,) = duties_of_a_right(2025)
    for origin, used in ((later, earlier), (earlier, elsewhere)):
        with pytest.raises(IntegrityError), transaction.atomic():
            post([entry(Kind.BRING, origin, joined=used)], recorded_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        post([entry(Kind.BRING, earlier, joined=earlier)], recorded_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        post([entry(Kind.ASSESS, earlier, joined=later)], recorded_by=None)


def test_posting_again_changes_nothing(duty):
    wanted = entry(Kind.ASSESS, duty)
    assert post([wanted], recorded_by=None) == {wanted.uid}
    assert post([wanted, wanted], recorded_by=None) == frozenset()
    assert DutyBalance.objects.get().due == D("10.00")


def test_the_same_uid_with_other_content_is_refused_and_nothing_of_the_batch_stands(duty):
    first = entry(Kind.ASSESS, duty)
    post([first], recorded_by=None)
    other = NewEntry(first.uid, Kind.ASSESS, duty, D("11.00"), first.effective_on, first.source)
    with pytest.raises(UidTaken):
        post([entry(Kind.ASSESS, duty), other], recorded_by=None)
    assert Entry.objects.count() == 1
    assert DutyBalance.objects.get().due == D("10.00")


def test_two_contents_under_one_uid_in_one_batch_are_refused(duty):
    first = entry(Kind.ASSESS, duty)
    other = NewEntry(first.uid, Kind.ASSESS, duty, D("11.00"), first.effective_on, first.source)
    with pytest.raises(UidTaken):
        post([first, other], recorded_by=None)
    assert not Entry.objects.exists()


def test_a_correction_mirrors_its_entry_and_restores_the_balance(duty):
    post([entry(Kind.ASSESS, duty)], recorded_by=None)
    original = Entry.objects.get()
    correct([original.pk], effective_on=date(2026, 1, 1), source="test", recorded_by=None)
    correction = Entry.objects.get(corrects=original)
    assert (correction.debit_account, correction.credit_account) == ("claim", "due")
    assert (correction.kind, correction.amount) == (original.kind, original.amount)
    assert DutyBalance.objects.get().due == 0


def test_an_entry_is_corrected_once_and_a_correction_never(duty):
    post([entry(Kind.ASSESS, duty)], recorded_by=None)
    original = Entry.objects.get()
    correct([original.pk], effective_on=date(2026, 1, 1), source="test", recorded_by=None)
    correction = Entry.objects.get(corrects=original)
    for entry_id in (original.pk, correction.pk, correction.pk + 1):
        with pytest.raises(EntryNotCorrectable):
            correct([entry_id], effective_on=date(2026, 1, 1), source="test", recorded_by=None)


def test_a_correction_of_another_amount_is_refused(duty):
    post([entry(Kind.ASSESS, duty)], recorded_by=None)
    original = Entry.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            uid=uuid4(), kind="assess", debit_duty=duty, debit_account="claim", credit_duty=duty, credit_account="due",
            amount=D("9.99"), effective_on="2026-01-01", source="test", corrects=original,
        )  # fmt: skip


def test_what_was_known_at_a_moment_stays_readable(duty):
    post([entry(Kind.ASSESS, duty, "10.00")], recorded_by=None)
    known_at = Entry.objects.get().recorded_at
    post([entry(Kind.ASSESS, duty, "5.00")], recorded_by=None)
    assert balances_of([duty], known_at=known_at)[duty].due == D("10.00")
    assert balances_of([duty])[duty].due == D("15.00")
    assert entries_of([duty], known_at=known_at).count() == 1


def test_the_read_model_follows_entries_that_are_written_past_the_services(duty):
    Entry.objects.create(
        uid=uuid4(), kind="assess", debit_duty=duty, debit_account="due", credit_duty=duty, credit_account="claim",
        amount=D("7.00"), effective_on="2025-01-01", source="test",
    )  # fmt: skip
    assert DutyBalance.objects.get().due == D("7.00")
