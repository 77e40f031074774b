"""Checks of the book: each is independent of how the figures were made and returns every difference it finds.

Rooms above register theirs at start-up: what the entries must agree with is known there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Difference:
    """`subject` names the row, such as `duty:17`; `account` what differs; the values are text."""

    check: str
    subject: str
    account: str
    expected: str
    found: str


Check = Callable[[], Iterator[Difference]]
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Add a check to `ifi ledger check`. A name may have one check only."""
    if _checks.setdefault(name, check) is not check:
        raise ValueError(f"the check {name!r} is registered twice")


def register_statement(name: str, statement: str) -> None:
    """Add a check that is one SQL statement with the columns subject, account, expected, found."""
    register_check(name, _StatementCheck(name, statement))


def run_checks() -> Iterator[tuple[str, list[Difference]]]:
    """Each check's name with its differences, in the order of registration."""
    for name, check in _checks.items():
        yield name, list(check())


@dataclass(frozen=True, slots=True)
class _StatementCheck:
    name: str
    statement: str

    def __call__(self) -> Iterator[Difference]:
        with connection.cursor() as cursor:
            cursor.execute(self.statement)
            for subject, account, expected, found in cursor.fetchall():
                yield Difference(self.name, subject, account, str(expected), str(found))


CORRECTIONS_MIRROR = """
SELECT 'entry:' || correction.id, 'corrects', corrected.amount, correction.amount
FROM ledger_entry AS correction JOIN ledger_entry AS corrected ON corrected.id = correction.corrects_id
WHERE (correction.kind, correction.amount, correction.debit_duty, correction.debit_account, correction.credit_duty,
       correction.credit_account)
   <> (corrected.kind, corrected.amount, corrected.credit_duty, corrected.credit_account, corrected.debit_duty,
       corrected.debit_account)
"""
BOOK_BALANCES = """
SELECT 'book', 'sum', 0, sum(amount)
FROM (
    SELECT debit_account AS account, amount FROM ledger_entry
    UNION ALL
    SELECT credit_account, -amount FROM ledger_entry
) AS sides
HAVING sum(amount) <> 0
"""
register_statement("corrections_mirror", CORRECTIONS_MIRROR)
register_statement("book_balances", BOOK_BALANCES)
