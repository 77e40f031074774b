"""Tables as CSV and XLSX: the same rows and digits as on the page, safe to open in a spreadsheet, with their source."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

from ifi.core.money import plain

Cell = str | int | Decimal | date | None
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
LARGEST_WORKBOOK = 100_000  # rows; longer selections come as CSV


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, rows in batches, and the source line that closes the file."""

    name: str
    headings: tuple[str, ...]
    batches: Iterable[Sequence[Sequence[Cell]]]
    source: str


def csv_response(table: Table) -> StreamingHttpResponse:
    """UTF-8 with a byte-order mark, so that spreadsheets read Kazakh letters; sent as it is read."""
    response = StreamingHttpResponse(_csv_parts(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
    return response


def xlsx_response(table: Table) -> FileResponse:
    """A workbook written row by row to a temporary file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115, the response closes it
    _write_workbook(file, table)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{table.name}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _csv_parts(table: Table) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(table.headings)
    for batch in table.batches:
        writer.writerows([_text(cell) for cell in row] for row in batch)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    writer.writerow([_text(table.source)])
    yield buffer.getvalue()


def _text(cell: Cell) -> str:
    """Amounts with a point and two digits; text that a spreadsheet would run as a formula gets an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain(cell)
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_SIGNS) else text


def _write_workbook(file: IO[bytes], table: Table) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet()
        heading = workbook.add_format({"bold": True, "text_wrap": True})
        formats = {
            Decimal: workbook.add_format({"num_format": "#,##0.00"}),
            date: workbook.add_format({"num_format": "dd.mm.yyyy"}),
        }
        sheet.set_column(0, len(table.headings) - 1, 20)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for column, text in enumerate(table.headings):
            sheet.write_string(0, column, text, heading)
        line = 0
        for batch in table.batches:
            for row in batch:
                line += 1
                for column, cell in enumerate(row):
                    _write_cell(sheet, line, column, cell, formats)
        sheet.write_string(line + 2, 0, table.source)


def _write_cell(
    sheet: "xlsxwriter.worksheet.Worksheet", line: int, column: int, cell: Cell, formats: dict[type, object]
) -> None:
    if cell is None:
        return
    if isinstance(cell, Decimal):
        if len(cell.as_tuple().digits) <= _EXACT_DIGITS:
            sheet.write_number(line, column, cell, formats[Decimal])
        else:
            sheet.write_string(line, column, plain(cell))
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, formats[date])
    else:
        sheet.write_string(line, column, cell)
