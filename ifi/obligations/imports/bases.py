"""Import of declared bases."""

from datetime import date
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission
from ifi.intake.kinds import CheckContext, Checked, CommitContext, Counts, ImportKind, join, problems
from ifi.law.facts import BaseType
from ifi.obligations.imports import columns
from ifi.obligations.imports.rights import with_duties, with_rights, year_problems
from ifi.obligations.models import DeclaredBase
from ifi.obligations.services.bases import BaseDeclaration, declare_bases

_BATCH = 20_000


def _check(frame: pl.DataFrame, context: CheckContext) -> Checked:
    rows, of_rights = with_rights(frame)
    rows = rows.with_columns((pl.col("base_year") + 1).cast(pl.Int32).alias("year"))
    told = rows.join(_stored(rows), on=["right_id", "year"], how="left", maintain_order="left")
    keyed = pl.col("right_id").is_not_null() & pl.col("year").is_not_null()
    first = pl.col("row").min().over("right_id", "year")
    is_same = (pl.col("stored") == pl.col("amount")) & (pl.col("stored_type") == pl.col("base_type"))
    known = told.filter(
        pl.col("stored").is_not_null() & pl.col("amount").is_not_null() & pl.col("base_type").is_not_null()
    )
    found = join(
        of_rights,
        year_problems(rows, "year", "base_year", context.by),
        problems(told, keyed & (pl.col("row") != first), "base.twice_in_file", column="right_number", first=first),
        problems(known, ~is_same, "base.stored_differently", column="amount", stored=pl.col("stored")),
        problems(told, pl.col("declared_on") > context.on, "payment.in_future", column="declared_on"),
    )
    return Checked(rows, found, unchanged=known.filter(is_same).height)


def _stored(rows: pl.DataFrame) -> pl.DataFrame:
    """right_id, year → the base in force and its type."""
    stored = DeclaredBase.objects.filter(
        replaced_by=None,
        duty__right__in=rows["right_id"].drop_nulls().unique().to_list(),
        base_year__in=rows["base_year"].drop_nulls().unique().to_list(),
    ).values_list("duty__right_id", "duty__year", "amount", "base_type")
    schema: Any = {"right_id": pl.Int64, "year": pl.Int32, "stored": pl.Decimal(20, 2), "stored_type": pl.String}
    return pl.DataFrame(list(stored.iterator(chunk_size=50_000)), schema=schema, orient="row")


def _commit(frame: pl.DataFrame, context: CommitContext) -> Counts:
    rows = with_duties(frame, "year", context.by)
    new = unchanged = 0
    for start in range(0, rows.height, _BATCH):
        given = [_declaration(row, context.on) for row in rows.slice(start, _BATCH).iter_rows(named=True)]
        done = declare_bases(declarations=given, by=context.by, on=context.on, import_run=context.run.pk)  # type: ignore[arg-type]
        new, unchanged = new + done.new + done.corrected, unchanged + done.unchanged
        context.progress(start + len(given))
    return Counts(new=new, unchanged=unchanged)


def _declaration(row: dict[str, Any], on: date) -> BaseDeclaration:
    return BaseDeclaration(row["duty_id"], row["amount"], BaseType(row["base_type"]), row["declared_on"] or on)


BASES = ImportKind(
    name="bases",
    title=_("Declared bases"),
    description=_("Costs or income from which obligations are calculated: one right and year a row."),
    columns=(
        columns.RIGHT,
        columns.RIGHT_DATE,
        columns.BASE_YEAR,
        columns.BASE_TYPE,
        columns.BASE_AMOUNT,
        columns.DECLARED_ON,
    ),
    permission=Permission.BASE_DECLARE,
    check=_check,
    commit=_commit,
    sheet_names={"kk": "Базалар", "ru": "Базы", "en": "Bases"},
)
