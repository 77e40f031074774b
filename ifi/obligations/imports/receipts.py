"""Import of treasury receipts: a million rows at once."""

import polars as pl
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission
from ifi.intake.kinds import CheckContext, Checked, CommitContext, Counts, ImportKind, join, problems
from ifi.obligations.imports import columns
from ifi.obligations.imports.rights import holder_warnings, with_duties, with_rights, year_problems
from ifi.obligations.imports.staging import csv_parts, stage
from ifi.obligations.models import TreasuryReceipt
from ifi.obligations.services.receipts import COPIED, copy_receipts, record_staged_receipts

_KEY = ("payer_bin", "payment_order", "paid_on")
_STAGED_KEYS = {"row": "bigint", "right_id": "bigint", "year": "integer", "payer_bin": "text", "payment_order": "text",
                "paid_on": "date", "amount": "numeric(20, 2)", "kbk": "text"}  # fmt: skip
_STAGED = {"duty_id": "bigint", "payer_bin": "text", "payment_order": "text", "paid_on": "date",
           "amount": "numeric(20, 2)", "kbk": "text"}  # fmt: skip
_STORED = """
SELECT staged.row, receipt.amount::text,
       (duty.right_id, duty.year, receipt.amount, receipt.kbk)
           = (staged.right_id, staged.year, staged.amount, coalesce(staged.kbk, '')) AS is_same
FROM receipt_key AS staged
JOIN obligations_treasuryreceipt AS receipt USING (payer_bin, payment_order, paid_on)
JOIN obligations_duty AS duty ON duty.id = receipt.duty_id
"""


def _check(frame: pl.DataFrame, context: CheckContext) -> Checked:
    rows, of_rights = with_rights(frame)
    stored = _stored(rows)
    told = rows.join(stored, on="row", how="left", maintain_order="left")
    keyed = rows.drop_nulls(list(_KEY))
    repeated = keyed.filter(keyed.select(_KEY).is_duplicated())
    first = pl.col("row").min().over(_KEY)
    found = join(
        of_rights,
        year_problems(rows, "year", "year", context.by),
        holder_warnings(rows, "payer_bin"),
        problems(repeated, pl.col("row") != first, "receipt.twice", column="payment_order", first=first),
        problems(
            told, ~pl.col("is_same"), "receipt.stored_differently", column="payment_order", amount=pl.col("stored")
        ),
        problems(told, pl.col("paid_on") > context.on, "payment.in_future", column="paid_on"),
        problems(told, ~pl.col("kbk").str.contains(r"^[0-9]{6}$"), "payment.kbk_digits", column="kbk"),
    )
    return Checked(rows, found, unchanged=int(stored["is_same"].sum()))


def _stored(rows: pl.DataFrame) -> pl.DataFrame:
    """row, stored (amount as text), is_same: the rows whose payment is recorded already."""
    schema = {"row": pl.Int64, "stored": pl.String, "is_same": pl.Boolean}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM obligations_treasuryreceipt)")
        if not cursor.fetchone()[0]:
            return pl.DataFrame(schema=schema)
        keys = rows.drop_nulls([*_KEY, "right_id", "year", "amount"])
        stage(keys, "receipt_key", _STAGED_KEYS)
        cursor.execute(_STORED)
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")


def _commit(frame: pl.DataFrame, context: CommitContext) -> Counts:
    rows = with_duties(frame, "year", context.by).with_columns(pl.col("kbk").fill_null(""))
    # payers together, and their orders as the statement has them: the indexes grow where they were touched last
    rows = rows.sort(pl.col("payer_bin").cast(pl.Int64), maintain_order=True)
    done = None
    if not _any_recorded(rows):
        done = copy_receipts(
            rows=csv_parts(rows.with_columns(import_run_id=pl.lit(str(context.run.pk))), COPIED, context.progress),
            duty_ids=rows["duty_id"].unique().to_list(),
            by=context.by,  # type: ignore[arg-type]
            import_run=context.run.pk,
        )
    if done is None:
        stage(rows, "staged_receipt", _STAGED, context.progress)
        done = record_staged_receipts(table="staged_receipt", by=context.by, import_run=context.run.pk)  # type: ignore[arg-type]
    return Counts(new=done.new, unchanged=done.unchanged)


def _any_recorded(rows: pl.DataFrame) -> bool:
    """Whether one of the first and last payments is recorded: of a file that comes again, they are."""
    ends = pl.concat([rows.head(1), rows.tail(1)]).select(_KEY)
    return any(TreasuryReceipt.objects.filter(**row).exists() for row in ends.iter_rows(named=True))


RECEIPTS = ImportKind(
    name="receipts",
    title=_("Treasury receipts"),
    description=_("What the treasury received for obligations, from its own statement: one payment a row."),
    columns=(
        columns.PAYER,
        columns.RIGHT,
        columns.RIGHT_DATE,
        columns.YEAR,
        columns.PAYMENT_ORDER,
        columns.PAID_ON,
        columns.PERFORMED_AMOUNT,
        columns.KBK,
    ),
    permission=Permission.RECONCILE,
    check=_check,
    commit=_commit,
    sheet_names={"kk": "Түсімдер", "ru": "Поступления", "en": "Receipts"},
    is_serializable=False,  # one payment once: a unique key; balances: added to, under the locks of their rows
)
