"""Where hashes of the tree are found: leaves and complete nodes, read together, one query for many."""

from collections.abc import Iterable
from itertools import chain

from django.db import connection

from ifi.audit.rules.tree import Hash, Node, Span, complete_nodes, fold

_READ = """
SELECT asked.level, asked.index, CASE asked.level WHEN 0 THEN leaf.hash ELSE node.hash END
FROM unnest(%s::smallint[], %s::bigint[]) AS asked(level, index)
LEFT JOIN audit_leaf AS leaf ON asked.level = 0 AND leaf.place = asked.index
LEFT JOIN audit_treenode AS node ON asked.level > 0 AND (node.level, node.index) = (asked.level, asked.index)
"""


class NodeMissing(LookupError):
    """A node that must be stored is not there: the tree was altered."""


def stored_hashes(nodes: Iterable[Node]) -> dict[Node, Hash]:
    """Node → its stored hash. Raises NodeMissing."""
    asked = sorted(set(nodes))
    with connection.cursor() as cursor:
        cursor.execute(_READ, [[node.level for node in asked], [node.index for node in asked]])
        found = {Node(level, index): value for level, index, value in cursor.fetchall()}
    if missing := [node for node, value in found.items() if value is None]:
        raise NodeMissing(missing[0])
    return {node: bytes(value) for node, value in found.items()}


def span_hashes(spans: Iterable[Span]) -> list[Hash]:
    """The hash of each span: of the tree of n records (0, n), and the steps of a proof."""
    asked = list(spans)
    parts = [complete_nodes(span) for span in asked]
    hashes = stored_hashes(chain.from_iterable(parts))
    return [fold([hashes[node] for node in nodes]) for nodes in parts]


def tree_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(place) + 1, 0) FROM audit_leaf")
        (size,) = cursor.fetchone()
    return int(size)
