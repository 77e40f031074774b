"""`record()`: what an act leaves behind, written in the act's own transaction."""

import json
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from ifi.audit import events, journal
from ifi.audit.errors import EventUnknown, NotInTransaction
from ifi.audit.keys import present_key
from ifi.audit.origin import Origin, present_origin
from ifi.audit.rules.records import Act, RowsWritten, Who, body_of, origin_digest, seal_of
from ifi.audit.rules.tree import leaf_hash
from ifi.core.targets import Target

__all__ = ["RowsWritten", "record"]

# What the triggers on covered tables noted since the last record of this transaction, and the database's own clock.
_NOTED = """
SELECT coalesce(current_setting('ifi.rows_written', true), ''), set_config('ifi.rows_written', '', true),
       clock_timestamp(), (SELECT number::text FROM audit_log ORDER BY id LIMIT 1)
"""
_INSERT = """
WITH written AS (
    INSERT INTO audit_record (at, event, target_kind, target_key, person, organisation, address, address_salt,
                              body, leaf, seal)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
), waiting AS (
    INSERT INTO audit_waiting (record_id) SELECT id FROM written
), mentions AS (
    INSERT INTO audit_mention (record_id, kind, key)
    SELECT written.id, also.kind, also.key FROM written, unnest(%s::text[], %s::text[]) AS also(kind, key)
)
SELECT id FROM written
"""


def record(
    event: str,
    target: Target,
    *,
    by: object,
    on: date | None = None,
    changes: Mapping[str, tuple[object, object]] | None = None,
    rows: Sequence[RowsWritten] = (),
    also: Collection[Target] = (),
    parameters: Mapping[str, object] | None = None,
) -> int:
    """Keep that `by` did `event` to `target`; return the record's number.

    Called last in an act, inside its transaction: rows that the act wrote to covered tables since the record before
    are in it by themselves; `rows` adds others. `changes` holds old and new values of fields, `parameters` the places
    of the event's sentence; neither may hold personal data: people go by number. Without `on` the act counts from the
    day of its own moment. Raises EventUnknown for a code that
    no room registered, NotInTransaction outside a transaction.
    """
    if not events.knows(event):
        raise EventUnknown(event)
    if not connection.in_atomic_block:
        raise NotInTransaction(event)
    origin = present_origin()
    salt = secrets.token_bytes(16) if origin.address else None
    with _prepared() as execute:
        noted, _, at, log = execute(_NOTED, ())
        act = Act(
            event=event,
            target=target,
            who=_who(by, origin),
            on=on or timezone.localdate(at),
            at=at,
            origin=origin_digest(salt, origin.address) if salt else "",
            request=origin.request,
            also=tuple(dict.fromkeys(found for found in also if found != target)),
            changes={name: pair for name, pair in (changes or {}).items() if pair[0] != pair[1]},
            rows=(*_rows_noted(noted), *rows),
            parameters=parameters,
        )
        body = body_of(act)
        leaf = leaf_hash(body)
        (number,) = execute(_INSERT, _columns(act, at, origin, salt, body, leaf))
    transaction.on_commit(lambda: journal.note(str(log), int(number), leaf), robust=True)
    return int(number)


@contextmanager
def _prepared() -> Iterator[Callable[[str, Sequence[Any]], tuple[Any, ...]]]:
    """Runs a statement that the database has parsed and planned before: every act runs the same two."""
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:

        def execute(statement: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
            row: tuple[Any, ...] | None = cursor.execute(statement, parameters, prepare=True).fetchone()
            assert row is not None, "both statements return a row"
            return row

        yield execute


def _columns(act: Act, at: datetime, origin: Origin, salt: bytes | None, body: bytes, leaf: bytes) -> list[Any]:
    return [
        at,
        act.event,
        act.target.kind,
        act.target.key,
        act.who.person,
        act.who.organisation,
        origin.address or None,
        salt,
        body,
        leaf,
        seal_of(present_key().sealing, body),
        [found.kind for found in act.also],
        [found.key for found in act.also],
    ]


def _who(by: object, origin: Origin) -> Who:
    """A person by number, a program by name; for the organisation that the person acts for at this moment."""
    person = getattr(by, "pk", None)
    program = "" if person is not None else str(getattr(by, "name", ""))
    organisation = getattr(by, "acting_organisation_id", None) or origin.organisation
    return Who(person, program, organisation)


def _rows_noted(noted: str) -> list[RowsWritten]:
    """The notes of the triggers: one JSON object a line."""
    return [RowsWritten(**json.loads(line)) for line in noted.splitlines()]
