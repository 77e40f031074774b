"""The whole check, in one pass over the records."""

from collections.abc import Iterator

from ifi.audit.nodes import tree_size
from ifi.audit.sequencing import sequence
from ifi.audit.verification.findings import Finding, Tell, found
from ifi.audit.verification.heads import check_heads, known_notes, sizes_of
from ifi.audit.verification.order import check_order
from ifi.audit.verification.records import Said, Tree, check_records
from ifi.audit.verification.rows import table_checks


def _silent(done: int, of: int) -> None:
    return None


def verify_trail(tell: Tell = _silent) -> Iterator[Finding]:
    """Every difference between the trail, its signed heads and the rows it speaks of; nothing where all is sound.

    Gives committed records their places first, and writes nothing else. Work that commits while the check runs is not
    part of it: it is found sound or not by the next one.
    """
    sequence()
    total, signed, tables = tree_size(), known_notes(), table_checks()

    def use(number: int, said: Said) -> Iterator[Finding]:
        for rows in said.get("rows", ()):
            if rows["table"] in tables:
                yield from tables[rows["table"]].add(number, rows)
            else:
                yield found("table_unknown", record=number, table=rows["table"])

    tree = Tree(sizes_of(signed))
    yield from check_records(tree, use, lambda done: tell(done, total))
    yield from check_heads(signed, tree)
    yield from check_order()
    for table in tables.values():
        yield from table.finish()
