"""What the treasury received, from its own statements; many rows at once."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from psycopg import sql
from psycopg.errors import UniqueViolation

from ifi.accounts.rights import Actor, Permission, check_may
from ifi.ledger.isolation import serializable
from ifi.ledger.rules import SIDES, Kind
from ifi.obligations.rules.errors import DutyUnknown, ReceiptDiffers
from ifi.obligations.services.acting import check_may_on, person_id
from ifi.obligations.services.recording import Owners, record_act

# the columns that a staging table of receipts has
STAGED = ("duty_id", "payer_bin", "payment_order", "paid_on", "amount", "kbk")
COPIED = (*STAGED, "import_run_id")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line of a statement, in tenge; a refund is negative. Known by payer, payment order and date."""

    duty_id: int
    payer_bin: str
    payment_order: str
    paid_on: date
    amount: Decimal
    kbk: str = ""


@dataclass(frozen=True, slots=True)
class RecordedReceipts:
    new: int
    unchanged: int


@serializable
def record_receipts(*, receipts: Iterable[Receipt], by: Actor, import_run: UUID | None = None) -> RecordedReceipts:
    """Record the receipts and post them; one recorded before changes nothing. Raises ReceiptDiffers, DutyUnknown."""
    check_may(by, Permission.IMPORT)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_receipt")
        cursor.execute(
            "CREATE TEMP TABLE staged_receipt (duty_id bigint, payer_bin text, payment_order text, paid_on date, "
            "amount numeric(20, 2), kbk text) ON COMMIT DROP"
        )
        with cursor.copy("COPY staged_receipt FROM STDIN") as copy:
            for receipt in receipts:
                copy.write_row(astuple(receipt))
    return record_staged_receipts(table="staged_receipt", by=by, import_run=import_run)


@serializable
def record_staged_receipts(*, table: str, by: Actor, import_run: UUID | None = None) -> RecordedReceipts:
    """The same from a table with the columns of STAGED, which may hold a million rows; all in the database.

    Lines that repeat one another within the table count once. Raises ReceiptDiffers, DutyUnknown.
    """
    check_may(by, Permission.IMPORT)
    _check_duties(table, by)
    with connection.cursor() as cursor:
        cursor.execute(_statement(_RECORD, table), {"run": import_run, "by": person_id(by)})
        new: int = cursor.fetchone()[0]
        _check_same(table)
        cursor.execute(_statement("SELECT count(*), array_agg(DISTINCT duty_id) FROM {table}", table))
        count, duty_ids = cursor.fetchone()
    if new:
        _record(duty_ids, new, by, import_run)
    return RecordedReceipts(new, count - new)


@serializable
def copy_receipts(
    *, rows: Iterable[bytes], duty_ids: Collection[int], by: Actor, import_run: UUID
) -> RecordedReceipts | None:
    """The quickest way, for rows of which none is thought to be recorded: straight into the table by COPY.

    `rows` are parts of a CSV text with the columns of COPIED; `duty_ids` all duties in it. None, and nothing recorded,
    when one of the payments stands already: then the rows go through `record_staged_receipts`. Raises DutyUnknown.
    """
    check_may(by, Permission.IMPORT)
    _check_these_duties(duty_ids, by)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('obligations_treasuryreceipt', 'id'))")
            before = cursor.fetchone()[0]
            columns = sql.SQL(", ").join(map(sql.Identifier, COPIED))
            with cursor.copy(sql.SQL(_COPY).format(columns=columns)) as copy:
                for part in rows:
                    copy.write(part)
            new = 0
            for statement in _POST_COPIED:
                cursor.execute(statement, {"by": person_id(by), "before": before, "run": import_run})
                new += cursor.rowcount
            _record(duty_ids, new, by, import_run)
            return RecordedReceipts(new=new, unchanged=0)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            return None
        raise


