"""Rows from before the trail, or from before their table was covered: taken over openly, by records that say so."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from ifi.audit.coverage import CHUNK, EACH_DIGITS, Covered, column_types, row_bytes_sql
from ifi.audit.nodes import tree_size
from ifi.audit.rules.records import RowsWritten
from ifi.audit.rules.runs import Run, joined, parts_of, shown_runs, size_of, without
from ifi.audit.sequencing import sequence
from ifi.audit.services import record
from ifi.audit.verification.findings import Finding, Tell
from ifi.audit.verification.records import Said, Tree, check_records
from ifi.audit.verification.rows import TableCheck
from ifi.core.targets import Target

AT_ONCE = 20_000  # rows of one record and one transaction
_PRESENT = """
SELECT min(row), max(row) FROM (
    SELECT "{key}" AS row, "{key}" - row_number() OVER (ORDER BY "{key}") AS island FROM "{table}"
) AS numbered
GROUP BY island ORDER BY min(row)
"""
_NOTES = """
SELECT array_agg("{key}" ORDER BY "{key}"), encode(sha256(string_agg({row}, ''::bytea ORDER BY "{key}")), 'hex'),
       string_agg(left(encode(sha256({row}), 'hex'), {digits}), '' ORDER BY "{key}")
FROM unnest(%s::bigint[], %s::bigint[]) AS asked(asked_first, asked_last)
JOIN "{table}" ON "{key}" BETWEEN asked_first AND asked_last
GROUP BY "{key}" / {chunk} ORDER BY min("{key}")
"""


@dataclass(frozen=True, slots=True)
class Unspoken:
    """Rows of a table that no record speaks of, and what is wrong with those that records do speak of."""

    covered: Covered
    runs: tuple[Run, ...]
    differences: tuple[Finding, ...] = field(default=())

    @property
    def count(self) -> int:
        return size_of(self.runs)


def unspoken_rows(covered: Covered, tell: Tell) -> Unspoken:
    """Look through the whole trail for the table's rows.

    The rows are listed first: whatever stands in the table by then was committed together with its record.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT.format(key=covered.key, table=covered.table))
        present = tuple(cursor.fetchall())
    sequence()
    total, check = tree_size(), TableCheck(covered, column_types(covered.table))

    def use(number: int, said: Said) -> Iterator[Finding]:
        for rows in said.get("rows", ()):
            if rows["table"] == covered.table:
                yield from check.add(number, rows)

    differences = list(check_records(Tree(frozenset()), use, lambda done: tell(done, total)))
    differences += check.differences()
    return Unspoken(covered, tuple(without(present, check.runs_noted())), tuple(differences))


def adopt_rows(unspoken: Unspoken, *, by: object, on: date, tell: Tell) -> int:
    """Note the rows as they are now, a record for each 20,000; return how many records.

    Each record is a transaction of its own: what was taken over stays so when the rest is interrupted, and the next
    run goes on where this one ended.
    """
    done = records = 0
    for part in parts_of(unspoken.runs, AT_ONCE):
        with transaction.atomic():
            records += _adopt(unspoken.covered, part, by, on)
        done += size_of(part)
        tell(done, unspoken.count)
    return records


def _adopt(covered: Covered, part: tuple[Run, ...], by: object, on: date) -> int:
    """No act writes to the table meanwhile, so that the newest note of a row is always of its newest state."""
    statement = _NOTES.format(
        key=covered.key,
        table=covered.table,
        row=row_bytes_sql(covered, covered.form, column_types(covered.table)),
        digits=EACH_DIGITS,
        chunk=CHUNK,
    )
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{covered.table}" IN SHARE MODE')
        cursor.execute(statement, [list(column) for column in zip(*part, strict=True)])
        notes = [_note(covered, *row) for row in cursor.fetchall()]
    if not notes:  # deleted since
        return 0
    parameters = {"table": covered.table, "count": sum(note.count for note in notes)}
    record("audit.rows_adopted", Target("table", covered.table), by=by, on=on, rows=notes, parameters=parameters)
    return 1


def _note(covered: Covered, numbers: list[int], digest: str, each: str) -> RowsWritten:
    ids = shown_runs(joined((number, number) for number in numbers))
    return RowsWritten(covered.table, ids, len(numbers), digest, covered.form, each if covered.may_change else "")
