"""Tables of the book and of duties whose rows only acts may write: the trail keeps what was written to them."""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

_BY = " recorded_by_id recorded_at"
_ASSESSMENT = (
    "id duty_id version status regime rate base_type base_id due steps channels unknown carry_years penalty_rate"
    " penalty_closes_year risk_threshold report_by is_public norms_digest norms_on reason"
)
_ENTRY = (
    "id uid kind debit_duty debit_account credit_duty credit_account amount effective_on recorded_at recorded_by source"
    " corrects_id"
)
_PERFORMANCE = (
    "id uid duty_id expense_id channel title performer_bin amount paid_on payment_order kbk import_run_id recorded_at"
)

# Which base replaced another one, and how much of an expense is accepted, is told by later rows: not part of these.
_NEVER_CHANGED = {
    "ledger_entry": _ENTRY,
    "obligations_declaredbase": "id duty_id base_year base_type amount declared_on import_run_id" + _BY,
    "obligations_assessmentversion": _ASSESSMENT + _BY,
    "obligations_expense": "id organisation_id document document_number document_date confirmed_amount",
    "obligations_performance": _PERFORMANCE,
    "obligations_performancestep": "id uid performance_id step amount reason note taken_on" + _BY,
    "obligations_treasuryreceipt": "id duty_id payer_bin payment_order paid_on amount kbk import_run_id recorded_at",
    "obligations_publishedpayment": "id file_sha256 row year payer stream commodity amount import_run_id",
    "obligations_yearclosing": "id duty_id closed_on" + _BY,
    "obligations_reconciliationtolerance": "id stream margin floor valid_from source",
}
_CHANGED_BY_ACTS = {"obligations_duty": "id right_id year organisation_id is_demonstration"}


def register() -> None:
    coverage.register(*(Covered(table, {1: columns.split()}) for table, columns in _NEVER_CHANGED.items()))
    coverage.register(
        *(Covered(table, {1: columns.split()}, may_change=True) for table, columns in _CHANGED_BY_ACTS.items())
    )
