"""Rows of covered tables against what records say was written; rows that no record speaks of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from ifi.audit.coverage import EACH_DIGITS, GONE, Covered, column_types, covered_tables, row_bytes_sql
from ifi.audit.rules.runs import Run, holds, joined, numbers_of, read_runs
from ifi.audit.verification.findings import Finding, found

AT_ONCE = 2_000  # notes recomputed by one statement
_SHOWN = 1_000

_DIGESTS = """
SELECT asked_note, count(*), encode(sha256(string_agg({row}, ''::bytea ORDER BY "{key}")), 'hex')
FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) AS asked(asked_note, asked_first, asked_last)
JOIN "{table}" ON "{key}" BETWEEN asked_first AND asked_last
GROUP BY asked_note
"""
_EACH = """
SELECT "{key}", left(encode(sha256({row}), 'hex'), {digits}) FROM "{table}" WHERE "{key}" = ANY(%s) ORDER BY "{key}"
"""
_UNCOVERED = """
SELECT min(row), max(row) FROM (
    SELECT "{key}" AS row, "{key}" - row_number() OVER (ORDER BY "{key}") AS island
    FROM "{table}" WHERE NOT "{key}"::bigint <@ %s::int8multirange
) AS numbered
GROUP BY island ORDER BY min(row) LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Note:
    """What one record says of rows of one table."""

    record: int
    runs: tuple[tuple[int, int], ...]
    count: int
    digest: str


@dataclass
class TableCheck:
    """Gathers the notes of one table and compares them with its rows."""

    covered: Covered
    types: dict[str, str]
    runs: list[tuple[int, int]] = field(default_factory=list)
    waiting: dict[int, list[Note]] = field(default_factory=dict)
    newest: dict[int, tuple[int, str, int]] = field(default_factory=dict)  # row → record, digest, form
    gone: list[tuple[int, int]] = field(default_factory=list)
    differing: list[tuple[Note, int]] = field(default_factory=list)  # with how many rows are left

    def add(self, record: int, said: dict[str, Any]) -> Iterator[Finding]:
        """Take in one note; compare when there are enough of them."""
        runs, form = read_runs(said["ids"]), int(said["form"])
        if form == GONE:
            self._go(record, runs)
        elif form not in self.covered.forms:
            yield found("form_unknown", record=record, table=self.covered.table, form=form)
        elif self.covered.may_change:
            self._take_newest(record, runs, said.get("each", ""), form)
        else:
            notes = self.waiting.setdefault(form, [])
            notes.append(Note(record, runs, int(said["count"]), said["digest"]))
            if len(notes) >= AT_ONCE:
                self._compare(form)
        self.runs += runs
        if len(self.runs) > 4 * AT_ONCE:
            self.runs = joined(self.runs)

    def finish(self) -> Iterator[Finding]:
        """Every difference between what is noted and what stands in the table, and rows that are not noted."""
        yield from self.differences()
        yield from self._uncovered()

    def differences(self) -> Iterator[Finding]:
        """Rows that are noted and are not as they were noted."""
        for form in list(self.waiting):
            self._compare(form)
        self.gone = joined(self.gone)
        for note, left in self.differing:
            if not (left == 0 and all(holds(self.gone, run) for run in note.runs)):
                missing = note.count - left
                code = "rows_missing" if missing > 0 else "rows_altered"
                ids = _shown(note.runs)
                yield found(code, record=note.record, table=self.covered.table, ids=ids, count=missing)
        yield from self._compare_newest()

    def runs_noted(self) -> list[Run]:
        """Rows that a note counts for: where rows may change, one that an act deleted is nobody's when it is back."""
        return joined(((row, row) for row in self.newest) if self.covered.may_change else self.runs)

    def _go(self, record: int, runs: Iterable[Run]) -> None:
        """Rows that an act deleted: what was noted of them before no longer counts."""
        self.gone += runs
        for row in numbers_of(runs) if self.covered.may_change else ():
            if row in self.newest and self.newest[row][0] <= record:
                del self.newest[row]

    def _take_newest(self, record: int, runs: Iterable[Run], each: str, form: int) -> None:
        for position, row in enumerate(numbers_of(runs)):
            digest = each[position * EACH_DIGITS : (position + 1) * EACH_DIGITS]
            if row not in self.newest or self.newest[row][0] <= record:
                self.newest[row] = (record, digest, form)

    def _compare(self, form: int) -> None:
        notes = self.waiting.pop(form, [])
        asked = [(number, *run) for number, note in enumerate(notes) for run in note.runs]
        if not asked:
            return
        with connection.cursor() as cursor:
            cursor.execute(self._statement(_DIGESTS, form), [list(column) for column in zip(*asked, strict=True)])
            stored = {number: (count, digest) for number, count, digest in cursor.fetchall()}
        for number, note in enumerate(notes):
            left, digest = stored.get(number, (0, ""))
            if (left, digest) != (note.count, note.digest):
                self.differing.append((note, left))

    def _compare_newest(self) -> Iterator[Finding]:
        for form in {form for _, _, form in self.newest.values()}:
            rows = sorted(row for row, newest in self.newest.items() if newest[2] == form)
            for first in range(0, len(rows), AT_ONCE):
                yield from self._compare_each(rows[first : first + AT_ONCE], form)

    def _compare_each(self, rows: list[int], form: int) -> Iterator[Finding]:
        with connection.cursor() as cursor:
            cursor.execute(self._statement(_EACH, form), [rows])
            stored = dict(cursor.fetchall())
        for row in rows:
            record, digest, _ = self.newest[row]
            if row not in stored:
                yield found("rows_missing", record=record, table=self.covered.table, ids=row, count=1)
            elif stored[row] != digest:
                yield found("rows_altered", record=record, table=self.covered.table, ids=row, count=0)

    def _uncovered(self) -> Iterator[Finding]:
        ranges = "{" + ",".join(f"[{first},{last}]" for first, last in self.runs_noted()) + "}"
        with connection.cursor() as cursor:
            cursor.execute(self._statement(_UNCOVERED, self.covered.form), [ranges])
            for first, last in cursor.fetchall():
                if first == last:
                    yield found("row_uncovered", table=self.covered.table, row=first)
                else:
                    yield found(
                        "rows_uncovered", table=self.covered.table, ids=f"{first}-{last}", count=last - first + 1
                    )

    def _statement(self, template: str, form: int) -> str:
        return template.format(
            table=self.covered.table,
            key=self.covered.key,
            row=row_bytes_sql(self.covered, form, self.types),
            digits=EACH_DIGITS,
            limit=_SHOWN,
        )


def table_checks() -> dict[str, TableCheck]:
    return {covered.table: TableCheck(covered, column_types(covered.table)) for covered in covered_tables()}


def _shown(runs: tuple[tuple[int, int], ...]) -> str:
    texts = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:5]]
    return ", ".join(texts) + ("…" if len(runs) > 5 else "")
