"""Reads the two plain files of `ifi reconcile`: pairs and rules."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ifi.core.errors import IfiError
from ifi.core.money import parse_amount
from ifi.obligations.reconcile.rules import Pair, Tolerance

PAIR_COLUMNS = ("id", "stream", "company_amount", "government_amount")
RULE_COLUMNS = ("stream", "margin", "floor")
_SHARE = re.compile(r"\d{1,3}(?:[.,]\d{1,10})?")


class FileUnreadable(IfiError):
    """The file cannot be read as text in UTF-8. Parameters: file."""

    code = "reconcile.file_unreadable"


class ColumnsMissing(IfiError):
    """The header lacks columns. Parameters: file, columns."""

    code = "reconcile.columns_missing"


class FileEmpty(IfiError):
    """No rows under the header. Parameters: file."""

    code = "reconcile.file_empty"


class RowRepeated(IfiError):
    """Two rows with one key. Parameters: file, line, value, first."""

    code = "reconcile.row_repeated"


class CellWrong(IfiError):
    """One cell cannot be used. Parameters: file, line, column, value, reason (a code)."""

    code = "reconcile.cell_wrong"


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        value = self.cells[column]
        if not value:
            raise self.wrong(column, "cell.empty")
        return value

    def amount(self, column: str) -> Decimal | None:
        """An amount; an empty cell means that this side reported nothing."""
        if not self.cells[column]:
            return None
        try:
            return parse_amount(self.cells[column])
        except IfiError as error:
            raise self.wrong(column, error.code) from error

    def share(self, column: str) -> Decimal:
        value = self.text(column)
        if not _SHARE.fullmatch(value):
            raise self.wrong(column, "cell.not_share")
        return Decimal(value.replace(",", "."))

    def year(self, column: str) -> int | None:
        value = self.cells.get(column, "")
        if not value:
            return None
        if not re.fullmatch(r"(?:19|20)\d\d", value):
            raise self.wrong(column, "cell.not_year")
        return int(value)

    def wrong(self, column: str, reason: str) -> CellWrong:
        return CellWrong(file=self.file, line=self.line, column=column, value=self.cells[column], reason=reason)


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Pairs of a file with `id,stream,company_amount,government_amount`, optionally `year`; other columns are left.

    `id` may stand once for each stream and year. Raises FileUnreadable, ColumnsMissing, FileEmpty, RowRepeated or
    CellWrong.
    """
    seen: dict[tuple[str, str, int | None], int] = {}
    pairs = []
    for row in _rows(path, PAIR_COLUMNS):
        pair = Pair(
            row.text("id"),
            row.text("stream"),
            row.amount("company_amount"),
            row.amount("government_amount"),
            row.year("year"),
            row.line,
        )
        first = seen.setdefault((pair.id, pair.stream, pair.year), row.line)
        if first != row.line:
            raise RowRepeated(file=row.file, line=row.line, value=f"{pair.id}, {pair.stream}", first=first)
        pairs.append(pair)
    return tuple(pairs)


def read_tolerances(path: Path) -> tuple[Tolerance, ...]:
    """Tolerances of a file with `stream,margin,floor`; the margin is a share. Raises as `read_pairs` does."""
    seen: dict[str, int] = {}
    tolerances = []
    for row in _rows(path, RULE_COLUMNS):
        stream, floor = row.text("stream"), row.amount("floor")
        if floor is None or floor < 0:
            raise row.wrong("floor", "cell.empty" if floor is None else "cell.negative")
        first = seen.setdefault(stream, row.line)
        if first != row.line:
            raise RowRepeated(file=row.file, line=row.line, value=stream, first=first)
        tolerances.append(Tolerance(stream, row.share("margin"), floor))
    return tuple(tolerances)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[_Row]:
    """Rows as cells by column name, trimmed; blank lines are passed over."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(file=path.name) from error
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip().lower() for name in next(reader, [])]
    missing = [column for column in columns if column not in names]
    if missing:
        raise ColumnsMissing(file=path.name, columns=", ".join(missing))
    found = False
    for values in reader:
        if any(value.strip() for value in values):
            found = True
            padded = [*(value.strip() for value in values), *[""] * len(names)]
            yield _Row(path.name, reader.line_num, dict(zip(names, padded, strict=False)))
    if not found:
        raise FileEmpty(file=path.name)
