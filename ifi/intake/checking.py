"""From a file to typed rows and every problem in them. Writes nothing."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ifi.core.errors import IfiError
from ifi.intake import cells, kinds
from ifi.intake.kinds import CellType, CheckContext, Column, ImportKind
from ifi.intake.reading import read_table
from ifi.intake.reading.table import RawTable, cell_name
from ifi.intake.rules import ValueMissing


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """`rows`: what the kind's check returned. `problems`: see files.problems_of. `summary`: for the preview."""

    rows: pl.DataFrame
    problems: pl.DataFrame
    rejected: int
    unchanged: int
    summary: dict[str, object]


def check_file(path: Path, kind: ImportKind, context: CheckContext, progress: Callable[[int], None]) -> CheckedFile:
    """Read and check the file. Raises FileRefused when it cannot be read as a whole."""
    table = read_table(path, kind, progress)
    rows, found = _read_cells(table, kind, progress)
    checked = kind.check(rows, context)
    problems = _placed(kinds.join(*found, checked.problems), table)
    rejected = problems.filter(~pl.col("is_warning"))["row"].n_unique()
    summary = _summary(table, rows, kind) | {"problems": problems.height}
    return CheckedFile(checked.frame, problems, rejected, checked.unchanged, summary)


def _read_cells(
    table: RawTable, kind: ImportKind, progress: Callable[[int], None]
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    amounts = [table.columns[column.name] for column in kind.columns if _is_in(column, table, CellType.AMOUNT)]
    reading = cells.Reading(
        decimal_sign=cells.decimal_sign_of([table.frame[cell_name(index)] for index in amounts]),
        serial_dates=table.is_workbook,
    )
    columns, found = [table.frame["row"]], []
    for done, column in enumerate(kind.columns, start=1):
        values, problems = _read_column(table, column, reading)
        columns.append(values.alias(column.name))
        found.append(problems)
        progress(table.frame.height * done // len(kind.columns))
    bad = pl.concat([problems["row"] for problems in found]).unique()
    frame = pl.DataFrame(columns)
    return frame.with_columns(~pl.col("row").is_in(bad.implode()).alias("is_good")), found


def _is_in(column: Column, table: RawTable, type_: CellType) -> bool:
    return column.type is type_ and column.name in table.columns


def _read_column(table: RawTable, column: Column, reading: cells.Reading) -> tuple[pl.Series, pl.DataFrame]:
    """The typed values and the problems of one column."""
    if column.name not in table.columns:
        empty = pl.Series(column.name, [None] * table.frame.height, dtype=cells.dtype_of(column))
        return empty, kinds.no_problems()
    texts = table.frame[cell_name(table.columns[column.name])]
    noted = _noted(table, column)
    if not noted.is_empty():
        texts = texts.set(table.frame["row"].is_in(noted["row"].implode()), None)
    read = cells.read_column(texts, column, reading)
    frame = pl.DataFrame({"row": table.frame["row"], "text": texts})
    found = [noted, _bad_texts(frame, read.errors, column)]
    if column.required:
        empty_cells = frame.filter(pl.col("text").is_null()).join(noted, on="row", how="anti")
        found.append(kinds.problems(empty_cells, pl.lit(True), ValueMissing.code, column=column.name))
    return read.values, kinds.join(*found)


def _noted(table: RawTable, column: Column) -> pl.DataFrame:
    """Formulas, and numbers whose digits are unsure, in this column."""
    index = table.columns[column.name]
    noted = {
        finding.row: finding.code
        for finding in table.findings
        if finding.index == index and (finding.code == "cell.formula" or column.type is not CellType.DATE)
    }
    if not noted:
        return kinds.no_problems()
    frame = pl.DataFrame({"row": list(noted), "code": list(noted.values())}, schema_overrides={"row": pl.Int64})
    frame = frame.filter(pl.col("row").is_in(table.frame["row"].implode()))
    return kinds.join(
        *(
            kinds.problems(frame, pl.col("code") == code, code, column=column.name)
            for code in ("cell.formula", "cell.unsure_number")
        )
    )


def _bad_texts(frame: pl.DataFrame, errors: dict[str, IfiError], column: Column) -> pl.DataFrame:
    if not errors:
        return kinds.no_problems()
    reasons = pl.DataFrame(
        {
            "text": list(errors),
            "code": [error.code for error in errors.values()],
            "parameters": [json.dumps(error.parameters, default=str, ensure_ascii=False) for error in errors.values()],
        }
    )
    return frame.join(reasons, on="text", how="inner", maintain_order="left").select(
        pl.col("row"),
        pl.lit(column.name, pl.String).alias("column"),
        "code",
        "parameters",
        pl.lit(False).alias("is_warning"),
    )


def _placed(problems: pl.DataFrame, table: RawTable) -> pl.DataFrame:
    """With each cell's index in the file, its heading and its value as written."""
    if problems.is_empty():
        return problems.with_columns(
            pl.lit(None, pl.Int64).alias("index"), pl.lit("").alias("heading"), pl.lit("").alias("value")
        )
    parts = []
    for (name,), part in problems.group_by("column", maintain_order=True):
        index = table.columns.get(str(name))
        if index is None:
            values = part.with_columns(pl.lit(None, pl.String).alias("value"))
        else:
            raw = table.frame.select("row", pl.col(cell_name(index)).alias("value"))
            values = part.join(raw, on="row", how="left", maintain_order="left")
        parts.append(
            values.with_columns(
                pl.lit(index, pl.Int64).alias("index"), pl.lit(table.headings.get(index, "")).alias("heading")
            )
            if index is not None
            else values.with_columns(pl.lit(None, pl.Int64).alias("index"), pl.lit("").alias("heading"))
        )
    return pl.concat(parts).sort("row", "index", maintain_order=True).with_columns(pl.col("value").fill_null(""))


def _summary(table: RawTable, rows: pl.DataFrame, kind: ImportKind) -> dict[str, object]:
    known = set(table.columns.values())
    sums = {
        column.name: str(rows[column.name].drop_nulls().sum())
        for column in kind.columns
        if _is_in(column, table, CellType.AMOUNT)
    }
    return {
        "sheet": table.sheet,
        "other_sheets": list(table.other_sheets),
        "other_columns": [heading for index, heading in table.headings.items() if index not in known],
        "sums": sums,
        "heading_row": table.heading_row,
        "is_workbook": table.is_workbook,
        "separator": table.separator,
        "encoding": table.encoding,
        "width": max(table.headings) + 1,
    }
