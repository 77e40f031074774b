"""Six attacks of a database superuser on the log: each is found, and the record is named."""

import pytest

from ifi.audit import folder
from ifi.audit.heads import publish_head
from ifi.audit.models import Leaf, TreeHead, Waiting
from ifi.audit.sequencing import sequence
from tests.audit.scene import act, body_of, codes, findings, rebuild_tree, superuser, trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers():
    return trail()


def test_a_trail_that_nobody_touched_has_no_difference(numbers):
    act(10)
    assert findings() == []


def test_an_empty_trail_has_no_difference(db):
    assert findings() == []


@pytest.mark.parametrize("patient", [False, True], ids=["plainly", "with the tree made to fit"])
def test_a_changed_record_is_named(numbers, patient):
    with superuser() as cursor:
        changed = body_of(numbers[3]).replace(b'"number":4', b'"number":5')
        cursor.execute("UPDATE audit_record SET body = %s WHERE id = %s", [changed, numbers[3]])
        if patient:
            rebuild_tree(cursor)
    found = findings()
    assert any(f"Record {numbers[3]} at place 3 was not written by the application" in line for line in found)
    assert any(("differs: altered between places 0 and 8" if patient else "was altered") in line for line in found)


def test_a_changed_column_beside_the_record_is_named(numbers):
    with superuser() as cursor:
        cursor.execute("UPDATE audit_record SET person = 1 WHERE id = %s", [numbers[2]])
    assert findings() == [f"Record {numbers[2]}: column person says something else than the record itself."]


@pytest.mark.parametrize("patient", [False, True], ids=["plainly", "with the tree made to fit"])
def test_a_deleted_record_is_named(numbers, patient):
    with superuser() as cursor:
        cursor.execute("DELETE FROM audit_record WHERE id = %s", [numbers[4]])
        if patient:
            cursor.execute("DELETE FROM audit_leaf WHERE record_id = %s", [numbers[4]])
            cursor.execute("UPDATE audit_leaf SET place = -place WHERE place > 4")
            cursor.execute("UPDATE audit_leaf SET place = -place - 1 WHERE place < 0")
            rebuild_tree(cursor)
    found = findings()
    if patient:
        assert any(f"Record {numbers[5]} was not given place 4" in line for line in found)
        assert any("The tail was cut: 9 records were signed" in line for line in found)
    else:
        assert f"Record {numbers[4]} was deleted: place 4 of the tree speaks of it." in found


def test_a_record_deleted_before_it_had_a_place_is_named(numbers):
    number = act(10)
    with superuser() as cursor:
        cursor.execute("DELETE FROM audit_record WHERE id = %s", [number])
    assert f"Record {number} was deleted before it had a place in the tree." in findings()
    assert Waiting.objects.filter(record_id=number).exists()


@pytest.mark.parametrize("placed_by_us", [True, False], ids=["through the queue", "into the tree"])
def test_an_inserted_record_is_named(numbers, placed_by_us):
    with superuser() as cursor:
        cursor.execute(
            "INSERT INTO audit_record (at, event, target_kind, target_key, body, leaf, seal)"
            " SELECT at, event, target_kind, '77', convert_to(replace(convert_from(body, 'UTF8'), '\"9\"', '\"77\"'),"
            " 'UTF8'), leaf, seal FROM audit_record WHERE id = %s RETURNING id",
            [numbers[8]],
        )
        (forged,) = cursor.fetchone()
        cursor.execute("UPDATE audit_record SET leaf = sha256('\\x00'::bytea || body) WHERE id = %s", [forged])
        if placed_by_us:
            cursor.execute("INSERT INTO audit_waiting (record_id) VALUES (%s)", [forged])
        else:
            cursor.execute("INSERT INTO audit_leaf SELECT 9, id, leaf, seal FROM audit_record WHERE id = %s", [forged])
            rebuild_tree(cursor)
    found = findings()
    assert f"Record {forged} at place 9 was not written by the application: its seal is wrong." in found
    if not placed_by_us:
        assert any(f"Record {forged} was not given place 9" in line for line in found)


def test_a_record_put_into_the_table_alone_is_named(numbers):
    with superuser() as cursor:
        cursor.execute(
            "INSERT INTO audit_record (at, event, target_kind, target_key, body, leaf, seal)"
            " SELECT at, event, target_kind, target_key, body, leaf, seal FROM audit_record WHERE id = %s RETURNING id",
            [numbers[0]],
        )
        (copied,) = cursor.fetchone()
    assert findings() == [f"Record {copied} was taken out of the tree, or put into the table by hand."]


def test_records_that_changed_places_are_named(numbers):
    with superuser() as cursor:
        cursor.execute("UPDATE audit_leaf SET place = 90 WHERE place = 2")
        cursor.execute("UPDATE audit_leaf SET place = 2 WHERE place = 6")
        cursor.execute("UPDATE audit_leaf SET place = 6 WHERE place = 90")
        rebuild_tree(cursor)
    found = findings()
    for record, place in ((numbers[6], 2), (numbers[2], 6)):
        expected = f"Record {record} was not given place {place} by the application: it was inserted or moved."
        assert expected in found
    assert any("The head of 9 records" in line and "differs" in line for line in found)


