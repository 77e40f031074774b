"""What can be imported: kinds and their columns. Rooms above register theirs at start-up, in their AppConfig.ready().

The headings stand here in three languages and not in the translation catalogues, because they are the format of a file
that people keep: a better translation must not make last year's file unreadable.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import polars as pl

from ifi.accounts.rights import Permission
from ifi.core.errors import IfiError
from ifi.intake.models import ImportRun

Text = object  # a str, or a lazily translated one


class CellType(StrEnum):
    """What a cell holds, and how a checked cell comes to the kind (polars type)."""

    TEXT = "text"  # String, trimmed; at most `longest` characters
    AMOUNT = "amount"  # Decimal(20, 2), tenge
    DECIMAL = "decimal"  # Decimal(30, 10): shares and rates; `5 %` comes as 0.05
    YEAR = "year"  # Int32, 1990 to 2100
    DATE = "date"  # Date
    BIN = "bin"  # String of twelve digits whose check digit is right
    CHOICE = "choice"  # String: the code of one of `choices`


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a CHOICE column: its code, and the words that people write for it, by language."""

    code: str
    words: Mapping[str, tuple[str, ...]]  # language → words; the first is the one in templates; the code is read too


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind. `headings`: language → headings that are read; the first is the one in templates."""

    name: str
    headings: Mapping[str, tuple[str, ...]]
    type: CellType
    required: bool = True  # every row must have a value; False: the column itself may be missing too
    example: str = ""
    hint: Text = ""
    choices: tuple[Choice, ...] = ()
    longest: int = 500
    negative_allowed: bool = False  # of an AMOUNT
    zero_allowed: bool = True  # of an AMOUNT
    accounting_style: bool = False  # of an AMOUNT: `$1,686.00` and `($1,686.00)` are read


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a kind's check may need beside the rows."""

    on: date  # today
    by: object  # who uploaded the file


@dataclass(frozen=True, slots=True)
class Checked:
    """What a kind's check found.

    `frame`: the rows it was given, in the same order, with any columns that the commit will need (a right's id…).
    `problems`: made by `problems(...)` below, joined with `join(...)`. `unchanged`: how many rows are stored already.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class CommitContext:
    """What a kind's commit may need beside the rows."""

    run: ImportRun
    by: object  # whose permission is checked by the services
    on: date  # today
    progress: Callable[[int], None]  # rows done so far; raises RunCancelled when the user has cancelled


@dataclass(frozen=True, slots=True)
class Counts:
    """What a commit did: rows that changed something, rows that were stored already."""

    new: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of import.

    `check(frame, context)` looks across the rows and into the database. The frame has `row` (Int64: the row's number
    as the user's program shows it) and one column per `Column.name`, typed as CellType says. It holds the rejected rows
    too, so that all problems are found at once: a cell that was refused or is empty is null, and `is_good` (Boolean)
    says whether every cell of the row was read. A check says nothing about null cells.

    `commit(frame, context)` writes the frame that the check returned, within the transaction that the caller opened. It
    runs only when no row was rejected, may run again after a crash, and changes nothing for rows that are stored.
    """

    name: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    permission: Permission
    check: Callable[[pl.DataFrame, CheckContext], Checked]
    commit: Callable[[pl.DataFrame, CommitContext], Counts]
    sheet_names: Mapping[str, str] = field(default_factory=dict)  # language → name of the template's sheet
    is_serializable: bool = True  # False: unique keys and locks of the rows make the commit right without

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


class KindUnknown(IfiError):
    """No such kind of import. Parameters: kind, known."""

    code = "import.kind_unknown"


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Make a kind known; called once per kind at start-up."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"the kind of import {kind.name!r} is registered twice")


def kinds() -> tuple[ImportKind, ...]:
    return tuple(_kinds.values())


def kind_named(name: str) -> ImportKind:
    if name not in _kinds:
        raise KindUnknown(kind=name, known=", ".join(sorted(_kinds)))
    return _kinds[name]


PROBLEM_COLUMNS = {
    "row": pl.Int64,
    "column": pl.String,  # Column.name; "" = the row as a whole
    "code": pl.String,  # of a sentence
    "parameters": pl.String,  # JSON object
    "is_warning": pl.Boolean,  # shown, yet the row is imported
}


def no_problems() -> pl.DataFrame:
    return pl.DataFrame(schema=PROBLEM_COLUMNS)


def problems(
    frame: pl.DataFrame,
    where: pl.Expr,
    code: str,
    *,
    column: str = "",
    is_warning: bool = False,
    **parameters: pl.Expr,
) -> pl.DataFrame:
    """One problem for every row of `frame` for which `where` is true (null is not), with parameters of its sentence.

    Parameters are cast to text; `value` and `heading` of the cell are there for every sentence without being named.
    """
    named = [expression.cast(pl.String).alias(name) for name, expression in parameters.items()]
    beside = frame.select("row", where.alias("where"), *named)  # before the filter: they may look at other rows
    return beside.filter("where").select(
        pl.col("row").cast(pl.Int64),
        pl.lit(column, pl.String).alias("column"),
        pl.lit(code, pl.String).alias("code"),
        (pl.struct(*parameters).struct.json_encode() if named else pl.lit("{}", pl.String)).alias("parameters"),
        pl.lit(is_warning, pl.Boolean).alias("is_warning"),
    )


def join(*found: pl.DataFrame) -> pl.DataFrame:
    """All problems together, by row."""
    return pl.concat([no_problems(), *found]).sort("row", maintain_order=True)
