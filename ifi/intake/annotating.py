"""The user's own file back, with every reason beside the cell that it is about."""

import csv
import uuid
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import xlsxwriter
from django.utils.translation import gettext, override
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from ifi.intake import files
from ifi.intake.kinds import kind_named
from ifi.intake.models import ImportRun
from ifi.intake.reading import read_table
from ifi.intake.reading.table import RawTable
from ifi.intake.rules import State
from ifi.intake.wording import harmless, problem_sentence, read_parameters, reasons_by_row

_BAD, _WARNING = "F9DEDC", "FBEED3"
_MOST_ROWS_IN_PLACE = 20_000  # a larger workbook is written anew: opening it to change it would take minutes


def annotate_run(*, run_id: uuid.UUID) -> Path | None:
    """Make the annotated copy of a checked run in the language of its author; None when nothing is to be said."""
    run = ImportRun.objects.filter(pk=run_id, state=State.CHECKED).first()
    if run is None:
        return None
    problems = files.problems_of(run)
    if problems.is_empty():
        return None
    ending = ".xlsx" if run.summary["is_workbook"] else ".csv"
    part, copy = files.folder_of(run) / "annotated.part", files.folder_of(run) / f"annotated{ending}"
    with override(run.language):
        if ending == ".csv":
            _write_text(run, problems, part)
        elif (run.rows_total or 0) <= _MOST_ROWS_IN_PLACE:
            _mark_in_place(run, problems, part)
        else:
            _write_anew(run, problems, part)
    part.replace(copy)
    return copy


def _write_text(run: ImportRun, problems: pl.DataFrame, target: Path) -> None:
    table = read_table(files.original_of(run), kind_named(run.kind))
    reasons = reasons_by_row(problems)
    width = table.frame.width - 1
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=table.separator)
        writer.writerow([*(harmless(table.headings.get(index, "")) for index in range(width)), gettext("Reasons")])
        for row, *cells in table.frame.iter_rows():
            writer.writerow([*(harmless(cell or "") for cell in cells), reasons.get(row, "")])


def _mark_in_place(run: ImportRun, problems: pl.DataFrame, target: Path) -> None:
    book = openpyxl.load_workbook(files.original_of(run))
    sheet = book[run.summary["sheet"]]
    column = run.summary["width"] + 1
    sheet.cell(run.summary["heading_row"], column, gettext("Reasons"))
    for row, reason in reasons_by_row(problems).items():
        _write_as_text(sheet.cell(row, column), reason)
    fills = {
        is_warning: PatternFill("solid", fgColor=colour) for is_warning, colour in ((False, _BAD), (True, _WARNING))
    }
    for problem in problems.filter(pl.col("index").is_not_null()).iter_rows(named=True):
        cell = sheet.cell(problem["row"], problem["index"] + 1)
        sentence = problem_sentence(problem["code"], read_parameters(problem), problem["value"], problem["heading"])
        cell.fill = fills[problem["is_warning"]]
        cell.comment = Comment(sentence, "IFI", width=320, height=90)
    book.save(target)


def _write_as_text(cell: Any, text: str) -> None:
    cell.value = text
    cell.data_type = "s"


def _write_anew(run: ImportRun, problems: pl.DataFrame, target: Path) -> None:
    table = read_table(files.original_of(run), kind_named(run.kind))
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        _write_rows(book, table, problems)


def _write_rows(book: "xlsxwriter.Workbook", table: RawTable, problems: pl.DataFrame) -> None:
    sheet = book.add_worksheet(table.sheet)
    fill = book.add_format({"bg_color": f"#{_BAD}"})
    bold = book.add_format({"bold": True})
    offset = int(table.frame.columns[1].removeprefix("c"))
    bad = set(problems.select("row", "index").iter_rows())
    reasons, last = reasons_by_row(problems), offset + table.frame.width - 1
    for index, heading in table.headings.items():
        sheet.write_string(table.heading_row - 1, index, heading, bold)
    sheet.write_string(table.heading_row - 1, last, gettext("Reasons"), bold)
    for row, *cells in table.frame.iter_rows():
        for index, cell in enumerate(cells, start=offset):
            if cell is not None or (row, index) in bad:
                sheet.write_string(row - 1, index, cell or "", fill if (row, index) in bad else None)
        if row in reasons:
            sheet.write_string(row - 1, last, reasons[row])
