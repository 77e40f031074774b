"""Records that have no place, and the clock: times must not run backwards."""

from collections.abc import Iterator

from django.db import connection

from ifi.audit import journal
from ifi.audit.heads import log_number
from ifi.audit.verification.findings import Finding, found

TOLERANCE_SECONDS = 60  # machines' clocks differ, and a record's number is given a moment after its time

_UNPLACED = """
SELECT record.id FROM audit_record AS record
WHERE NOT EXISTS (SELECT FROM audit_leaf AS leaf WHERE leaf.record_id = record.id)
  AND NOT EXISTS (SELECT FROM audit_waiting AS waiting WHERE waiting.record_id = record.id)
ORDER BY record.id
"""
_GONE = """
SELECT record_id FROM audit_waiting AS waiting
WHERE NOT EXISTS (SELECT FROM audit_record AS record WHERE record.id = waiting.record_id) ORDER BY record_id
"""
_BACKWARDS = """
SELECT id, at, latest FROM (
    SELECT id, at, max(at) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
    FROM audit_record
) AS timed
WHERE at < latest - make_interval(secs => %s) ORDER BY id
"""
_AHEAD = "SELECT id, at FROM audit_record WHERE at > clock_timestamp() + make_interval(secs => %s) ORDER BY id"
_STRAY = """
SELECT DISTINCT record_id FROM audit_mention AS mention
WHERE NOT EXISTS (SELECT FROM audit_record AS record WHERE record.id = mention.record_id) ORDER BY record_id
"""


def check_order() -> Iterator[Finding]:
    """Records without a place, mentions without a record, times that run backwards or lie ahead."""
    yield from (found("record_unplaced", record=number) for (number,) in _rows(_UNPLACED, []))
    gone = {number for (number,) in _rows(_GONE, [])} | {*journal.vanished_records(log_number())}
    yield from (found("record_gone", record=number) for number in sorted(gone))
    yield from (found("mention_stray", record=number) for (number,) in _rows(_STRAY, []))
    for number, at, latest in _rows(_BACKWARDS, [TOLERANCE_SECONDS]):
        yield found("clock_back", record=number, at=_time(at), latest=_time(latest))
    for number, at in _rows(_AHEAD, [TOLERANCE_SECONDS]):
        yield found("clock_ahead", record=number, at=_time(at))


def _rows(statement: str, parameters: list[object]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)  # type: ignore[arg-type]
        return list(cursor.fetchall())


def _time(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
