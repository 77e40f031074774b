"""Tables of the book and of duties whose rows only acts may write: the trail keeps what was written to them."""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

TABLES = (
    Covered(
        "ledger_entry",
        {
            1: (
                "id",
                "uid",
                "kind",
                "debit_duty",
                "debit_account",
                "credit_duty",
                "credit_account",
                "amount",
                "effective_on",
                "recorded_at",
                "recorded_by",
                "source",
                "corrects_id",
            )
        },
    ),
    Covered(
        "obligations_duty", {1: ("id", "right_id", "year", "organisation_id", "is_demonstration")}, may_change=True
    ),
    Covered(
        "obligations_declaredbase",  # which base replaced it is told later
        {
            1: (
                "id",
                "duty_id",
                "base_year",
                "base_type",
                "amount",
                "declared_on",
                "import_run_id",
                "recorded_by_id",
                "recorded_at",
            )
        },
    ),
    Covered(
        "obligations_assessmentversion",
        {
            1: (
                "id",
                "duty_id",
                "version",
                "status",
                "regime",
                "rate",
                "base_type",
                "base_id",
                "due",
                "steps",
                "channels",
                "unknown",
                "carry_years",
                "penalty_rate",
                "penalty_closes_year",
                "risk_threshold",
                "report_by",
                "is_public",
                "norms_digest",
                "norms_on",
                "reason",
                "recorded_by_id",
                "recorded_at",
            )
        },
    ),
    Covered(
        "obligations_expense",  # what of it is accepted grows with every decision
        {1: ("id", "organisation_id", "document", "document_number", "document_date", "confirmed_amount")},
    ),
    Covered(
        "obligations_performance",
        {
            1: (
                "id",
                "uid",
                "duty_id",
                "expense_id",
                "channel",
                "title",
                "performer_bin",
                "amount",
                "paid_on",
                "payment_order",
                "kbk",
                "import_run_id",
                "recorded_at",
            )
        },
    ),
    Covered(
        "obligations_performancestep",
        {
            1: (
                "id",
                "uid",
                "performance_id",
                "step",
                "amount",
                "reason",
                "note",
                "taken_on",
                "recorded_by_id",
                "recorded_at",
            )
        },
    ),
    Covered(
        "obligations_treasuryreceipt",
        {
            1: (
                "id",
                "duty_id",
                "payer_bin",
                "payment_order",
                "paid_on",
                "amount",
                "kbk",
                "import_run_id",
                "recorded_at",
            )
        },
    ),
    Covered("obligations_yearclosing", {1: ("id", "duty_id", "closed_on", "recorded_by_id", "recorded_at")}),
)


def register() -> None:
    coverage.register(*TABLES)
