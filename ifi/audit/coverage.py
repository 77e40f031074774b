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


def row_digest_sql(covered: Covered, form: int, types: Mapping[str, str]) -> str:
    """SQL for the SHA-256 of one row, the same under every setting of the session."""
    texts = ", ".join(_canonical(column, types[column]) for column in covered.forms[form])
    return f"sha256(convert_to(concat_ws(',', {texts}), 'UTF8'))"


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
    """A column as text: numbers bare, texts in quotes, null as nothing (a text that is null: NULL without quotes)."""
    name = f'"{column}"'
    if kind == "timestamp with time zone":
        return f"coalesce((extract(epoch FROM {name}) * 1000000)::bigint::text, '')"
    if kind == "date":
        return f"coalesce(({name} - date '2000-01-01')::text, '')"
    if kind in {"bigint", "integer", "smallint", "numeric", "uuid", "boolean"}:
        return f"coalesce({name}::text, '')"
    if kind.endswith("[]"):
        return f"quote_nullable(array_to_json({name})::text)"
    return f"quote_nullable({name}::text)"


_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
    notes text;
BEGIN
    WITH hashed AS (
        SELECT "{key}" AS id, {digest} AS digest, row_number() OVER (ORDER BY "{key}") - 1 AS number FROM written
    ), runs AS (
        SELECT number / {chunk} AS chunk, min(id) AS first, max(id) AS last FROM hashed
        GROUP BY number / {chunk}, id - number
    ), ids AS (
        SELECT chunk, string_agg(CASE WHEN first = last THEN first::text ELSE first || '-' || last END, ','
                                 ORDER BY first) AS ids
        FROM runs GROUP BY chunk
    ), digests AS (
        SELECT number / {chunk} AS chunk, count(*) AS count,
               encode(sha256(string_agg(digest, ''::bytea ORDER BY number)), 'hex') AS digest, {each} AS each
        FROM hashed GROUP BY number / {chunk}
    )
    SELECT string_agg(format('{{"table":"{table}","ids":"%s","count":%s,"digest":"%s","each":"%s","form":{form}}}',
                             ids, count, digest, each), E'\\n' ORDER BY chunk)
    INTO notes FROM ids JOIN digests USING (chunk);
    IF notes IS NOT NULL THEN
        PERFORM set_config('ifi.rows_written',
                           coalesce(current_setting('ifi.rows_written', true), '') || notes || E'\\n', true);
    END IF;
    RETURN NULL;
END $function$
"""
_EACH = f"string_agg(left(encode(digest, 'hex'), {EACH_DIGITS}), '' ORDER BY number)"
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
        if set(covered.forms[covered.form]) <= set(types):  # not yet while migrations stop half-way
            _install(f"audit_note_{covered.table}", covered, types, ("INSERT", *(["UPDATE"] * covered.may_change)))
            _install(f"audit_gone_{covered.table}", covered, types, ("DELETE",))


def _install(name: str, covered: Covered, types: Mapping[str, str], events: Sequence[str]) -> None:
    """What is deleted is noted by its numbers alone, in form 0."""
    gone = "DELETE" in events
    function = _FUNCTION.format(
        name=name,
        table=covered.table,
        key=covered.key,
        chunk=CHUNK,
        form=GONE if gone else covered.form,
        digest="''::bytea" if gone else row_digest_sql(covered, covered.form, types),
        each=_EACH if covered.may_change and not gone else "''",
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
