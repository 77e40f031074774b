"""Import of payments that another country's report published; its money is written as accountants write it."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission
from ifi.intake.kinds import CellType, CheckContext, Checked, Column, CommitContext, Counts, ImportKind, no_problems
from ifi.obligations.services.published import Line, record_published_payments

_COLUMNS = (
    Column(
        "year",
        {"kk": ("Күнтізбелік жыл",), "ru": ("Календарный год",), "en": ("Calendar Year",)},
        CellType.YEAR,
        example="2016",
    ),
    Column(
        "payer",
        {"kk": ("Компания",), "ru": ("Компания",), "en": ("Corporate Name", "Company")},
        CellType.TEXT,
        example="ABRAXAS PETROLEUM CORP",
        longest=200,
    ),
    Column(
        "stream",
        {"kk": ("Төлем түрі",), "ru": ("Вид платежа",), "en": ("Revenue Type", "Stream")},
        CellType.TEXT,
        example="ONRR/BLM - Rents",
        longest=100,
    ),
    Column(
        "commodity",
        {"kk": ("Пайдалы қазба",), "ru": ("Полезное ископаемое",), "en": ("Commodity",)},
        CellType.TEXT,
        required=False,
        example="Oil & Gas",
        longest=100,
    ),
    Column(
        "amount",
        {"kk": ("Есеп валютасындағы сома",), "ru": ("Сумма в валюте отчёта",), "en": ("Revenues", "Amount")},
        CellType.AMOUNT,
        example="$1,870.00",
        hint=_("As the report prints it: dollar signs, commas between thousands, brackets for what was given back."),
        negative_allowed=True,
        accounting_style=True,
    ),
)


def _check(frame: pl.DataFrame, context: CheckContext) -> Checked:
    """A report is taken as it was published: there is nothing of ours to hold it against."""
    return Checked(frame, no_problems())


def _commit(frame: pl.DataFrame, context: CommitContext) -> Counts:
    names = ("row", "year", "payer", "stream", "commodity", "amount")
    rows = frame.with_columns(pl.col("commodity").fill_null("")).select(names)
    new = record_published_payments(
        lines=(Line(*row) for row in rows.iter_rows()),
        import_run=context.run,
        by=context.by,  # type: ignore[arg-type]
    )
    context.progress(frame.height)
    return Counts(new=new, unchanged=frame.height - new)


PUBLISHED_PAYMENTS = ImportKind(
    name="published_payments",
    title=_("Published payments of another country"),
    description=_(
        "What companies paid another country by its open report, to try reconciliation on: one payment a row."
    ),
    columns=_COLUMNS,
    permission=Permission.RECONCILE,
    check=_check,
    commit=_commit,
    sheet_names={"kk": "Төлемдер", "ru": "Платежи", "en": "Payments"},
)
