"""Brings the ledger in line with what follows from the years of a right together (rules.settlement)."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.db import connection

from ifi.ledger.models import Entry
from ifi.ledger.queries import live_entries
from ifi.ledger.rules import Kind, NewEntry
from ifi.ledger.services import correct, post
from ifi.obligations.rules.settlement import SETTLED, Movement, YearFacts, settle
from ifi.obligations.services.acting import over_all_years

_YEARS = """
SELECT balance.right_id, balance.duty_id, balance.year, balance.due, balance.performed,
       coalesce(in_time.amount, 0), balance.closed_on IS NOT NULL,
       latest.carry_years, latest.penalty_rate, coalesce(latest.penalty_closes_year, false), balance.penalty_paid
FROM obligations_dutybalance AS balance
LEFT JOIN LATERAL (
    SELECT carry_years, penalty_rate, penalty_closes_year FROM obligations_assessmentversion AS version
    WHERE version.duty_id = balance.duty_id ORDER BY version.version DESC LIMIT 1
) AS latest ON true
LEFT JOIN LATERAL (
    SELECT sum(entry.amount) AS amount FROM ledger_entry AS entry
    LEFT JOIN ledger_entry AS correction ON correction.corrects_id = entry.id
    WHERE entry.debit_duty = balance.duty_id AND entry.kind = 'accept' AND entry.corrects_id IS NULL
      AND correction.id IS NULL AND entry.effective_on <= make_date(balance.year, 12, 31)
) AS in_time ON balance.closed_on IS NOT NULL AND latest.penalty_rate IS NOT NULL
WHERE balance.right_id IN (
    SELECT right_id FROM obligations_dutybalance WHERE right_id = ANY (%s) AND closed_on IS NOT NULL
)
ORDER BY balance.right_id, balance.year
"""


def settle_rights(right_ids: Collection[int], *, on: date, recorded_by: int | None) -> None:
    """Post what should stand for these rights and undo what should not; nothing where nothing differs.

    Called by every act after its own entries, with the duties of the rights locked. Rights without a closed year have
    nothing to settle and cost one look in an index.
    """
    with over_all_years():
        years = _years_of(right_ids)
        if years:
            _settle(years, on=on, recorded_by=recorded_by)


def _settle(years: dict[int, list[YearFacts]], *, on: date, recorded_by: int | None) -> None:
    wanted = [movement for facts in years.values() for movement in settle(facts)]
    duty_ids = [year.duty for facts in years.values() for year in facts]
    missing, surplus = _compare(wanted, live_entries(duty_ids, SETTLED))
    correct([entry.pk for entry in surplus], effective_on=on, source="settlement", recorded_by=recorded_by)
    post((_entry(movement, on) for movement in missing), recorded_by=recorded_by)


def _years_of(right_ids: Collection[int]) -> dict[int, list[YearFacts]]:
    with connection.cursor() as cursor:
        cursor.execute(_YEARS, [list(right_ids)])
        found: dict[int, list[YearFacts]] = {}
        for right_id, *facts in cursor.fetchall():
            found.setdefault(right_id, []).append(YearFacts(*facts))
        return found


def _compare(wanted: Iterable[Movement], standing: Iterable[Entry]) -> tuple[list[Movement], list[Entry]]:
    """What is wanted and does not stand; what stands and is not wanted."""
    open_wishes = Counter(wanted)
    surplus = []
    for entry in standing:
        movement = _movement(entry)
        if open_wishes[movement] > 0:
            open_wishes[movement] -= 1
        else:
            surplus.append(entry)
    return list(open_wishes.elements()), surplus


def _movement(entry: Entry) -> Movement:
    joined = entry.credit_duty if entry.credit_duty != entry.debit_duty else None
    return Movement(Kind(entry.kind), entry.debit_duty, Decimal(entry.amount), joined)


def _entry(movement: Movement, on: date) -> NewEntry:
    return NewEntry(
        uid=uuid4(),
        kind=movement.kind,
        duty=movement.duty,
        amount=movement.amount,
        effective_on=on,
        source="settlement",
        joined_duty=movement.joined_duty,
    )
