"""Tables whose rows only acts may write: triggers note what was written, `record()` keeps it, the check recomputes it.

A room that owns such a table registers it at start-up with the columns that count; the triggers are put in place after
every migration. Once records exist, a list of columns is never altered: a new list gets the next form number.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

CHUNK = 10_000  # rows under one digest, so that a difference can be told apart
GONE = 0  # the form of a note that says that rows were deleted
EACH_DIGITS = 24  # hexadecimal digits kept of the digest of each row that may be changed later


@dataclass(frozen=True, slots=True)
class Covered:
    """`forms` are the lists of columns that digests were ever made from, by number; the last is in use.

    Rows of a table that `may_change` are noted one by one at each insertion and update: a row's newest note counts.
    """

    table: str
    forms: Mapping[int, Sequence[str]]
    key: str = "id"
    may_change: bool = False

    @property
    def form(self) -> int:
        return max(self.forms)


_tables: dict[str, Covered] = {}


def register(*tables: Covered) -> None:
    """Cover the tables. A table has one owner: ValueError."""
    for covered in tables:
        if _tables.setdefault(covered.table, covered) != covered:
            raise ValueError(f"the table {covered.table!r} is covered twice")


def covered_tables() -> tuple[Covered, ...]:
    return tuple(_tables.values())


def row_bytes_sql(covered: Covered, form: int, types: Mapping[str, str]) -> str:
    """SQL for the bytes of one row, the same under every setting of the session: PostgreSQL's binary form."""
    return f"record_send(ROW({', '.join(_canonical(column, types[column]) for column in covered.forms[form])}))"


def column_types(table: str) -> dict[str, str]:
    """Column → type, from the database's own catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        return dict(cursor.fetchall())


def _canonical(column: str, kind: str) -> str:
    """The binary form names the type, so a text or whole number is cast to the widest: its column may grow later."""
    if kind in {"character varying", "text", "character"}:
        return f'"{column}"::text'
    if kind in {"smallint", "integer", "bigint"}:
        return f'"{column}"::bigint'
    return f'"{column}"'


# Rows that follow one another without a gap, the usual case, need no look at each number. Compiling never pays here.
_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET jit = off AS $function$
DECLARE
    notes text;
    gaps boolean;
BEGIN
    WITH digests AS (
        SELECT chunk, count(*) AS count, min("{key}") AS first, max("{key}") AS last,
               {digest} AS digest, {each} AS each
        FROM {sorted} GROUP BY chunk
    )
    SELECT bool_or(last - first + 1 <> count),
           string_agg(format({note}, CASE WHEN first = last THEN first::text ELSE first || '-' || last END,
                             count, digest, each), E'\\n' ORDER BY chunk)
    INTO gaps, notes FROM digests;
    IF gaps THEN
        WITH numbered AS (
            SELECT "{key}" AS id, "{key}" - row_number() OVER (ORDER BY "{key}") AS island FROM written
        ), runs AS (
            SELECT id / {chunk} AS chunk, min(id) AS first, max(id) AS last FROM numbered GROUP BY id / {chunk}, island
        ), ids AS (
            SELECT chunk, string_agg(CASE WHEN first = last THEN first::text ELSE first || '-' || last END, ','
                                     ORDER BY first) AS ids
            FROM runs GROUP BY chunk
        ), digests AS (
            SELECT chunk, count(*) AS count, {digest} AS digest, {each} AS each
            FROM {sorted} GROUP BY chunk
        )
        SELECT string_agg(format({note}, ids, count, digest, each), E'\\n' ORDER BY chunk)
        INTO notes FROM ids JOIN digests USING (chunk);
    END IF;
    IF notes IS NOT NULL THEN
        PERFORM set_config('ifi.rows_written',
                           coalesce(current_setting('ifi.rows_written', true), '') || notes || E'\\n', true);
    END IF;
    RETURN NULL;
END $function$
"""
_NOTE = """'{{"table":"{table}","ids":"%s","count":%s,"digest":"%s","each":"%s","form":{form}}}'"""
# Sorted once, for the groups and within them: an order of its own for each digest would sort the rows' bytes again.
_SORTED = """(SELECT *, "{key}" / {chunk} AS chunk FROM written ORDER BY chunk, "{key}") AS written"""
_DIGEST = """encode(sha256(string_agg({row}, ''::bytea)), 'hex')"""
_EACH = """string_agg(left(encode(sha256({row}), 'hex'), {digits}), '')"""
_TRIGGER = """
CREATE OR REPLACE TRIGGER {name} AFTER {event} ON "{table}" REFERENCING {rows} TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION {function}()
"""
_INSTALLED = "SELECT obj_description(to_regprocedure(%s), 'pg_proc')"
_WRITTEN_BY = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def install_triggers(**_: Any) -> None:
    """Put the triggers of every covered table in place; those that are there already stay."""
    for covered in covered_tables():
        types = column_types(covered.table)
        if {covered.key, *covered.forms[covered.form]} <= set(types):  # not yet while migrations stop half-way
            _install(f"audit_note_{covered.table}", covered, types, ("INSERT", *(["UPDATE"] * covered.may_change)))
            _install(f"audit_gone_{covered.table}", covered, types, ("DELETE",))


def _install(name: str, covered: Covered, types: Mapping[str, str], events: Sequence[str]) -> None:
    """What is deleted is noted by its numbers alone, in form 0."""
    gone = "DELETE" in events
    row = "" if gone else row_bytes_sql(covered, covered.form, types)
    parts = {"row": row, "key": covered.key, "digits": EACH_DIGITS}
    function = _FUNCTION.format(
        name=name,
        key=covered.key,
        chunk=CHUNK,
        sorted=_SORTED.format(key=covered.key, chunk=CHUNK),
        note=_NOTE.format(table=covered.table, form=GONE if gone else covered.form),
        digest="''" if gone else _DIGEST.format(**parts),
        each=_EACH.format(**parts) if covered.may_change and not gone else "''",
    )
    version = f"{hashlib.sha256(function.encode()).hexdigest()} {' '.join(events)}"
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLED, [f"{name}()"])
        if cursor.fetchone() == (version,):
            return
        cursor.execute(function)
        for event in events:
            trigger = f"audit_note_{event.lower()}"
            statement = _TRIGGER.format(
                name=trigger, event=event, table=covered.table, rows=_WRITTEN_BY[event], function=name
            )
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON FUNCTION {name}() IS '{version}'")
