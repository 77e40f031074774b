"""Import of performances: planned and declared."""

from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission
from ifi.intake.kinds import CheckContext, Checked, CommitContext, Counts, ImportKind, join, problems
from ifi.law.facts import Channel
from ifi.ledger.rules import uid_of
from ifi.obligations.imports import columns
from ifi.obligations.imports.rights import with_duties, with_rights, year_problems
from ifi.obligations.models import Expense, Performance
from ifi.obligations.rules.performance import Step
from ifi.obligations.services.performances import ExpenseDocument, NewPerformance, enter_performances

_BATCH = 10_000
_DOCUMENT = ("document", "document_number", "document_date", "document_amount")
_CONTENT = ("right_id", "year", "channel", "title", "performer_bin", "amount", "paid_on", "payment_order", "kbk")
_IDENTITY = ("right_id", "year", "payment_order", "paid_on")


def _check(frame: pl.DataFrame, context: CheckContext) -> Checked:
    rows, of_rights = with_rights(frame)
    rows = rows.with_columns(_uids(rows))
    told = rows.join(_stored(rows), on="uid", how="left", maintain_order="left")
    first = pl.col("row").min().over("uid")
    told = told.join(_stored_orders(rows), on=list(_IDENTITY), how="left", maintain_order="left")
    elsewhere = pl.col("order_uid").is_not_null() & (pl.col("order_uid") != pl.col("uid"))
    parts = sum((pl.col(name).is_not_null().cast(pl.Int8) for name in _DOCUMENT), start=pl.lit(0, pl.Int8))
    found = join(
        of_rights,
        year_problems(rows, "year", "year", context.by),
        problems(told, pl.col("uid").is_not_null() & (pl.col("row") != first), "performance.twice", first=first),
        problems(told, ~pl.col("is_same"), "performance.stored_differently", column="payment_order"),
        problems(told, elsewhere, "performance.order_stored", column="payment_order"),
        problems(told, pl.col("paid_on") > context.on, "payment.in_future", column="paid_on"),
        problems(told, ~pl.col("kbk").str.contains(r"^[0-9]{6}$"), "payment.kbk_digits", column="kbk"),
        problems(
            told,
            pl.col("payment_order").is_not_null() & pl.col("paid_on").is_null(),
            "performance.date_missing",
            column="paid_on",
        ),
        problems(told, parts.is_between(1, 3), "performance.document_part", column="document"),
        _document_problems(rows),
    )
    return Checked(rows, found, unchanged=told.filter(pl.col("is_same")).height)


def _uids(rows: pl.DataFrame) -> pl.Series:
    """A payment is known by its order and day, what has none by all that the row says; null while cells are bad."""
    uids: list[str | None] = []
    for row in rows.iter_rows(named=True):
        if not row["is_good"] or row["right_id"] is None:
            uids.append(None)
        else:
            names = _IDENTITY if row["payment_order"] else (*_CONTENT, *_DOCUMENT)
            uids.append(str(uid_of("performance", *(row[name] for name in names))))
    return pl.Series("uid", uids, pl.String)


def _stored(rows: pl.DataFrame) -> pl.DataFrame:
    """uid, is_same: the performances that were imported before."""
    wanted = {row["uid"]: row for row in rows.filter(pl.col("uid").is_not_null()).iter_rows(named=True)}
    same: list[tuple[str, bool]] = []
    uids = list(wanted)
    for start in range(0, len(uids), _BATCH):
        for stored in Performance.objects.filter(uid__in=uids[start : start + _BATCH]).iterator():
            row = wanted[str(stored.uid)]
            content = (row["channel"], row["amount"], row["paid_on"], row["payment_order"] or "", row["kbk"] or "")
            held = (stored.channel, stored.amount, stored.paid_on, stored.payment_order, stored.kbk)
            same.append((str(stored.uid), content == held))
    return pl.DataFrame(same, schema={"uid": pl.String, "is_same": pl.Boolean}, orient="row")


