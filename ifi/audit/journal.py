"""Which records were committed, noted outside the database for the minutes until the checkpoint holds them.

Before a record has a place in the tree, only the database knows of it: whoever rules the database could delete it with
its rows, and nothing would be missing. So each process appends number and leaf hash of what it has committed to a file
of its own; the sequencer takes a file away once every record of it has its place, and names the ones that vanished.
"""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import connection

logger = structlog.get_logger()

SLOT_SECONDS = 60  # a process begins a new file each minute
_KEPT = ".vanished"  # files with records that are gone stay, for the check and for people
# the same snapshot for both: the sequencer takes a record from one to the other
_VANISHED = """
SELECT noted.number FROM unnest(%s::bigint[], %s::bytea[]) AS noted(number, leaf)
WHERE NOT EXISTS (SELECT FROM audit_leaf AS placed WHERE (placed.record_id, placed.hash) = (noted.number, noted.leaf))
  AND NOT EXISTS (SELECT FROM audit_waiting AS waiting JOIN audit_record AS record ON record.id = waiting.record_id
                  WHERE (record.id, record.leaf) = (noted.number, noted.leaf))
ORDER BY noted.number
"""
_UNPLACED = """
SELECT EXISTS (SELECT FROM unnest(%s::bigint[]) AS noted(number)
               WHERE NOT EXISTS (SELECT FROM audit_leaf WHERE record_id = noted.number))
"""


class _File(NamedTuple):
    key: tuple[object, ...]
    descriptor: int


_lock = threading.Lock()
_open: _File | None = None


def note(log: str, number: int, leaf: bytes) -> None:
    """Append that the record is committed. One write of a few bytes, which waits for nobody."""
    global _open
    key = (settings.AUDIT_FOLDER, int(time.time()) // SLOT_SECONDS, os.getpid(), log)
    with _lock:
        if _open is None or _open.key != key:
            before, _open = _open, None
            if before is not None:
                os.close(before.descriptor)
            path = _folder() / f"{key[1]}-{key[2]}-{log}"
            path.parent.mkdir(parents=True, exist_ok=True)
            _open = _File(key, os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
        os.write(_open.descriptor, f"{number} {leaf.hex()}\n".encode())


def settle(log: str) -> None:
    """Take away the files whose records all have their places; keep, and say once, what vanished."""
    closed = int(time.time()) // SLOT_SECONDS - 1
    for path in _files(log):
        slot = path.name.partition("-")[0]
        if path.suffix == _KEPT or not slot.isdigit() or int(slot) >= closed:
            continue
        numbers, leaves = _read(path)
        if gone := _vanished(numbers, leaves):
            logger.error("records_vanished", records=gone, file=path.name)
            path.rename(path.with_name(path.name + _KEPT))
        elif not _wait_for_places(numbers):
            path.unlink(missing_ok=True)


def vanished_records(log: str) -> Iterator[int]:
    """Numbers of records that were committed and are neither in the tree nor waiting for a place."""
    for path in _files(log):
        yield from _vanished(*_read(path))


def _folder() -> Path:
    return Path(settings.AUDIT_FOLDER) / "written"


def _files(log: str) -> list[Path]:
    return sorted(_folder().glob(f"*-{log}*"))


def _read(path: Path) -> tuple[list[int], list[bytes]]:
    """Numbers and leaf hashes; a last line that is still being written does not count."""
    try:
        *lines, _ = path.read_bytes().split(b"\n")
    except FileNotFoundError:  # settled by another process
        return [], []
    pairs = [line.partition(b" ") for line in lines]
    return [int(number) for number, _, _ in pairs], [bytes.fromhex(leaf.decode()) for _, _, leaf in pairs]


def _vanished(numbers: list[int], leaves: list[bytes]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_VANISHED, [numbers, leaves])
        return [int(number) for (number,) in cursor.fetchall()]


def _wait_for_places(numbers: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_UNPLACED, [numbers])
        (waiting,) = cursor.fetchone()
    return bool(waiting)
