"""Payments that another country's report published: kept as they were printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from ifi.accounts.rights import Actor, Permission, check_may
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.intake.models import ImportRun
from ifi.ledger.isolation import serializable

_RECORD = """
INSERT INTO obligations_publishedpayment (file_sha256, import_run_id, row, year, payer, stream, commodity, amount)
SELECT %s, %s, given.*
FROM unnest(%s::integer[], %s::integer[], %s::text[], %s::text[], %s::text[], %s::numeric[]) AS given
ON CONFLICT (file_sha256, row) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report; `amount` in its currency, negative where it was given back."""

    row: int
    year: int
    payer: str
    stream: str
    commodity: str
    amount: Decimal


@serializable
def record_published_payments(*, lines: Iterable[Line], import_run: ImportRun, by: Actor) -> int:
    """Record the lines of a file and return how many are new; the same file changes nothing. Raises NotAllowed."""
    check_may(by, Permission.RECONCILE)
    columns = list(
        zip(*((one.row, one.year, one.payer, one.stream, one.commodity, one.amount) for one in lines), strict=True)
    )
    if not columns:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [import_run.sha256, import_run.pk, *map(list, columns)])
        new: int = cursor.rowcount
    if new:
        target = Target("import", str(import_run.pk))
        record("obligations.published_payments_recorded", target, by=by, parameters={"count": new})
    return new
