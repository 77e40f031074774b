"""Norms in the order in which a reader asks for them. A test fails on a norm that is in no group."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: Promise
    norms: tuple[str, ...]


GROUPS = (
    Group(
        "duty",
        _("What is owed"),
        (
            "duty",
            "rate",
            "rate_is_minimum",
            "base_type",
            "base_year",
            "start_rule",
            "start_year_rule",
            "count_trial_production",
            "obligation_key",
            "rounding",
            "mrp",
        ),
    ),
    Group(
        "performance",
        _("How it may be performed"),
        (
            "channels",
            "kbk",
            "council_review",
            "unrelated_research_counts",
            "performed_in_kz_required",
            "procurement_order_required",
            "performer_kz_staff_share",
            "overhead_cap",
            "order_in_force_after_days",
        ),
    ),
    Group(
        "excess",
        _("Excess, shortfall and penalty"),
        (
            "excess_carry_years",
            "excess_same_kind_only",
            "penalty_rate",
            "penalty_presets",
            "penalty_base",
            "penalty_closes_year",
        ),
    ),
    Group(
        "termination",
        _("Breach and termination"),
        (
            "termination_threshold",
            "threshold_scope",
            "cure_months_financial",
            "cure_months_other",
            "cure_months_physical",
            "cure_months_report",
            "cure_extension_answer_days",
            "termination_notice_months",
            "other_breaches_for_termination",
            "open_notice_blocks_extension",
            "limitation_years",
        ),
    ),
    Group(
        "report",
        _("Reports and publicity"),
        (
            "authority",
            "report",
            "report_deadline",
            "report_last_period_months",
            "local_content_deadline_day",
            "audit_confirmation_required",
            "evidence_request_days",
            "report_fine_mrp",
            "public_yearly_total",
        ),
    ),
)
