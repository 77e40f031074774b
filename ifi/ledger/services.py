"""Writing to the ledger: entries are posted, and corrected by counter-entries; nothing is ever changed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction

from ifi.ledger.models import Entry
from ifi.ledger.rules import EntryLike, EntryNotCorrectable, NewEntry, UidTaken, uid_of

T = TypeVar("T")

_BATCH = 20_000
_INSERT = """
INSERT INTO ledger_entry (uid, kind, debit_duty, debit_account, credit_duty, credit_account, amount, effective_on,
                          source, corrects_id, recorded_by)
SELECT given.*, %s FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::text[],
                               %s::numeric[], %s::date[], %s::text[], %s::bigint[]) AS given
ON CONFLICT (uid) DO NOTHING
RETURNING uid
"""


def post(entries: Iterable[NewEntry], *, recorded_by: int | None) -> frozenset[UUID]:
    """Post the entries in one transaction and return the uids that are new.

    An entry whose uid stands already with the same content has no effect; with other content UidTaken is raised and
    nothing is posted. `recorded_by` is a person's id, None for a program.
    """
    new: set[UUID] = set()
    with transaction.atomic():
        for batch in _batches(entries, _BATCH):
            rows = [(entry.uid, *_content(entry), entry.effective_on, entry.source, None) for entry in batch]
            posted = _insert(rows, recorded_by)
            if len(posted) < len(batch):
                _check_same_content(batch)
            new |= posted
    return frozenset(new)


def correct(entry_ids: Sequence[int], *, effective_on: date, source: str, recorded_by: int | None) -> frozenset[UUID]:
    """Undo the entries by counter-entries that name them; return the uids of the new ones.

    Raises EntryNotCorrectable for an entry that is unknown, is itself a correction or was corrected before.
    """
    found = Entry.objects.in_bulk(entry_ids)
    corrected = set(Entry.objects.filter(corrects__in=entry_ids).values_list("corrects_id", flat=True))
    rows = []
    for entry_id in entry_ids:
        entry = found.get(entry_id)
        if entry is None or entry.corrects_id is not None or entry_id in corrected:
            raise EntryNotCorrectable(entry=entry_id)
        rows.append((uid_of("correct", entry.uid), *_mirrored(entry), effective_on, source, entry.pk))
    with transaction.atomic():
        return _insert(rows, recorded_by)


def _content(entry: EntryLike) -> tuple[object, ...]:
    kind = entry.kind if isinstance(entry, NewEntry | Entry) else ""
    return (
        str(kind),
        entry.debit_duty,
        entry.debit_account,
        entry.credit_duty,
        entry.credit_account,
        entry.amount,
    )


def _mirrored(entry: Entry) -> tuple[object, ...]:
    return (
        entry.kind,
        entry.credit_duty,
        entry.credit_account,
        entry.debit_duty,
        entry.debit_account,
        entry.amount,
    )


def _insert(rows: Sequence[tuple[object, ...]], recorded_by: int | None) -> frozenset[UUID]:
    if not rows:
        return frozenset()
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [recorded_by, *columns])
        return frozenset(uid for (uid,) in cursor.fetchall())


def _check_same_content(entries: Sequence[NewEntry]) -> None:
    stored = {entry.uid: entry for entry in Entry.objects.filter(uid__in=[entry.uid for entry in entries])}
    for entry in entries:
        standing = stored[entry.uid]
        same = _content(standing) == _content(entry) and standing.corrects_id is None
        if not same or (standing.effective_on, standing.source) != (entry.effective_on, entry.source):
            raise UidTaken(uid=str(entry.uid))


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
