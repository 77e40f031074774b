"""Rows that may be changed and deleted by acts: the newest note counts."""

import pytest
from django.db import connection

from ifi.audit import coverage
from ifi.audit.coverage import Covered, install_triggers
from ifi.audit.services import record
from ifi.core.targets import Target
from tests.audit.scene import DAY, PROGRAM, findings, superuser

pytestmark = pytest.mark.django_db
STONES = Covered("stone", {1: ("id", "name", "weight", "marks")}, may_change=True)
PEBBLES = Covered("pebble", {1: ("id", "name")})


@pytest.fixture(autouse=True)
def _tables(monkeypatch, db):
    monkeypatch.setattr(coverage, "_tables", {})
    coverage.register(STONES, PEBBLES)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stone (id bigserial PRIMARY KEY, name text, weight numeric(8, 2), marks text[])")
        cursor.execute("CREATE TABLE pebble (id bigserial PRIMARY KEY, name text)")
    install_triggers()
    install_triggers()


def _act(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return record("stone.moved", Target("stone", "1"), by=PROGRAM, on=DAY)


def test_a_row_may_be_changed_by_an_act_and_by_nobody_else():
    _act("INSERT INTO stone (name, weight, marks) VALUES ('a', 1, '{x}'), ('b', NULL, NULL)")
    number = _act("UPDATE stone SET weight = 2 WHERE id = 1", "UPDATE stone SET weight = 3 WHERE id = 1")
    assert findings() == []
    with superuser() as cursor:
        cursor.execute("UPDATE stone SET weight = 4 WHERE id = 1")
    assert findings() == [f"Table stone, rows 1: altered since record {number} wrote them."]


def test_a_row_may_be_deleted_by_an_act_and_by_nobody_else():
    first = _act("INSERT INTO stone (name) VALUES ('a'), ('b'), ('c')")
    _act("DELETE FROM stone WHERE id = 2")
    assert findings() == []
    with superuser() as cursor:
        cursor.execute("DELETE FROM stone WHERE id = 3")
    assert findings() == [f"Table stone, rows 3: 1 deleted since record {first} wrote them."]


def test_a_row_that_an_act_deleted_and_somebody_put_back_is_found():
    _act("INSERT INTO pebble (name) VALUES ('a'), ('b')")
    number = _act("INSERT INTO pebble (name) VALUES ('c')")
    _act("DELETE FROM pebble WHERE id = 3")
    assert findings() == []
    with superuser() as cursor:
        cursor.execute("INSERT INTO pebble VALUES (3, 'd')")
    assert findings() == [f"Table pebble, rows 3: altered since record {number} wrote them."]


def test_a_row_that_may_change_is_found_too_when_somebody_puts_it_back():
    _act("INSERT INTO stone (name) VALUES ('a'), ('b')")
    _act("DELETE FROM stone WHERE id = 2")
    with superuser() as cursor:
        cursor.execute("INSERT INTO stone (id, name) VALUES (2, 'b')")
    assert findings() == ["Table stone, row 2: no record says who wrote it."]


@pytest.mark.parametrize(("before", "after"), [("NULL", "''"), ("'a'", "'A'"), ("'x'',''y'", "'x,y'"), ("'é'", "'e'")])
def test_texts_that_look_alike_have_different_digests(before, after):
    number = _act(f"INSERT INTO pebble (name) VALUES ({before})")
    with superuser() as cursor:
        cursor.execute(f"UPDATE pebble SET name = {after}")
    assert findings() == [f"Table pebble, rows 1: altered since record {number} wrote them."]


def test_what_an_act_undid_is_not_noted():
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO pebble (name) VALUES ('never')")
        transaction.set_rollback(True)
    _act("INSERT INTO pebble (name) VALUES ('a')")
    assert findings() == []


def test_a_table_has_one_owner():
    with pytest.raises(ValueError, match="covered twice"):
        coverage.register(Covered("stone", {1: ("id",)}))
