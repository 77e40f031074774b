"""Whole columns of text into values. What looks plain is read by polars, all at once; every other distinct text goes
through the pure rule, which either reads it or names what is wrong. So both can only agree."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from ifi.core.errors import IfiError
from ifi.intake import rules
from ifi.intake.kinds import CellType, Column

AMOUNT, DECIMAL = pl.Decimal(20, 2), pl.Decimal(30, 10)
_DTYPES: dict[CellType, Any] = {
    CellType.TEXT: pl.String,
    CellType.AMOUNT: AMOUNT,
    CellType.DECIMAL: DECIMAL,
    CellType.YEAR: pl.Int32,
    CellType.DATE: pl.Date,
    CellType.BIN: pl.String,
    CellType.CHOICE: pl.String,
}
_AMOUNT_SPACES = r"[\s\x1c-\x1f']+"  # what Python's \s matches, and the apostrophe
_PLAIN_AMOUNT = r"^-?[0-9]{1,18}(?:[.,][0-9]{1,2})?$"
_GROUPED_AMOUNT = r"^-?[0-9]{1,3}(?:,[0-9]{3}){1,5}\.[0-9]{1,2}$"
_DOLLARS = r"^\$[0-9]{1,3}(?:,[0-9]{3}){0,5}\.[0-9]{2}$"
_DOLLARS_BELOW_ZERO = r"^\(\$[0-9]{1,3}(?:,[0-9]{3}){0,5}\.[0-9]{2}\)$"
_PLAIN_DATE = r"^[0-9]{2}\.[0-9]{2}\.(?:19|20)[0-9]{2}$"
_ISO_DATE = r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?$"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one file are to be read, beside their column."""

    decimal_sign: str = ""  # evident from the file
    serial_dates: bool = False  # dates may come as Excel's day numbers


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """`values`: typed, null where the cell is empty or bad. `errors`: distinct bad text → why it is bad."""

    values: pl.Series
    errors: dict[str, IfiError]


def dtype_of(column: Column) -> Any:
    return _DTYPES[column.type]


def trimmed(texts: pl.Series) -> pl.Series:
    """Without white space at the ends; what is empty then is null."""
    stripped = texts.str.strip_chars()
    return stripped.set(stripped == "", None)


def read_column(texts: pl.Series, column: Column, reading: Reading) -> ReadColumn:
    """Read a column of trimmed texts."""
    values, errors = _plainly(texts, column), {}
    rule, found = _rule(column, reading), {}
    for text in texts.filter(texts.is_not_null() & values.is_null()).unique():
        try:
            found[text] = rule(text)
        except IfiError as error:
            errors[text] = error
    if found:
        values = _filled(texts, values, found)
    errors |= _refused_amounts(texts, values, column)
    if errors:
        values = values.set(texts.is_in(list(errors)).fill_null(False), None)
    return ReadColumn(values, errors)


def decimal_sign_of(columns: list[pl.Series]) -> str:
    """The decimal sign that all amounts of the file together make evident."""
    samples: list[str] = []
    for texts in columns:
        compact = texts.drop_nulls().str.replace_all(_AMOUNT_SPACES, "")
        for shape in (r",[0-9]{1,2}$", r",[0-9]{4,}$", r"\.[0-9]{1,2}$", r"\.[0-9]{4,}$"):
            samples += compact.filter(compact.str.contains(shape)).head(1000).to_list()
    return rules.decimal_sign_of(samples)


def _rule(column: Column, reading: Reading) -> Callable[[str], Any]:
    if column.type is CellType.CHOICE:
        codes = {rules.fold(choice.code): choice.code for choice in column.choices}
        for choice in column.choices:
            codes |= {rules.fold(word): choice.code for words in choice.words.values() for word in words}
        return partial(rules.read_choice, codes=codes)
    readers: dict[CellType, Callable[[str], Any]] = {
        CellType.TEXT: partial(rules.read_text, longest=column.longest),
        CellType.AMOUNT: partial(
            rules.read_amount, decimal_sign=reading.decimal_sign, accounting_style=column.accounting_style
        ),
        CellType.DECIMAL: rules.read_decimal,
        CellType.YEAR: rules.read_year,
        CellType.DATE: partial(rules.read_date, serial_allowed=reading.serial_dates),
        CellType.BIN: rules.read_bin,
    }
    return readers[column.type]


