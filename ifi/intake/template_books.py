"""Workbooks to fill in: headings, drop-downs, hints and an example, in one of the three languages."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext, override

from ifi.intake.kinds import CellType, Column, ImportKind
from ifi.intake.reading.headings import heading_of
from ifi.intake.rules import FIRST_YEAR, LAST_YEAR

VERSION = "1"
_LAST_ROW = 100_000
_FORMATS = {CellType.AMOUNT: "#,##0.00", CellType.DATE: "dd.mm.yyyy", CellType.YEAR: "0", CellType.DECIMAL: "General"}


def template_book(kind: ImportKind, language: str) -> bytes:
    """An empty workbook of the kind. The hidden sheet names kind, version and language."""
    buffer = io.BytesIO()
    with override(language), xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(kind.sheet_names.get(language) or str(kind.title)[:31])
        _write_explanation(book, kind, language)
        lists = book.add_worksheet("lists")
        for index, column in enumerate(kind.columns):
            _write_column(book, sheet, lists, index, column, language)
        lists.hide()
        _write_origin(book, kind, language)
        sheet.freeze_panes(1, 0)
        sheet.protect(
            "", {"format_cells": True, "format_columns": True, "insert_rows": True, "delete_rows": True, "sort": True}
        )
        sheet.activate()
    return buffer.getvalue()


def _write_column(book: Any, sheet: Any, lists: Any, index: int, column: Column, language: str) -> None:
    heading = heading_of(column, language) + (" *" if column.required else "")
    sheet.write_string(0, index, heading, book.add_format({"bold": True, "bg_color": "#DCEDF2", "text_wrap": True}))
    cells = book.add_format({"num_format": _FORMATS.get(column.type, "@"), "locked": False})
    sheet.set_column(index, index, max(14, min(len(heading) + 2, 40)), cells)
    sheet.data_validation(1, index, _LAST_ROW, index, _validation(column, lists, index, language))


def _validation(column: Column, lists: Any, index: int, language: str) -> dict[str, object]:
    shown: dict[str, object] = {
        "input_title": heading_of(column, language)[:32],
        "input_message": _hint(column)[:255],
        "ignore_blank": True,
        "validate": "any",
    }
    if column.choices:
        words = [choice.words[language][0] for choice in column.choices]
        for row, word in enumerate(words):
            lists.write_string(row, index, word)
        letter = xlsxwriter.utility.xl_col_to_name(index)
        shown |= {"validate": "list", "source": f"=lists!${letter}$1:${letter}${len(words)}"}
    elif column.type is CellType.YEAR:
        shown |= {"validate": "integer", "criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    elif column.type is CellType.AMOUNT and not column.negative_allowed:
        shown |= {"validate": "decimal", "criteria": ">=", "value": 0}
    elif column.type is CellType.BIN:
        shown |= {"validate": "length", "criteria": "==", "value": 12}
    return shown


def _hint(column: Column) -> str:
    need = gettext("Required.") if column.required else gettext("May be empty.")
    example = gettext("Example: {example}").format(example=column.example) if column.example else ""
    return " ".join(part for part in (need, str(column.hint), example) if part)


def _write_explanation(book: Any, kind: ImportKind, language: str) -> None:
    """A sheet in words; headings stand in a column there, so that it is never taken for the table."""
    sheet = book.add_worksheet(gettext("How to fill in")[:31])
    wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, str(kind.title), bold)
    sheet.write_string(0, 1, str(kind.description), wrap)
    for row, column in enumerate(kind.columns, start=2):
        sheet.write_string(row, 0, heading_of(column, language), bold)
        words = ", ".join(f"«{choice.words[language][0]}»" for choice in column.choices)
        text = _hint(column) + (" " + gettext("One of: {words}").format(words=words) if words else "")
        sheet.write_string(row, 1, text, wrap)


def _write_origin(book: Any, kind: ImportKind, language: str) -> None:
    sheet = book.add_worksheet("ifi")
    for row, (name, value) in enumerate((("kind", kind.name), ("version", VERSION), ("language", language))):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
