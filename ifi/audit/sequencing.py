"""Committed records get their places in the tree. One sequencer at a time; acts never wait for it."""

from collections.abc import Sequence

import structlog
from django.db import connection, transaction

from ifi.audit import folder, journal
from ifi.audit.heads import log_number, present_head, signed_note
from ifi.audit.keys import present_key
from ifi.audit.nodes import NodeMissing, span_hashes, stored_hashes, tree_size
from ifi.audit.rules.records import place_seal
from ifi.audit.rules.tree import Hash, complete_nodes, new_nodes

logger = structlog.get_logger()

AT_ONCE = 20_000
_ONE_SEQUENCER = 7_161_962  # the number of the advisory lock
# What waits without its record stays: the check names it.
_TAKE = """
WITH first AS (
    SELECT waiting.record_id, record.leaf
    FROM audit_waiting AS waiting JOIN audit_record AS record ON record.id = waiting.record_id
    ORDER BY waiting.record_id LIMIT %s
), taken AS (
    DELETE FROM audit_waiting USING first WHERE audit_waiting.record_id = first.record_id
)
SELECT record_id, leaf FROM first ORDER BY record_id
"""
_ADD_LEAVES = """
INSERT INTO audit_leaf (place, record_id, hash, seal)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[], %s::bytea[])
"""
_ADD_NODES = """
INSERT INTO audit_treenode (level, index, hash) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
"""


def sequence() -> int:
    """Give every committed record that waits its place; return how many. Several may run at once."""
    placed = 0
    while True:
        with transaction.atomic():
            count = _sequence_some()
        placed += count
        if count < AT_ONCE:
            break
    if placed:
        _keep_checkpoint()
    journal.settle(log_number())
    return placed


def _sequence_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_SEQUENCER])
        cursor.execute(_TAKE, [AT_ONCE])
        taken = [(int(record), bytes(leaf)) for record, leaf in cursor.fetchall()]
    if taken:
        _add_leaves(taken)
    return len(taken)


def _add_leaves(taken: Sequence[tuple[int, Hash]]) -> None:
    size, sealing = tree_size(), present_key().sealing
    known = stored_hashes(complete_nodes((0, size)))
    leaves = [leaf for _, leaf in taken]
    seals = [place_seal(sealing, place, leaf) for place, leaf in enumerate(leaves, size)]
    nodes = new_nodes(leaves, size=size, hash_of=known.__getitem__)
    above = [(node.level, node.index, value) for node, value in nodes if node.level]
    with connection.cursor() as cursor:
        places = list(range(size, size + len(taken)))
        cursor.execute(_ADD_LEAVES, [places, [record for record, _ in taken], leaves, seals])
        cursor.execute(_ADD_NODES, [list(column) for column in zip(*above, strict=True)] or [[], [], []])


def _keep_checkpoint() -> None:
    """Note the new state outside the database, unless the tree no longer begins with the state noted before."""
    before = folder.checkpoint()
    try:
        if before is None or (before.size <= tree_size() and span_hashes([(0, before.size)]) == [before.root]):
            folder.keep_checkpoint(signed_note(present_head()))
            return
    except NodeMissing:
        pass
    logger.error("trail_differs_from_checkpoint", size=before.size if before else 0)
