"""Workbooks (XLSX): looked through first, then read as text."""

from collections.abc import Callable
from pathlib import Path

import fastexcel
import polars as pl

from ifi.intake.kinds import ImportKind
from ifi.intake.reading.archive import SheetPart, look_through
from ifi.intake.reading.headings import heading_position, match_headings
from ifi.intake.reading.refusals import ColumnsMissing, FileCorrupted, SheetsTwo, SheetTooLarge
from ifi.intake.reading.table import HEADING_ROWS, MOST_COLUMNS, Finding, RawTable, cell_name

MOST_ROWS = 300_000
_MOST_CELLS = 20_000_000  # rows × columns from the first used cell to the last: the reader keeps them all


def read_workbook(path: Path, kind: ImportKind, progress: Callable[[int], None]) -> RawTable:
    """The one visible sheet that has the kind's headings."""
    parts = [part for part in look_through(path, progress) if part.is_visible and part.scan.last_row]
    for part in parts:
        _check_extent(part)
    try:
        reader = fastexcel.read_excel(path)
        position, part = _fitting_sheet(reader, parts, kind)
        frame = _load(reader, part)
    except fastexcel.FastExcelError as error:
        raise FileCorrupted from error
    except BaseException as error:  # a panic of the library is no Exception
        if type(error).__name__ == "PanicException":
            raise FileCorrupted from error
        raise
    return _table(frame, part, position, kind, tuple(other.name for other in parts if other is not part))


def _check_extent(part: SheetPart) -> None:
    rows, columns = part.scan.last_row, part.scan.last_index + 1
    if part.scan.rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > _MOST_CELLS:
        raise SheetTooLarge(sheet=part.name, rows=f"{MOST_ROWS:_}".replace("_", " "), columns=MOST_COLUMNS)


def _fitting_sheet(reader: fastexcel.ExcelReader, parts: list[SheetPart], kind: ImportKind) -> tuple[int, SheetPart]:
    """The sheet with the headings, and in which of its loaded rows they stand."""
    fitting, missing = [], ColumnsMissing(columns=", ".join(column.name for column in kind.columns if column.required))
    for part in parts:
        top = _load(reader, part, HEADING_ROWS).drop("row").rows()
        try:
            position = heading_position(top, kind)
            match_headings(_written(top[position]), kind)
        except ColumnsMissing as error:
            missing = error
            continue
        fitting.append((position, part))
    if not fitting:
        raise missing
    if len(fitting) > 1:
        raise SheetsTwo(first=fitting[0][1].name, second=fitting[1][1].name)
    return fitting[0]


def _load(reader: fastexcel.ExcelReader, part: SheetPart, rows: int | None = None) -> pl.DataFrame:
    """`row` as the program numbers it and c0…, where c0 is the sheet's column A."""
    sheet = reader.load_sheet(part.name, header_row=None, skip_rows=0, n_rows=rows, dtypes="string")
    frame = sheet.to_polars()
    frame.columns = [cell_name(part.scan.first_index + index) for index in range(frame.width)]
    return frame.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))


def _written(record: tuple[str | None, ...]) -> dict[int, str]:
    return {index: cell.strip() for index, cell in enumerate(record) if cell and cell.strip()}


def _table(frame: pl.DataFrame, part: SheetPart, position: int, kind: ImportKind, others: tuple[str, ...]) -> RawTable:
    heading_row = int(frame["row"][position])
    offset = int(frame.columns[1].removeprefix("c"))
    headings = {index + offset: text for index, text in _written(frame.drop("row").row(position)).items()}
    columns = match_headings(headings, kind)
    found = [Finding(row, index, "cell.formula") for row, index in part.scan.formulas]
    found += [Finding(row, index, "cell.unsure_number") for row, index in part.scan.unsure_numbers]
    return RawTable(
        frame=frame.slice(position + 1),
        headings=headings,
        heading_row=heading_row,
        columns=columns,
        sheet=part.name,
        findings=tuple(finding for finding in found if finding.row > heading_row),
        is_workbook=True,
        other_sheets=others,
    )