def _stored_orders(rows: pl.DataFrame) -> pl.DataFrame:
    """Payment orders of these rights that are recorded: right_id, year, payment_order, paid_on → order_uid."""
    paid = rows.drop_nulls(["right_id", "payment_order", "paid_on"])
    found: list[tuple[Any, ...]] = []
    orders = paid["payment_order"].unique().to_list()
    for start in range(0, len(orders), _BATCH):
        stored = Performance.objects.filter(
            duty__right__in=paid["right_id"].unique().to_list(), payment_order__in=orders[start : start + _BATCH]
        ).values_list("duty__right_id", "duty__year", "payment_order", "paid_on", "uid")
        found += [(*key, str(uid)) for *key, uid in stored.iterator()]
    schema: Any = {
        "right_id": pl.Int64, "year": pl.Int32, "payment_order": pl.String, "paid_on": pl.Date, "order_uid": pl.String,
    }  # fmt: skip
    return pl.DataFrame(found, schema=schema, orient="row")


def _document_problems(rows: pl.DataFrame) -> pl.DataFrame:
    """A document that stands with two different costs, in the file or against what is recorded for its organisation."""
    told = rows.drop_nulls([*_DOCUMENT, "right_id"])
    key = ("right_id", "document", "document_number", "document_date")
    first = pl.col("document_amount").first().over(key)
    stored = Expense.objects.filter(document_number__in=told["document_number"].unique().to_list()).values_list(
        "organisation__holdings__right_id", "document", "document_number", "document_date", "confirmed_amount"
    )
    schema: Any = dict(zip(key, (pl.Int64, pl.String, pl.String, pl.Date), strict=True)) | {"held": pl.Decimal(20, 2)}
    held = pl.DataFrame(list(stored), schema=schema, orient="row").unique(key)
    beside = told.join(held, on=key, how="inner", maintain_order="left")
    return join(
        problems(
            told,
            pl.col("document_amount") != first,
            "performance.document_differs",
            column="document_amount",
            held=first,
        ),
        problems(
            beside,
            pl.col("document_amount") != pl.col("held"),
            "performance.document_differs",
            column="document_amount",
            held=pl.col("held"),
        ),
    )


def _commit(frame: pl.DataFrame, context: CommitContext) -> Counts:
    rows = with_duties(frame, "year", context.by)
    new = 0
    for start in range(0, rows.height, _BATCH):
        given = [_performance(row) for row in rows.slice(start, _BATCH).iter_rows(named=True)]
        done = enter_performances(performances=given, by=context.by, on=context.on, import_run=context.run.pk)  # type: ignore[arg-type]
        new += done.new
        context.progress(start + len(given))
    return Counts(new=new, unchanged=rows.height - new)


def _performance(row: dict[str, Any]) -> NewPerformance:
    document = None
    if row["document"] is not None:
        document = ExpenseDocument(
            row["document"], row["document_number"], row["document_date"], row["document_amount"]
        )
    return NewPerformance(
        uid=UUID(row["uid"]),
        duty_id=row["duty_id"],
        channel=Channel(row["channel"]),
        amount=row["amount"],
        paid_on=row["paid_on"],
        payment_order=row["payment_order"] or "",
        kbk=row["kbk"] or "",
        title=row["title"] or "",
        performer_bin=row["performer_bin"] or "",
        expense=document,
        step=Step.DECLARED if row["paid_on"] else Step.PLANNED,
    )


PERFORMANCES = ImportKind(
    name="performances",
    title=_("Performances"),
    description=_(
        "Expenses and payments offered in fulfilment of obligations: one a row. Without a date it is a plan."
    ),
    columns=(
        columns.RIGHT,
        columns.RIGHT_DATE,
        columns.YEAR,
        columns.CHANNEL,
        columns.TITLE,
        columns.PERFORMER,
        columns.PERFORMED_AMOUNT,
        columns.PAID_ON_OR_PLANNED,
        columns.PAYMENT_ORDER_IF_ANY,
        columns.KBK,
        columns.DOCUMENT,
        columns.DOCUMENT_NUMBER,
        columns.DOCUMENT_DATE,
        columns.DOCUMENT_AMOUNT,
    ),
    permission=Permission.PERFORMANCE_ENTER,
    check=_check,
    commit=_commit,
    sheet_names={"kk": "Орындау", "ru": "Исполнение", "en": "Performances"},
)
