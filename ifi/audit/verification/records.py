"""Record by record in the order of the tree: bytes, seal, columns, place; and the tree made anew beside the stored."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from ifi.audit.keys import keys
from ifi.audit.rules.records import moment, origin_digest, place_seal, seal_of
from ifi.audit.rules.tree import EMPTY_ROOT, Hash, Node, complete_nodes, fold, leaf_hash, new_nodes
from ifi.audit.verification.findings import Finding, found

AT_ONCE = 5_000
_READ = """
SELECT leaf.place, leaf.record_id, leaf.hash, leaf.seal, record.at, record.event, record.target_kind,
       record.target_key, record.person, record.organisation, record.address, record.address_salt, record.body,
       record.leaf, record.seal
FROM audit_leaf AS leaf LEFT JOIN audit_record AS record ON record.id = leaf.record_id
ORDER BY leaf.place
"""
_NODES = """
SELECT level, index, hash FROM audit_treenode
WHERE (level, index) IN (SELECT * FROM unnest(%s::smallint[], %s::bigint[]))
"""
Said = dict[str, Any]
Mentions = dict[int, list[list[str]]]
Use = Callable[[int, Said], Iterator[Finding]]  # a record's number and what it says


@dataclass
class Tree:
    """The tree as its leaves make it; its root and the latest time of its records at the sizes that were asked for."""

    sizes: frozenset[int]
    latest: dict[int, tuple[datetime, int]] = field(default_factory=dict)
    size: int = 0
    roots: dict[int, Hash] = field(default_factory=lambda: {0: EMPTY_ROOT})
    _edge: dict[Node, Hash] = field(default_factory=dict)

    def add(self, leaves: Sequence[Hash]) -> dict[Node, Hash]:
        """Join the leaves; return every node that came to be."""
        made = dict(new_nodes(leaves, size=self.size, hash_of=self._edge.__getitem__))
        known = self._edge | made
        end = self.size + len(leaves)
        for size in {*(size for size in self.sizes if self.size < size <= end), end}:
            self.roots[size] = fold([known[node] for node in complete_nodes((0, size))])
        self.size = end
        self._edge = {node: known[node] for node in complete_nodes((0, end))}
        return made


def check_records(tree: Tree, use: Use, tell: Callable[[int], None]) -> Iterator[Finding]:
    """Every difference of a record, its leaf or a stored node; each record of ours is given to `use`."""
    sealing = [key.sealing for key in keys()]
    latest = (datetime.min.replace(tzinfo=UTC), 0)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_READ)
        while rows := cursor.fetchmany(AT_ONCE):
            mentions = _mentions([row[1] for row in rows])
            for row in rows:
                yield from _check_record(row, sealing, mentions, use)
                latest = max(latest, (row[4], row[1])) if row[4] else latest
                if row[0] + 1 in tree.sizes:
                    tree.latest[row[0] + 1] = latest
            yield from _check_places(rows, tree.size)
            made = tree.add([bytes(row[2]) for row in rows])
            yield from _check_nodes(made)
            tell(tree.size)


def _check_record(row: Sequence[Any], sealing: Sequence[bytes], mentions: Mentions, use: Use) -> Iterator[Finding]:
    place, number, hashed, at_place, *columns, body, leaf, seal = row
    hashed = bytes(hashed)
    if not any(place_seal(key, place, hashed) == at_place for key in sealing):
        yield found("place_not_ours", record=number, place=place)
    if body is None:
        yield found("record_missing", record=number, place=place)
        return
    body = bytes(body)
    if leaf_hash(body) != hashed:
        yield found("record_altered", record=number, place=place)
    if leaf != hashed:
        yield found("leaf_altered", record=number, place=place)
    if not any(seal_of(key, body) == seal for key in sealing):
        yield found("record_not_ours", record=number, place=place)
        return
    said = json.loads(body)
    for name in _columns_that_differ(said, columns):
        yield found("column_altered", record=number, column=name)
    if sorted(said.get("also", [])) != sorted(mentions.get(number, [])):
        yield found("column_altered", record=number, column="also")
    yield from use(number, said)


def _columns_that_differ(said: Said, columns: Sequence[Any]) -> Iterator[str]:
    at, event, kind, key, person, organisation, address, salt = columns
    if said["at"] != moment(at):
        yield "at"
    if said["event"] != event:
        yield "event"
    if said["target"] != [kind, key]:
        yield "target"
    if said.get("person") != person:
        yield "person"
    if said.get("organisation") != organisation:
        yield "organisation"
    if address is not None and said.get("origin") != origin_digest(bytes(salt or b""), address):
        yield "address"


def _mentions(numbers: list[int]) -> Mentions:
    found: Mentions = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id, kind, key FROM audit_mention WHERE record_id = ANY(%s)", [numbers])
        for number, kind, key in cursor.fetchall():
            found.setdefault(number, []).append([kind, key])
    return found


def _check_places(rows: Sequence[Sequence[Any]], first: int) -> Iterator[Finding]:
    """Places go up by one; where one is left out, the tree is not what was signed."""
    expected = first
    for place, number, *_ in rows:
        if place != expected:
            yield found("place_missing", place=expected, record=number)
        expected = place + 1


def _check_nodes(made: dict[Node, Hash]) -> Iterator[Finding]:
    above = [node for node in made if node.level]
    with connection.cursor() as cursor:
        cursor.execute(_NODES, [[node.level for node in above], [node.index for node in above]])
        stored = {Node(level, index): bytes(value) for level, index, value in cursor.fetchall()}
    for node in above:
        if stored.get(node) != made[node]:
            yield found("node_altered", level=node.level, first=node.index << node.level)
