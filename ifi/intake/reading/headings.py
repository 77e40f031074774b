"""Which column of a file is which: headings in kk, ru or en, in any order."""

from collections.abc import Sequence

from django.utils.translation import get_language

from ifi.intake.kinds import Column, ImportKind
from ifi.intake.reading.refusals import ColumnsMissing, HeadingTwice
from ifi.intake.reading.table import HEADING_ROWS
from ifi.intake.rules import fold


def heading_of(column: Column, language: str | None = None) -> str:
    """The heading of a column in a language (the reader's, if none is given)."""
    return column.headings.get(language or get_language() or "kk", next(iter(column.headings.values())))[0]


def known_headings(kind: ImportKind) -> dict[str, str]:
    """Folded heading → Column.name, of all languages."""
    known = {fold(column.name): column.name for column in kind.columns}
    for column in kind.columns:
        known |= {fold(heading): column.name for headings in column.headings.values() for heading in headings}
    return known


def heading_position(records: Sequence[Sequence[str | None]], kind: ImportKind) -> int:
    """Which of the first records holds most of the kind's headings. Raises ColumnsMissing when none holds any."""
    known = known_headings(kind)
    counts = [len({known.get(fold(cell or "")) for cell in record} - {None}) for record in records[:HEADING_ROWS]]
    if not counts or not max(counts):
        raise ColumnsMissing(columns=_listed(kind.columns))
    return counts.index(max(counts))


def match_headings(headings: dict[int, str], kind: ImportKind) -> dict[str, int]:
    """Column.name → index in the file. Raises HeadingTwice or ColumnsMissing, which names what is missing."""
    known, columns = known_headings(kind), dict[str, int]()
    for index, heading in headings.items():
        name = known.get(fold(heading))
        if name is None:
            continue
        if name in columns:
            raise HeadingTwice(first=headings[columns[name]], second=heading)
        columns[name] = index
    if missing := [column for column in kind.columns if column.required and column.name not in columns]:
        raise ColumnsMissing(columns=_listed(missing))
    return columns


def _listed(columns: Sequence[Column]) -> str:
    named = [column for column in columns if column.required] or columns
    return ", ".join(f"«{heading_of(column)}»" for column in named)
