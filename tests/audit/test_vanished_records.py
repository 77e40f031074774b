"""A record that vanishes with all that spoke of it, before it has a place, is missed outside the database."""

import os
import time

import pytest
from django.db import connection, transaction

from ifi.audit import journal
from ifi.audit.heads import log_number
from ifi.audit.models import Log, Record
from ifi.audit.sequencing import sequence
from ifi.ledger.models import Entry
from tests.audit.scene import act, findings, superuser, trail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def numbers():
    log_number()
    with transaction.atomic():
        return trail(3)


def _act(number: int) -> int:
    with transaction.atomic():
        return act(number)


def _delete_everything_of(number: int, record: int) -> None:
    """What the database knows of the act: record, queue entry, mentions, and the rows that it wrote."""
    with superuser() as cursor:
        cursor.execute("DELETE FROM audit_record WHERE id = %s", [record])
        cursor.execute("DELETE FROM audit_waiting WHERE record_id = %s", [record])
        cursor.execute("DELETE FROM audit_mention WHERE record_id = %s", [record])
        cursor.execute("DELETE FROM ledger_entry WHERE source = %s", [f"act:{number}"])


def _two_minutes_later(monkeypatch) -> None:
    later = time.time() + 2 * journal.SLOT_SECONDS
    monkeypatch.setattr(journal.time, "time", lambda: later)


def _files():
    return list(journal._folder().iterdir())


def test_a_record_deleted_with_its_queue_entry_and_rows_before_it_has_a_place_is_named():
    number = _act(50)
    _delete_everything_of(50, number)
    assert not Entry.objects.filter(source="act:50").exists()
    assert findings() == [f"Record {number} was deleted before it had a place in the tree."]


def test_it_stays_named_after_later_acts_got_their_places(monkeypatch):
    number = _act(50)
    _delete_everything_of(50, number)
    _act(51)
    sequence()
    _two_minutes_later(monkeypatch)
    sequence()
    sequence()
    assert [path.suffix for path in _files()] == [".vanished"]
    assert findings() == [f"Record {number} was deleted before it had a place in the tree."]


def test_a_record_that_another_one_stands_in_for_is_named():
    first, second = _act(50), _act(51)
    _delete_everything_of(50, first)
    with superuser() as cursor:
        cursor.execute("UPDATE audit_record SET id = %s WHERE id = %s", [first, second])
        cursor.execute("UPDATE audit_waiting SET record_id = %s WHERE record_id = %s", [first, second])
    assert f"Record {first} was deleted before it had a place in the tree." in findings()


def test_what_was_rolled_back_is_not_missed():
    with transaction.atomic():
        act(50)
        transaction.set_rollback(True)
    with transaction.atomic():
        with transaction.atomic():
            act(51)
            transaction.set_rollback(True)
        act(52)
    assert findings() == []


def test_files_go_once_the_tree_holds_every_record_of_them(monkeypatch):
    _act(50)
    sequence()
    assert _files()
    _two_minutes_later(monkeypatch)
    sequence()
    assert not _files()
    assert findings() == []


def test_a_file_whose_records_still_wait_stays(monkeypatch):
    _act(50)
    _two_minutes_later(monkeypatch)
    journal.settle(log_number())
    assert len(_files()) == 1


def test_an_act_stands_though_its_note_cannot_be_written(settings, tmp_path, caplog):
    settings.AUDIT_FOLDER = tmp_path / "a file"
    (tmp_path / "a file").write_text("")
    number = _act(50)
    assert "NotADirectoryError" in caplog.text
    assert Record.objects.filter(pk=number).exists()


def test_files_of_another_log_are_left_alone():
    number = _act(50)
    _delete_everything_of(50, number)
    for path in _files():
        os.rename(path, path.with_name(path.name.replace(log_number(), "another")))
    assert findings() == []
    assert Log.objects.count() == 1
    assert connection.is_usable()