def _cut(cursor, length):
    for statement in (
        "DELETE FROM audit_record WHERE id IN (SELECT record_id FROM audit_leaf WHERE place >= %s)",
        "DELETE FROM audit_leaf WHERE place >= %s",
        "DELETE FROM audit_treehead WHERE size > %s",
    ):
        cursor.execute(statement, [length])
    rebuild_tree(cursor)


def test_a_tail_that_was_cut_is_seen_by_the_copy_outside_the_database(numbers):
    with superuser() as cursor:
        _cut(cursor, 6)
    assert not TreeHead.objects.exists()
    found = findings()
    assert any("The tail was cut: 9 records were signed" in line and "6 are left" in line for line in found)


def test_a_tail_cut_after_the_last_signed_head_is_seen_by_the_checkpoint(numbers):
    act(10)
    act(11)
    assert sequence() == 2
    with superuser() as cursor:
        _cut(cursor, 10)
    assert any("The tail was cut: 11 records were signed" in line and "10 are left" in line for line in findings())


def test_a_tail_that_was_cut_and_grew_again_is_seen_and_the_checkpoint_stays(numbers):
    kept = folder.checkpoint()
    with superuser() as cursor:
        _cut(cursor, 6)
    for number in range(20, 29):
        act(number)
    sequence()
    publish_head()
    assert folder.checkpoint() == kept
    assert any("differs: altered between places 0 and 8" in line for line in findings())


def test_a_clock_that_was_set_back_is_seen_and_the_record_named(numbers):
    """The machine's clock went back a day before this act: every byte of the record is genuine."""
    import json

    from ifi.audit.keys import present_key
    from ifi.audit.rules.records import seal_of
    from ifi.audit.rules.tree import leaf_hash

    number = act(10)
    said = json.loads(body_of(number))
    earlier = said["at"].replace(said["at"][:4], "2020", 1)
    body = json.dumps(said | {"at": earlier}, sort_keys=True, separators=(",", ":")).encode()
    with superuser() as cursor:
        cursor.execute(
            "UPDATE audit_record SET at = %s, body = %s, leaf = %s, seal = %s WHERE id = %s",
            [earlier, body, leaf_hash(body), seal_of(present_key().sealing, body), number],
        )
    found = findings()
    assert len(found) == 1
    assert found[0].startswith(f"The clock ran backwards: record {number} says 2020-")


def test_a_time_changed_in_the_table_alone_is_named(numbers):
    with superuser() as cursor:
        cursor.execute("UPDATE audit_record SET at = at - interval '1 hour' WHERE id = %s", [numbers[8]])
    found = findings()
    assert f"Record {numbers[8]}: column at says something else than the record itself." in found
    assert any(line.startswith(f"The clock ran backwards: record {numbers[8]}") for line in found)


def test_a_record_younger_than_the_head_that_holds_it_is_named(numbers, monkeypatch):
    """The head was signed while the clock was set back."""
    from datetime import UTC, datetime

    from ifi.audit import heads

    act(10)
    sequence()
    monkeypatch.setattr(heads, "_now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    publish_head()
    found = findings()
    assert any("is older than a smaller one" in line for line in found)
    assert any("is younger than the head of 10 records" in line for line in found)


def test_a_head_that_was_forged_or_altered_is_named(numbers):
    with superuser() as cursor:
        cursor.execute("UPDATE audit_treehead SET note = replace(note, E'\\n9\\n', E'\\n8\\n')")
    assert "head_not_ours" in codes()


def test_altered_columns_of_a_head_and_altered_nodes_are_named(numbers):
    with superuser() as cursor:
        cursor.execute("UPDATE audit_treehead SET size = 8")
        cursor.execute("UPDATE audit_treenode SET hash = sha256('x') WHERE (level, index) = (1, 0)")
    assert codes() == {"head_columns", "node_altered"}


def test_a_log_that_was_replaced_by_a_new_one_is_seen(numbers):
    with superuser() as cursor:
        cursor.execute(
            "DELETE FROM audit_record; DELETE FROM audit_leaf; DELETE FROM audit_treenode; DELETE FROM audit_treehead;"
            "DELETE FROM ledger_entry; UPDATE audit_log SET number = gen_random_uuid()"
        )
    assert codes() == {"other_log", "row_uncovered", "rows_uncovered"}


def test_a_mention_that_was_taken_away_or_added_is_named(numbers):
    with superuser() as cursor:
        cursor.execute("INSERT INTO audit_mention (record_id, kind, key) VALUES (%s, 'stone', '1')", [numbers[0]])
        cursor.execute("INSERT INTO audit_mention (record_id, kind, key) VALUES (999999999, 'stone', '1')")
    found = findings()
    assert f"Record {numbers[0]}: column also says something else than the record itself." in found
    assert "Objects are mentioned for record 999999999, which does not exist." in found


def test_places_are_given_once_and_in_order(numbers):
    assert list(Leaf.objects.order_by("place").values_list("place", "record_id")) == list(enumerate(numbers))
    assert sequence() == 0
    assert not Waiting.objects.exists()