def _filled(texts: pl.Series, values: pl.Series, found: dict[str, Any]) -> pl.Series:
    """`values` with what the pure rule found put where polars read nothing."""
    pairs = pl.DataFrame({"text": list(found)}).with_columns(pl.Series("found", list(found.values()), values.dtype))
    both = pl.DataFrame({"text": texts, "value": values}).join(pairs, on="text", how="left", maintain_order="left")
    return both.select(pl.coalesce("value", "found").alias(texts.name)).to_series()


def _plainly(texts: pl.Series, column: Column) -> pl.Series:
    """What polars can read by itself; null for the rest."""
    cell = pl.col(texts.name)
    if column.type is CellType.BIN:  # twelve divisions each: once for every payer, not for every payment
        read = pl.DataFrame([texts.drop_nulls().unique()]).with_columns(_bin(cell).alias("value"))
        beside = pl.DataFrame([texts]).join(read, on=texts.name, how="left", maintain_order="left")
        return beside["value"].alias(texts.name)
    expressions: dict[CellType, pl.Expr] = {
        CellType.TEXT: pl.when((cell.str.len_chars() <= column.longest) & ~cell.str.contains("\0", literal=True)).then(
            cell
        ),
        CellType.AMOUNT: _amount(cell, column.accounting_style),
        CellType.YEAR: pl.when(cell.str.contains(r"^(?:199[0-9]|20[0-9]{2}|2100)$")).then(cell).cast(pl.Int32),
        CellType.DATE: _date(cell),
    }
    expression = expressions.get(column.type)
    if expression is None:
        return pl.Series(texts.name, [None] * len(texts), dtype=dtype_of(column))
    return pl.DataFrame([texts]).select(expression.cast(dtype_of(column)).alias(texts.name)).to_series()


def _amount(cell: pl.Expr, accounting_style: bool) -> pl.Expr:
    compact = cell.str.replace_all(_AMOUNT_SPACES, "").str.replace("−", "-", literal=True)
    text = (
        pl.when(compact.str.contains(_PLAIN_AMOUNT))
        .then(compact.str.replace(",", ".", literal=True))
        .when(compact.str.contains(_GROUPED_AMOUNT))
        .then(compact.str.replace_all(",", "", literal=True))
    )
    if accounting_style:
        digits = compact.str.replace_all(r"[(),$]", "")
        text = text.when(compact.str.contains(_DOLLARS)).then(digits)
        text = text.when(compact.str.contains(_DOLLARS_BELOW_ZERO)).then(pl.lit("-") + digits)
    return text.cast(AMOUNT, strict=False)


def _date(cell: pl.Expr) -> pl.Expr:
    return (
        pl.when(cell.str.contains(_PLAIN_DATE))
        .then(cell.str.to_date("%d.%m.%Y", strict=False))
        .when(cell.str.contains(_ISO_DATE))
        .then(cell.str.head(10).str.to_date("%Y-%m-%d", strict=False))
    )


def _bin(cell: pl.Expr) -> pl.Expr:
    """Twelve digits whose month, kind and check digit are right (the pure rule is `ifi.core.identifiers.parse_bin`)."""
    shape = cell.str.contains(r"^[0-9]{2}(?:0[1-9]|1[0-2])[4-6][0-9]{7}$")
    number = pl.when(shape).then(cell).cast(pl.Int64)
    digits = [(number // 10 ** (11 - place)) % 10 for place in range(12)]
    first = pl.sum_horizontal(digit * weight for digit, weight in zip(digits, range(1, 12), strict=False)) % 11
    weights = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
    second = pl.sum_horizontal(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return pl.when(shape & (pl.when(first < 10).then(first).otherwise(second) == digits[11])).then(cell)


def _refused_amounts(texts: pl.Series, values: pl.Series, column: Column) -> dict[str, IfiError]:
    """Amounts that were read but may not stand in this column."""
    if column.type is not CellType.AMOUNT:
        return {}
    errors: dict[str, IfiError] = {}
    if not column.negative_allowed:
        errors |= {text: rules.AmountNegative(value=text) for text in texts.filter(values < 0).unique()}
    if not column.zero_allowed:
        errors |= {text: rules.AmountZero(value=text) for text in texts.filter(values == 0).unique()}
    return errors
