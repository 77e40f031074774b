"""What acts on duties say to people: refusals, and the words for statuses, steps and reasons."""

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ifi.obligations.reconcile import texts

REFUSALS = {
    "duty.unknown": _("There is no duty with number {duty}. Open it first, or correct the number."),
    "duty.right_unknown": _("There is no subsoil right with number {right}. Enter it in the register first."),
    "duty.not_assessed": _(
        "What is due for {year} is not known yet. Declare the base or settle the unknown norm first."
    ),
    "base.twice": _("Two bases for the same right and year. Keep one of them."),
    "base.negative": _("A base cannot be below zero: {amount}. Enter costs or income as a positive amount."),
    "expense.differs": _("Document {document} was entered before with a cost of {confirmed}. Check the amount."),
    "expense.over_claimed": _(
        "Document {document} confirms {confirmed}; only {left} of it is not counted yet. Accept no more than that."
    ),
    "performance.unknown": _("There is no performance with number {performance}. Reload the list."),
    "performance.payment_order_twice": _(
        "Payment order {payment_order} of {paid_on} was entered for this duty before. Enter each payment once."
    ),
    "performance.step_not_possible": _(
        "This step cannot follow where performance {performance} stands now. Reload the page to see its last step."
    ),
    "performance.amount_not_acceptable": _("Accept an amount above zero and not above the declared {declared}."),
    "performance.reason_missing": _("Choose the reason why the performance, or part of it, is not accepted."),
    "performance.payment_date_missing": _(
        "Only what was paid can be accepted. Enter the payment date of performance {performance} first."
    ),
    "performance.paid_outside_year": _(
        "The payment of {paid_on} cannot count for {year}. Enter it for the year in which it was made."
    ),
    "performance.channel_not_open": _(
        "On {paid_on} the rules did not allow this way of performing. Disallow it, or correct the payment date."
    ),
    "performance.budget_code_wrong": _("Paid to budget code {kbk}; the rules name {expected}. Check the order."),
    "act.repeated_differently": _(
        "This act was recorded before with other content. Reload the page and check what stands there."
    ),
    "closing.year_not_over": _("The year {year} can be closed from 1 January of the next year."),
    "penalty.exceeded": _("The penalty still to be paid is {left}. Enter an amount above zero and not above it."),
    "receipt.differs": _(
        "Payment order {payment_order} of {paid_on} was recorded before with other content. Check the statement."
    ),
    "tolerance.twice": _("A setting that holds from {valid_from} is there already. Choose another first day."),
}

STATUSES = {
    "duty.status.not_yet_due": _("Not yet due"),
    "duty.status.open": _("Open"),
    "duty.status.fulfilled": _("Fulfilled"),
    "duty.status.over_fulfilled": _("Over-fulfilled"),
    "duty.status.part_fulfilled": _("Partly fulfilled"),
    "duty.status.unfulfilled": _("Not fulfilled"),
    "duty.status.overdue": _("Overdue"),
    "duty.status.ended_by_penalty": _("Ended by the paid penalty"),
    "duty.status.exempt": _("Exempt"),
    "duty.status.no_duty": _("No duty"),
    "duty.status.base_missing": _("Base not declared"),
    "duty.status.norm_unknown": _("Norm not known"),
}

STEPS = {
    "performance.step.planned": _("Planned"),
    "performance.step.declared": _("Declared"),
    "performance.step.accepted": _("Accepted"),
    "performance.step.disallowed": _("Not accepted"),
    "performance.step.reversed": _("Decision undone"),
}

REASONS = {
    "performance.reason.not_research": _("The work is not research, development or digitalisation."),
    "performance.reason.not_paid": _("The expense is not shown to have been paid."),
    "performance.reason.no_evidence": _("The documents do not prove the expense."),
    "performance.reason.channel_not_open": _("The rules did not allow this way of performing on the payment date."),
    "performance.reason.other_obligation": _("The expense belongs to another obligation, such as training."),
    "performance.reason.other_right": _("The expense belongs to another subsoil right."),
    "performance.reason.other_year": _("The expense belongs to another year."),
    "performance.reason.counted_already": _("The expense was counted before."),
    "performance.reason.above_confirmed_cost": _("The amount is above the confirmed cost."),
    "performance.reason.performer_not_eligible": _("The performer does not meet the requirements."),
    "performance.reason.done_abroad": _("The work was done abroad without permission."),
    "performance.reason.project_not_registered": _("The project has no state registration."),
}

ASSESSMENT_REASONS = {
    "assessment.reason.first": _("First assessment"),
    "assessment.reason.base_declared": _("The base was declared"),
    "assessment.reason.base_corrected": _("The base was corrected"),
    "assessment.reason.norms_changed": _("The norms changed"),
    "assessment.reason.right_changed": _("The facts of the right changed"),
}

KINDS = {
    "ledger.kind.assess": _("Duty assessed"),
    "ledger.kind.assess_less": _("Duty lowered by reassessment"),
    "ledger.kind.accept": _("Performance accepted"),
    "ledger.kind.carry": _("Excess carried forward"),
    "ledger.kind.bring": _("Credit used"),
    "ledger.kind.lapse": _("Credit lapsed"),
    "ledger.kind.penalise": _("Penalty charged"),
    "ledger.kind.pay_penalty": _("Penalty paid"),
    "ledger.kind.release": _("Year ended by the paid penalty"),
    "ledger.kind.receive": _("Received by the treasury"),
    "ledger.kind.refund": _("Returned by the treasury"),
    "ledger.corrects": _("Correction of entry {entry}"),
}

ACCOUNTS = {
    "ledger.account.due": _("Due"),
    "ledger.account.claim": _("Claim of the State"),
    "ledger.account.performed": _("Performed"),
    "ledger.account.evidence": _("Accepted documents"),
    "ledger.account.brought": _("Credit of earlier years"),
    "ledger.account.carried": _("Excess carried forward"),
    "ledger.account.credit": _("Credit"),
    "ledger.account.lapsed": _("Lapsed credit"),
    "ledger.account.released": _("Ended by the paid penalty"),
    "ledger.account.penalty": _("Penalty"),
    "ledger.account.penalty_paid": _("Penalty paid"),
    "ledger.account.treasury": _("Treasury"),
    "ledger.account.received": _("Received"),
}


# The words of `ifi reconcile` stand in one file that needs no Django; pages say the same.
def _in_present_language(code: str) -> str:
    return texts.template(code, get_language() or "en")


_lazily = lazy(_in_present_language, str)
FILES: dict[str, object] = {code: _lazily(code) for code in sorted(texts.codes()) if code.startswith("reconcile.")}

SENTENCES = {**REFUSALS, **STATUSES, **STEPS, **REASONS, **ASSESSMENT_REASONS, **KINDS, **ACCOUNTS, **FILES}
