"""Rows from before the trail are taken over openly, once, and never in place of rows that were altered."""

import json

import pytest
from click.testing import CliRunner
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ifi.audit import adopting, coverage
from ifi.audit.commands import audit
from ifi.audit.coverage import Covered, install_triggers
from ifi.audit.models import Record
from ifi.audit.rules.runs import joined, numbers_of, parts_of, read_runs, shown_runs, size_of, without
from ifi.audit.services import record
from ifi.core.targets import Target
from tests.audit.scene import DAY, PROGRAM, findings, superuser

STONES = Covered("stone", {1: ("id", "name")}, may_change=True)
PEBBLES = Covered("pebble", {1: ("id", "name")})


@pytest.fixture(params=[STONES, PEBBLES], ids=["may change", "never changes"])
def table(request, monkeypatch, db):
    """Twenty-five rows from before the table was covered, then triggers."""
    covered = request.param
    monkeypatch.setattr(coverage, "_tables", {})
    monkeypatch.setattr(adopting, "AT_ONCE", 10)
    coverage.register(covered)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {covered.table} (id bigserial PRIMARY KEY, name text)")
        cursor.execute(f"INSERT INTO {covered.table} (name) SELECT 'old ' || n FROM generate_series(1, 25) AS n")
        cursor.execute(f"DELETE FROM {covered.table} WHERE id = 7")
    install_triggers()
    return covered.table


def _act(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return record("stone.moved", Target("stone", "1"), by=PROGRAM, on=DAY)


def _adopt(*options: str):
    return CliRunner().invoke(audit, ["adopt", *options])


def _adoptions() -> list[dict]:
    rows = Record.objects.filter(event="audit.rows_adopted").order_by("pk")
    return [json.loads(bytes(row.body)) for row in rows]


def test_old_rows_are_found_in_runs_and_taken_over_by_records_that_say_so(table):
    assert findings() == [
        f"Table {table}, rows 1-6: no record says who wrote these 6 rows.",
        f"Table {table}, rows 8-25: no record says who wrote these 18 rows.",
    ]
    result = _adopt(table)
    assert result.exit_code == 0
    assert f"{table}: 24 rows that no record speaks of: 1-6,8-25." in result.output
    assert "in 3 records of the trail" in result.output
    assert findings() == []
    said = _adoptions()
    assert [one["parameters"] for one in said] == [{"table": table, "count": n} for n in (10, 10, 4)]
    assert {one["program"] for one in said} == {"command line"}


def test_a_second_time_there_is_nothing_to_take_over(table):
    _adopt(table)
    count = Record.objects.count()
    result = _adopt(table)
    assert (result.exit_code, Record.objects.count()) == (0, count)
    assert f"{table}: 0 rows that no record speaks of." in result.output


def test_a_dry_run_only_says_what_would_be_taken_over(table):
    assert "24 rows" in _adopt(table, "--dry-run").output
    assert not Record.objects.exists()


def test_what_was_taken_over_stays_so_when_the_rest_is_interrupted(table):
    unspoken = adopting.unspoken_rows(coverage.covered_tables()[0], lambda done, of: None)

    def killed(done: int, of: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        adopting.adopt_rows(unspoken, by=PROGRAM, on=DAY, tell=killed)
    assert findings() == [f"Table {table}, rows 22-25: no record says who wrote these 4 rows."]
    assert f"{table}: 4 rows that no record speaks of: 22-25." in _adopt(table).output
    assert findings() == []


def test_rows_that_were_taken_over_are_watched_like_others(table):
    _adopt(table)
    with superuser() as cursor:
        cursor.execute(f"UPDATE {table} SET name = 'new' WHERE id = 25")
    (found,) = findings()
    assert "altered since record" in found


def test_nothing_is_taken_over_while_a_row_that_a_record_speaks_of_differs(table):
    number = _act(f"INSERT INTO {table} (name) VALUES ('by an act')")
    with superuser() as cursor:
        cursor.execute(f"UPDATE {table} SET name = 'altered' WHERE id = 26")
    result = _adopt(table)
    assert result.exit_code == 1
    assert f"rows 26: altered since record {number} wrote them." in result.output
    assert "Nothing was taken over." in result.output
    assert not _adoptions()


def test_a_row_that_differs_is_never_taken_over(table):
    number = _act(f"INSERT INTO {table} (name) VALUES ('by an act')")
    with superuser() as cursor:
        cursor.execute(f"UPDATE {table} SET name = 'altered' WHERE id = 26")
    _adopt(table, "--anyway")
    assert findings() == [f"Table {table}, rows 26: altered since record {number} wrote them."]


def test_what_an_act_wrote_between_looking_and_taking_over_stays_sound(table):
    unspoken = adopting.unspoken_rows(coverage.covered_tables()[0], lambda done, of: None)
    _act(f"DELETE FROM {table} WHERE id = 3")
    if table == "stone":
        _act("UPDATE stone SET name = 'changed by an act' WHERE id = 4")
    adopting.adopt_rows(unspoken, by=PROGRAM, on=DAY, tell=lambda done, of: None)
    assert findings() == []


def test_a_table_that_is_not_covered_is_refused_by_name(db):
    result = CliRunner().invoke(audit, ["adopt", "django_session"])
    assert result.exit_code == 1
    assert "django_session is not covered: accounts_user, " in result.output


RUNS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)).map(lambda run: (run[0], run[0] + run[1]))).map(joined)


@given(RUNS, RUNS)
def test_runs_without_others_hold_exactly_the_numbers_that_are_left(runs, taken):
    left = list(without(runs, taken))
    assert list(numbers_of(left)) == sorted({*numbers_of(runs)} - {*numbers_of(taken)})


@given(RUNS, st.integers(1, 12))
def test_parts_hold_every_number_once_and_none_holds_too_many(runs, most):
    parts = list(parts_of(runs, most))
    assert [number for part in parts for number in numbers_of(part)] == list(numbers_of(runs))
    assert all(size_of(part) <= most for part in parts)
    assert [read_runs(shown_runs(part)) for part in parts] == parts
