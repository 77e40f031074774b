"""The norms that a regime must have, and what their values may be. A name that is not here is refused at load."""

import re
from collections.abc import Callable, Mapping

from ifi.law.facts import BaseType, Channel
from ifi.law.norms import CONTRACT, NONE, UNLIMITED, NormValue

Check = Callable[[NormValue], bool]

_SHARE = re.compile(r"0(\.\d{1,10})?|1(\.0{1,10})?")
_COUNT = re.compile(r"[1-9]\d{0,2}")
_MONEY = re.compile(r"[1-9]\d{0,8}(\.\d{2})?")
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_KBK = re.compile(r"\d{6}")


def _text(pattern: re.Pattern[str], *codes: str) -> Check:
    return lambda value: isinstance(value, str) and (value in codes or pattern.fullmatch(value) is not None)


def _one_of(*codes: str) -> Check:
    return lambda value: isinstance(value, str) and value in codes


def _flag(value: NormValue) -> bool:
    return isinstance(value, bool)


def _flag_or_contract(value: NormValue) -> bool:
    return isinstance(value, bool) or value == CONTRACT


def _channels(value: NormValue) -> bool:
    if isinstance(value, tuple):
        return bool(value) and len(set(value)) == len(value) and all(code in set(Channel) for code in value)
    return value in (CONTRACT, NONE)


def _shares(value: NormValue) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(_SHARE.fullmatch(share) for share in value)
    return value == NONE


_share, _count = _text(_SHARE, CONTRACT, NONE), _text(_COUNT, CONTRACT, NONE)

# name → what a value must be, and the words that say so when it is not
REGIME_PARAMETERS: Mapping[str, tuple[Check, str]] = {
    "duty": (_one_of("owed", "if_stated", NONE, "exempt"), "owed, if_stated, none or exempt"),
    "rate": (_share, 'a share as quoted text such as "0.01", contract or none'),
    "rate_is_minimum": (_flag, "true or false"),
    "base_type": (_one_of(*BaseType, CONTRACT, NONE), f"one of {', '.join(BaseType)}, contract or none"),
    "base_year": (_one_of("previous", CONTRACT, NONE), "previous, contract or none"),
    "start_rule": (_text(_COUNT, CONTRACT, NONE, "running"), 'a number of a year as quoted text such as "2"'),
    "start_year_rule": (_one_of("calendar", "first_full_year"), "calendar or first_full_year"),
    "obligation_key": (_one_of("instrument_and_year"), "instrument_and_year"),
    "channels": (_channels, f"a list of channels out of {', '.join(Channel)}; or contract or none"),
    "kbk": (_text(_KBK, CONTRACT, NONE), "six digits as quoted text, contract or none"),
    "council_review": (_flag_or_contract, "true, false or contract"),
    "unrelated_research_counts": (_flag_or_contract, "true, false or contract"),
    "performed_in_kz_required": (_flag_or_contract, "true, false or contract"),
    "procurement_order_required": (_flag_or_contract, "true, false or contract"),
    "excess_carry_years": (
        _text(_COUNT, CONTRACT, NONE, UNLIMITED),
        'a number as quoted text such as "1", or unlimited',
    ),
    "excess_same_kind_only": (_flag_or_contract, "true, false or contract"),
    "penalty_rate": (_share, 'a share as quoted text such as "1.00", contract or none'),
    "penalty_presets": (_shares, 'a list of shares as quoted text such as ["0.30"], or none'),
    "penalty_base": (_one_of("unperformed_part", CONTRACT, NONE), "unperformed_part, contract or none"),
    "penalty_closes_year": (_flag_or_contract, "true, false or contract"),
    "termination_threshold": (_share, 'a share as quoted text such as "0.30", contract or none'),
    "threshold_scope": (
        _one_of("sum_of_financial_obligations", CONTRACT, NONE),
        "sum_of_financial_obligations, contract or none",
    ),
    "cure_months_financial": (_count, "a number of months as quoted text, contract or none"),
    "cure_months_other": (_count, "a number of months as quoted text, contract or none"),
    "cure_months_physical": (_count, "a number of months as quoted text, contract or none"),
    "cure_months_report": (_count, "a number of months as quoted text, contract or none"),
    "cure_extension_answer_days": (_count, "a number of working days as quoted text, contract or none"),
    "termination_notice_months": (_count, "a number of months as quoted text, contract or none"),
    "other_breaches_for_termination": (_count, "a number as quoted text, contract or none"),
    "open_notice_blocks_extension": (_flag_or_contract, "true, false or contract"),
    "report": (
        _one_of("separate_report", "licence_report", "quarterly_report", CONTRACT, NONE),
        "separate_report, licence_report, quarterly_report, contract or none",
    ),
    "report_deadline": (_text(_DAY_OF_YEAR, CONTRACT, NONE), 'a day as quoted text such as "04-30", contract or none'),
    "report_last_period_months": (_count, "a number of months as quoted text, contract or none"),
    "local_content_deadline_day": (_count, "a day of the month as quoted text, contract or none"),
    "audit_confirmation_required": (_flag_or_contract, "true, false or contract"),
    "public_yearly_total": (_flag, "true or false"),
    "authority": (
        _one_of("energy", "industry", "atomic", "akimat", "ministry_or_akimat", CONTRACT, NONE),
        "energy, industry, atomic, akimat, ministry_or_akimat, contract or none",
    ),
    "count_trial_production": (_flag_or_contract, "true, false or contract"),
}

COMMON_PARAMETERS: Mapping[str, tuple[Check, str]] = {
    "mrp": (_text(_MONEY), 'an amount in tenge as quoted text such as "3932"'),
    "rounding": (_one_of("tiyn_half_up"), "tiyn_half_up"),
    "evidence_request_days": (_text(_COUNT), "a number of working days as quoted text"),
    "report_fine_mrp": (_text(_COUNT), "a number as quoted text"),
    "limitation_years": (_text(_COUNT), "a number of years as quoted text"),
    "overhead_cap": (_text(_SHARE), 'a share as quoted text such as "0.20"'),
    "performer_kz_staff_share": (_text(_SHARE), 'a share as quoted text such as "0.95"'),
    "order_in_force_after_days": (_text(_COUNT), "a number of days as quoted text"),
}

PARAMETERS: Mapping[str, tuple[Check, str]] = {**REGIME_PARAMETERS, **COMMON_PARAMETERS}
