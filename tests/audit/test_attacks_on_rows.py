"""The same six attacks on rows of the ledger: each is found, and the record that wrote them is named."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from ifi.ledger.models import Entry
from ifi.ledger.rules import Kind, NewEntry
from ifi.ledger.services import post
from ifi.obligations.models import Duty
from tests.audit.scene import DAY, PROGRAM, act, findings, superuser, trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers():
    return trail()


def _entry(number: int) -> int:
    return Entry.objects.get(source=f"act:{number}").pk


def test_a_changed_row_names_the_record_that_wrote_it(numbers):
    with superuser() as cursor:
        cursor.execute("UPDATE ledger_entry SET amount = 11 WHERE source = 'act:4'")
    assert findings() == [f"Table ledger_entry, rows {_entry(4)}: altered since record {numbers[3]} wrote them."]


def test_a_deleted_row_names_the_record_that_wrote_it(numbers):
    row = _entry(4)
    with superuser() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE source = 'act:4'")
    assert findings() == [f"Table ledger_entry, rows {row}: 1 deleted since record {numbers[3]} wrote them."]


def test_an_inserted_row_is_named(numbers):
    columns = "kind, debit_duty, debit_account, credit_duty, credit_account, amount, effective_on, source"
    with superuser() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_entry (uid, {columns}) SELECT gen_random_uuid(), {columns} FROM ledger_entry"
            " WHERE source = 'act:4' RETURNING id"
        )
        (row,) = cursor.fetchone()
    assert findings() == [f"Table ledger_entry, row {row}: no record says who wrote it."]


def test_rows_that_changed_places_name_both_records(numbers):
    first, second = _entry(2), _entry(7)
    with superuser() as cursor:
        cursor.execute("UPDATE ledger_entry SET id = -1 WHERE id = %s", [first])
        cursor.execute("UPDATE ledger_entry SET id = %s WHERE id = %s", [first, second])
        cursor.execute("UPDATE ledger_entry SET id = %s WHERE id = -1", [second])
    assert findings() == [
        f"Table ledger_entry, rows {first}: altered since record {numbers[1]} wrote them.",
        f"Table ledger_entry, rows {second}: altered since record {numbers[6]} wrote them.",
    ]


def test_the_last_rows_cut_off_name_their_records(numbers):
    last = _entry(8), _entry(9)
    with superuser() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE source IN ('act:8', 'act:9')")
    assert findings() == [
        f"Table ledger_entry, rows {row}: 1 deleted since record {record} wrote them."
        for row, record in zip(last, numbers[7:], strict=True)
    ]


def test_a_row_whose_time_was_set_back_names_its_record(numbers):
    with superuser() as cursor:
        cursor.execute("UPDATE ledger_entry SET recorded_at = recorded_at - interval '1 year' WHERE source = 'act:4'")
    assert findings() == [f"Table ledger_entry, rows {_entry(4)}: altered since record {numbers[3]} wrote them."]


def test_a_row_written_without_a_record_is_found_even_when_no_trigger_was_off(numbers):

    post(
        [NewEntry(uuid4(), Kind.RECEIVE, Duty.objects.get().pk, Decimal("1.00"), DAY, "act:50")], recorded_by=PROGRAM.pk
    )
    assert findings() == [f"Table ledger_entry, row {_entry(50)}: no record says who wrote it."]


def test_rows_of_one_act_are_under_one_digest_and_none_is_lost(numbers):
    number = act(60, entries=25)
    rows = list(Entry.objects.filter(source="act:60").order_by("pk").values_list("pk", flat=True))
    assert findings() == []
    with superuser() as cursor:
        cursor.execute("UPDATE ledger_entry SET source = 'another' WHERE id = %s", [rows[11]])
    assert findings() == [f"Table ledger_entry, rows {rows[0]}-{rows[-1]}: altered since record {number} wrote them."]


@pytest.mark.parametrize("setting", ["TimeZone = 'Asia/Almaty'", "DateStyle = 'German'", "IntervalStyle = 'iso_8601'"])
def test_digests_are_the_same_under_every_setting_of_the_session(numbers, setting):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {setting}")
        post([NewEntry(uuid4(), Kind.RECEIVE, Duty.objects.get().pk, Decimal("1.00"), DAY, "act")], recorded_by=None)
        cursor.execute(f"RESET {setting.partition(' ')[0]}")
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
    act(70)
    assert findings() == []
