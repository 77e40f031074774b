"""What users declared as paid to the budget against what the treasury received, right by right, for one year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ifi.accounts.rights import Permission, check_may
from ifi.obligations.models import ReconciliationTolerance
from ifi.obligations.queries.names import RightName, names_of_organisations, names_of_rights
from ifi.obligations.queries.rows import Row, fetch, fetch_one
from ifi.obligations.queries.sight import Sight, sight_of
from ifi.obligations.reconcile.matching import Payment, Reason, match_payments, reasons
from ifi.obligations.reconcile.rules import Cause, Tolerance, share_of

STREAM = "state_budget"
WINDOW_DAYS = 10  # a transfer is on the treasury's account within days; longer apart, it is another payment
LARGEST_SHOWN = 100

# A performance counts as declared from its first declaration on, whatever was decided later.
_SIDES = """
WITH seen AS (
    SELECT duty_id, right_id, organisation_id, is_demonstration FROM obligations_dutybalance
    WHERE year = %s AND {seen}
), declared AS (
    SELECT p.duty_id, sum(p.amount) AS amount FROM obligations_performance p JOIN seen USING (duty_id)
    WHERE p.channel = 'state_budget'
      AND EXISTS (SELECT FROM obligations_performancestep s WHERE s.performance_id = p.id AND s.step = 'declared')
    GROUP BY p.duty_id
), received AS (
    SELECT r.duty_id, sum(r.amount) AS amount FROM obligations_treasuryreceipt r JOIN seen USING (duty_id)
    GROUP BY r.duty_id
), sides AS (
    SELECT duty_id, coalesce(d.amount, 0) AS declared, coalesce(r.amount, 0) AS received
    FROM declared d FULL JOIN received r USING (duty_id)
)
"""
_FLAGGED = "abs(received - declared) > %s AND abs(received - declared) > %s * abs(received)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One right of the year whose difference counts. `reasons` add up to it."""

    right: int
    right_name: RightName
    organisation: int
    organisation_name: str
    declared: Decimal
    received: Decimal
    share: Decimal | None
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> Decimal:
        return self.received - self.declared

    @property
    def cause(self) -> Cause:
        """The cause of the largest part of the difference that goes its way."""
        same_way = (reason.cause for reason in self.reasons if reason.amount * self.difference > 0)
        return next(same_way, Cause.UNEXPLAINED)


@dataclass(frozen=True, slots=True)
class YearReconciliation:
    """`tolerance` None: none is set for the year, so nothing can be judged."""

    year: int
    tolerance: Tolerance | None
    source: str
    rights: int
    declared: Decimal
    received: Decimal
    flagged: int
    flagged_difference: Decimal
    differences: tuple[Difference, ...]


def year_reconciliation(*, actor: object, year: int, on: date, language: str) -> YearReconciliation:
    """The year's totals and its flagged rights, the largest differences first. Raises NotAllowed."""
    check_may(actor, Permission.RECONCILE)
    sight = sight_of(actor).of_totals()
    setting = tolerance_on(STREAM, on)
    sums = _sums(sight, year, setting)
    rows = _flagged(sight, year, setting) if setting else []
    return YearReconciliation(
        year=year,
        tolerance=Tolerance(setting.stream, setting.margin, setting.floor) if setting else None,
        source=setting.source if setting else "",
        rights=sums["rights"],
        declared=sums["declared"],
        received=sums["received"],
        flagged=sums["flagged"],
        flagged_difference=sums["flagged_difference"],
        differences=_explained(rows, year, on, language),
    )


def tolerance_on(stream: str, on: date) -> ReconciliationTolerance | None:
    """The setting that holds for the stream on a day."""
    held = ReconciliationTolerance.objects.filter(stream=stream, valid_from__lte=on)
    return held.order_by("-valid_from").first()


def tolerance_settings() -> list[ReconciliationTolerance]:
    return list(ReconciliationTolerance.objects.order_by("stream", "-valid_from"))


def _sums(sight: Sight, year: int, setting: ReconciliationTolerance | None) -> Row:
    seen, parameters = sight.condition()
    flagged = _FLAGGED if setting else "FALSE"
    limits = [setting.floor, setting.margin] * 2 if setting else []
    row = fetch_one(
        f"""{_SIDES.format(seen=seen)}
        SELECT count(*) AS rights, coalesce(sum(declared), 0.00) AS declared, coalesce(sum(received), 0.00) AS received,
               count(*) FILTER (WHERE {flagged}) AS flagged,
               coalesce(sum(abs(received - declared)) FILTER (WHERE {flagged}), 0.00) AS flagged_difference
        FROM sides""",  # noqa: S608
        [year, *parameters, *limits],
    )
    return row or {}


def _flagged(sight: Sight, year: int, setting: ReconciliationTolerance) -> list[Row]:
    seen, parameters = sight.condition()
    return fetch(
        f"""{_SIDES.format(seen=seen)}
        SELECT seen.right_id, seen.organisation_id, declared, received FROM sides JOIN seen USING (duty_id)
        WHERE {_FLAGGED} ORDER BY abs(received - declared) DESC, duty_id LIMIT {LARGEST_SHOWN}""",  # noqa: S608
        [year, *parameters, setting.floor, setting.margin],
    )


def _explained(rows: list[Row], year: int, on: date, language: str) -> tuple[Difference, ...]:
    """The flagged rights with their names and reasons; payments of the years around are looked at too."""
    organisations = {row["organisation_id"] for row in rows}
    names = names_of_rights({row["right_id"] for row in rows}, language)
    owners = names_of_organisations(organisations, on, language)
    found = _reasons(organisations, year) if rows else {}
    return tuple(
        Difference(
            right=row["right_id"],
            right_name=names[row["right_id"]],
            organisation=row["organisation_id"],
            organisation_name=owners[row["organisation_id"]],
            declared=row["declared"],
            received=row["received"],
            share=share_of(row["received"] - row["declared"], row["received"]),
            reasons=found.get((row["right_id"], year), ()),
        )
        for row in rows
    )


def _reasons(organisations: Iterable[int], year: int) -> Mapping[tuple[int, int], tuple[Reason, ...]]:
    chosen = [list(organisations), year - 1, year + 1]
    of = """FROM obligations_dutybalance b JOIN registry_organisation o ON o.id = b.organisation_id
            JOIN {rows} p ON p.duty_id = b.duty_id
            WHERE b.organisation_id = ANY(%s) AND b.year BETWEEN %s AND %s"""
    columns = """p.id, b.right_id AS "right", b.year, p.amount, p.paid_on, p.payment_order AS "order", p.kbk,
                 o.bin AS payer"""
    declared = fetch(
        f"""SELECT {columns} {of.format(rows="obligations_performance")} AND p.channel = 'state_budget'
            AND EXISTS (SELECT FROM obligations_performancestep s
                        WHERE s.performance_id = p.id AND s.step = 'declared')""",  # noqa: S608
        chosen,
    )
    received = fetch(f"SELECT {columns} {of.format(rows='obligations_treasuryreceipt')}", chosen)
    matches = match_payments(
        [Payment(**row) for row in declared], [Payment(**row) for row in received], window_days=WINDOW_DAYS
    )
    return reasons(matches)
