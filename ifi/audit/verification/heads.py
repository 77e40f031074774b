"""Signed heads against the tree: whatever was signed must still be the beginning of what is there."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from ifi.audit import folder
from ifi.audit.heads import is_ours, log_number
from ifi.audit.models import TreeHead
from ifi.audit.rules import notes
from ifi.audit.rules.notes import Head
from ifi.audit.verification.findings import Finding, found
from ifi.audit.verification.order import TOLERANCE_SECONDS
from ifi.audit.verification.records import Tree

TOLERANCE = timedelta(seconds=TOLERANCE_SECONDS)


def known_notes() -> list[str]:
    """Every signed head of the database and of the state folder; each once."""
    stored = TreeHead.objects.order_by("pk").values_list("note", flat=True)
    return list(dict.fromkeys([*stored, *folder.kept_heads()]))


def sizes_of(signed: Sequence[str]) -> frozenset[int]:
    return frozenset(head.size for note in signed if (head := notes.read(note)))


def check_heads(signed: Sequence[str], tree: Tree) -> Iterator[Finding]:
    """Signature, log, size and root of every head, and that their times do not run backwards."""
    sound: list[Head] = []
    for note in signed:
        head = notes.read(note)
        if head is None or not is_ours(note):
            yield found("head_not_ours", text=note.partition("\n\n")[0].replace("\n", " "))
        elif head.log != log_number():
            yield found("other_log", log=head.log, size=head.size)
        else:
            sound.append(head)
    yield from _check_roots(sorted(sound, key=lambda head: head.size), tree)
    yield from _check_columns()
    yield from _check_times(sound, tree)


def _check_roots(heads: Sequence[Head], tree: Tree) -> Iterator[Finding]:
    """Where a head differs, what was altered lies after the last head that agrees."""
    agreed = 0
    for head in heads:
        signed_at = _time(head)
        if head.size > tree.size:
            yield found("tail_cut", size=head.size, signed_at=signed_at, left=tree.size)
        elif tree.roots[head.size] != head.root:
            yield found("head_differs", size=head.size, signed_at=signed_at, first=agreed, last=head.size - 1)
        else:
            agreed = head.size


def _check_columns() -> Iterator[Finding]:
    """The columns that pages read repeat the note."""
    for stored in TreeHead.objects.order_by("pk"):
        head = notes.read(stored.note)
        if head and (head.size, head.root, head.signed_at) != (stored.size, bytes(stored.root), stored.signed_at):
            yield found("head_columns", size=head.size)


def _check_times(heads: Sequence[Head], tree: Tree) -> Iterator[Finding]:
    """A larger tree is signed later, and no record is younger than the head that holds it."""
    ordered = sorted(heads, key=lambda head: (head.size, head.signed_at))
    for earlier, later in pairwise(ordered):
        if later.signed_at < earlier.signed_at - TOLERANCE:
            yield found("head_clock", size=later.size, signed_at=_time(later))
    for head in ordered:
        at, number = tree.latest.get(head.size, (head.signed_at, 0))
        if at > head.signed_at + TOLERANCE:
            yield found("clock_after_head", record=number, size=head.size, signed_at=_time(head))


def _time(head: Head) -> str:
    return f"{head.signed_at:%Y-%m-%d %H:%M:%S} UTC"
