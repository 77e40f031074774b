"""Checks that `ifi ledger check` runs over duties; none of them uses the code that made the figures."""

from ifi.ledger.checks import register_statement
from ifi.obligations.checks import credit, facts

# name → SQL with the columns subject, account, expected, found
CHECKS: dict[str, str] = {
    "balance_from_entries": facts.BALANCE_FROM_ENTRIES,
    "due_from_assessments": facts.DUE_FROM_ASSESSMENTS,
    "performed_from_decisions": facts.PERFORMED_FROM_DECISIONS,
    "declared_from_performances": facts.DECLARED_FROM_PERFORMANCES,
    "received_from_receipts": facts.RECEIVED_FROM_RECEIPTS,
    "description_from_facts": facts.DESCRIPTION_FROM_FACTS,
    "expenses_from_decisions": facts.EXPENSES_FROM_DECISIONS,
    "sources_exist": facts.SOURCES_EXIST,
    "totals_from_balances": facts.TOTALS_FROM_BALANCES,
    "credit_within_need": credit.CREDIT_WITHIN_NEED,
    "carried_is_excess": credit.CARRIED_IS_EXCESS,
    "credit_used_in_time": credit.CREDIT_USED_IN_TIME,
    "credit_left": credit.CREDIT_LEFT,
    "penalty_from_shortfall": credit.PENALTY_FROM_SHORTFALL,
    "released_from_penalty": credit.RELEASED_FROM_PENALTY,
}


def register() -> None:
    for name, statement in CHECKS.items():
        register_statement(name, statement)
