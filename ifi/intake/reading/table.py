"""What a file holds, before any cell is understood."""

from dataclasses import dataclass, field

import polars as pl

MOST_COLUMNS = 200
HEADING_ROWS = 20  # within so many rows from the top the headings must stand


def cell_name(index: int) -> str:
    """Name of the frame's column for the file's column at `index`, from 0."""
    return f"c{index}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one cell that its text does not tell: a formula stands there, digits were lost."""

    row: int
    index: int
    code: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """`frame`: `row` (Int64, as the user's program numbers it) and c0, c1… (String, trimmed; empty is null).

    `headings`: index of a column → its heading as written. Empty rows are left out.
    """

    frame: pl.DataFrame
    headings: dict[int, str]
    heading_row: int
    columns: dict[str, int]  # Column.name → index
    sheet: str = ""
    findings: tuple[Finding, ...] = field(default=())
    is_workbook: bool = False
    other_sheets: tuple[str, ...] = ()
    separator: str = ""  # of a text
    encoding: str = ""  # of a text