def _record(duty_ids: Collection[int], count: int, by: Actor, import_run: UUID | None) -> None:
    """A receipt changes nothing that is owed, so its record names the duties and no figures."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, [list(duty_ids)])
        touched = {duty: Owners(right, organisation) for duty, right, organisation in cursor.fetchall()}
    record_act(
        "obligations.receipts_recorded", touched, by=by, on=None, import_run=import_run, with_figures=False, count=count
    )


def _check_these_duties(duty_ids: Collection[int], by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DUTIES, [list(duty_ids)])
        unknown, authorities = cursor.fetchone()
    if unknown is not None:
        raise DutyUnknown(duty=unknown)
    check_may_on(by, Permission.IMPORT, authorities or ())


def _statement(template: str, table: str) -> sql.Composed:
    return sql.SQL(template).format(table=sql.Identifier(table))


def _check_duties(table: str, by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(
                "SELECT min(staged.duty_id) FILTER (WHERE balance.duty_id IS NULL), array_agg(DISTINCT authority) "
                "FROM {table} AS staged LEFT JOIN obligations_dutybalance AS balance USING (duty_id)",
                table,
            )
        )
        unknown, authorities = cursor.fetchone()
    if unknown is not None:
        raise DutyUnknown(duty=unknown)
    check_may_on(by, Permission.IMPORT, authorities or ())


def _check_same(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_statement(_DIFFERENT, table))
        different = cursor.fetchone()
    if different is not None:
        raise ReceiptDiffers(payment_order=different[0], paid_on=different[1])


# The uid of a receipt's entry is its id in the form of a version 8 UUID: it grows, so that the index grows at its end.
_POST = """
INSERT INTO ledger_entry (uid, kind, debit_duty, debit_account, credit_duty, credit_account, amount, effective_on,
                          source, recorded_by)
SELECT ('00000000-0000-8000-8000-' || lpad(to_hex(recorded.id), 12, '0'))::uuid, {kind}, duty_id, {debit}, duty_id,
       {credit}, abs(amount), paid_on, 'receipt:' || recorded.id, %(by)s"""


def _post(kind: Kind) -> str:
    debit, credit = SIDES[kind]
    return _POST.format(kind=f"'{kind}'", debit=f"'{debit}'", credit=f"'{credit}'")


_RECORD = f"""
WITH recorded AS (
    INSERT INTO obligations_treasuryreceipt (duty_id, payer_bin, payment_order, paid_on, amount, kbk, import_run_id)
    SELECT duty_id, payer_bin, payment_order, paid_on, amount, kbk, %(run)s FROM {{table}}
    ON CONFLICT (payer_bin, payment_order, paid_on) DO NOTHING
    RETURNING id, duty_id, paid_on, amount
), refunds AS ({_post(Kind.REFUND)} FROM recorded WHERE amount < 0 RETURNING 1),
receipts AS ({_post(Kind.RECEIVE)} FROM recorded WHERE amount > 0 RETURNING 1)
SELECT (SELECT count(*) FROM refunds) + (SELECT count(*) FROM receipts)
"""  # noqa: S608  (kinds and accounts of the ledger only)
# Money comes in by the million, and goes back seldom: each has a statement of its own, without a look-up a row.
_POST_COPIED = tuple(
    f"{_post(kind)} FROM obligations_treasuryreceipt AS recorded "
    f"WHERE recorded.id > %(before)s AND recorded.import_run_id = %(run)s AND amount {sign} 0"
    for kind, sign in ((Kind.RECEIVE, ">"), (Kind.REFUND, "<"))
)
_DUTIES = """
SELECT min(given.id) FILTER (WHERE balance.duty_id IS NULL), array_agg(DISTINCT authority)
FROM unnest(%s::bigint[]) AS given (id) LEFT JOIN obligations_dutybalance AS balance ON balance.duty_id = given.id
"""
_OWNERS = "SELECT duty_id, right_id, organisation_id FROM obligations_dutybalance WHERE duty_id = ANY (%s)"
_COPY = "COPY obligations_treasuryreceipt ({columns}) FROM STDIN (FORMAT csv)"
_DIFFERENT = """
SELECT staged.payment_order, staged.paid_on FROM {table} AS staged
JOIN obligations_treasuryreceipt AS receipt USING (payer_bin, payment_order, paid_on)
WHERE (receipt.duty_id, receipt.amount, receipt.kbk) <> (staged.duty_id, staged.amount, staged.kbk)
LIMIT 1
"""
