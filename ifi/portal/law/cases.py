"""Worked cases in words: what is given, what was expected and what the norms give now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ifi.core.display import NO_BREAK, TENGE, show_day, show_number, show_rate
from ifi.law.cases import CaseResult, run_case
from ifi.law.facts import Citation
from ifi.law.given import Plain
from ifi.law.loader import load_book, load_cases, load_words

SUBJECTS: Mapping[str, Promise] = {
    "hydrocarbons": gettext_lazy("Hydrocarbons"),
    "uranium": gettext_lazy("Uranium"),
    "solid_minerals": gettext_lazy("Solid minerals"),
    "legacy_contract": gettext_lazy("Contracts made before the Code"),
    "no_duty": gettext_lazy("Where there is no duty"),
    "own_terms": gettext_lazy("Terms of the contract itself"),
    "penalties": gettext_lazy("Penalties and the termination threshold"),
    "carry": gettext_lazy("Excess carried to later years"),
    "deadlines": gettext_lazy("Deadlines, fines and yardsticks"),
    "working_days": gettext_lazy("Working days"),
    "channels": gettext_lazy("Ways to perform"),
}

# What a case gives and what it asks: every name that a case file uses.
LABELS: Mapping[str, Promise] = {
    "allowed": pgettext_lazy("case", "May be used"),
    "amount": pgettext_lazy("case", "Amount"),
    "auditor": pgettext_lazy("case", "Auditor's confirmation needed"),
    "authority": pgettext_lazy("case", "Competent authority"),
    "base": pgettext_lazy("case", "Base"),
    "base_type": pgettext_lazy("case", "Kind of base"),
    "below": pgettext_lazy("case", "Below the threshold"),
    "breach": pgettext_lazy("case", "Breach"),
    "carry_years": pgettext_lazy("case", "Years of carry"),
    "channel": pgettext_lazy("case", "Way to perform"),
    "clause": pgettext_lazy("case", "Clause"),
    "closes_year": pgettext_lazy("case", "Paying the penalty closes the year"),
    "concluded_on": pgettext_lazy("case", "Instrument of"),
    "count": pgettext_lazy("case", "Number of monthly indices"),
    "countable": pgettext_lazy("case", "Countable"),
    "credit_unused": pgettext_lazy("case", "Credit left"),
    "credit_used": pgettext_lazy("case", "Credit used"),
    "day": pgettext_lazy("case", "Day"),
    "deadline": pgettext_lazy("case", "Deadline"),
    "declared": pgettext_lazy("case", "Declared"),
    "direct": pgettext_lazy("case", "Direct costs"),
    "due": pgettext_lazy("case", "Due"),
    "due_of_declared": pgettext_lazy("case", "Due on all that was declared"),
    "ends_on": pgettext_lazy("case", "Ends on"),
    "error": pgettext_lazy("case", "Refused because"),
    "excess": pgettext_lazy("case", "Excess"),
    "exempt_ground": pgettext_lazy("case", "Ground of exemption"),
    "first_year": pgettext_lazy("case", "First year of the duty"),
    "from": pgettext_lazy("case", "From"),
    "kbk": pgettext_lazy("case", "Budget classification code"),
    "known_on": pgettext_lazy("case", "By what was known on"),
    "mineral": pgettext_lazy("case", "Mineral"),
    "noticed_on": pgettext_lazy("case", "Notice of"),
    "obligation": pgettext_lazy("case", "Obligation"),
    "obligations": pgettext_lazy("case", "Obligations"),
    "of": pgettext_lazy("case", "Off in place of"),
    "off": pgettext_lazy("case", "Why the day is off"),
    "on": pgettext_lazy("case", "Norms as they held on"),
    "overhead": pgettext_lazy("case", "Overheads"),
    "overhead_percent": pgettext_lazy("case", "Overheads, percentage"),
    "own_terms": pgettext_lazy("case", "The contract's own terms"),
    "payment_date": pgettext_lazy("case", "Paid on"),
    "penalty": pgettext_lazy("case", "Penalty"),
    "percent": pgettext_lazy("case", "Fulfilled, percentage"),
    "performed": pgettext_lazy("case", "Performed"),
    "provisional": pgettext_lazy("case", "Days off may still change"),
    "public": pgettext_lazy("case", "Yearly total is public"),
    "quarter_end": pgettext_lazy("case", "End of the quarter"),
    "rate": pgettext_lazy("case", "Rate"),
    "regime": pgettext_lazy("case", "Regime"),
    "regimes": pgettext_lazy("case", "Regimes"),
    "requested_on": pgettext_lazy("case", "Asked on"),
    "share": pgettext_lazy("case", "Before rounding"),
    "shortfall": pgettext_lazy("case", "Shortfall"),
    "stated": pgettext_lazy("case", "Stated day"),
    "starts_on": pgettext_lazy("case", "Production or licence from"),
    "status": pgettext_lazy("case", "Status"),
    "step": pgettext_lazy("case", "The reason says"),
    "still_due": pgettext_lazy("case", "Still due"),
    "threshold": pgettext_lazy("case", "Threshold"),
    "to": pgettext_lazy("case", "To"),
    "together": pgettext_lazy("case", "Penalty and what is still due"),
    "unknown": pgettext_lazy("case", "Not known"),
    "until": pgettext_lazy("case", "Until"),
    "year": pgettext_lazy("case", "Year"),
    "years": pgettext_lazy("case", "Years"),
}

REFUSALS: Mapping[str, Promise] = {
    "law.base_negative": gettext_lazy("the base is below zero"),
    "law.base_type_wrong": gettext_lazy("the base is of another kind than the regime asks"),
    "law.norm_not_in_force": gettext_lazy("no value of the norm holds on that day"),
    "law.norm_not_known": gettext_lazy("the norm is not known"),
    "law.own_term_unreadable": gettext_lazy("the contract's own term cannot be read"),
}
BREACHES: Mapping[str, Promise] = {
    "financial": gettext_lazy("financial obligation"),
    "physical": gettext_lazy("physical volumes"),
    "report": gettext_lazy("reporting"),
    "other": gettext_lazy("another obligation"),
}
DAYS_OFF: Mapping[str, Promise] = {
    "weekend": gettext_lazy("weekend"),
    "holiday": gettext_lazy("holiday"),
    "observed": gettext_lazy("day off in place of a holiday"),
    "moved": gettext_lazy("moved day of rest"),
}
# The kind of word for each name whose value is a code.
_KINDS = {
    "base_type": "base_type",
    "mineral": "mineral",
    "exempt_ground": "exempt_ground",
    "status": "status",
    "authority": "value",
    "carry_years": "value",
    "parameter": "norm",
}
_SHARES = frozenset({"rate", "threshold"})
_PERCENTAGES = frozenset({"percent", "overhead_percent"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(r"-?\d+\.\d{2,}")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: worked out by hand, and computed now."""

    label: str
    expected: str
    actual: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class ShownCase:
    code: str
    name: str
    citation: Citation
    given: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    agrees: bool


def results() -> tuple[CaseResult, ...]:
    """Every worked case, run now against the norms as they stand."""
    book = load_book()
    return tuple(run_case(case, book) for case in load_cases())


def shown(result: CaseResult, language: str) -> ShownCase:
    """A case in the reader's language."""
    names = dict.fromkeys((*result.expected, *result.actual))
    answers = tuple(
        Answer(
            str(LABELS[name]),
            say_answer(name, result.expected.get(name), language),
            say_answer(name, result.actual.get(name), language),
            result.expected.get(name) == result.actual.get(name),
        )
        for name in names
        if name != "step"
    )
    given = tuple((str(LABELS[name]), say_given(name, value, language)) for name, value in result.case.given.items())
    return ShownCase(
        result.case.code, result.case.name.say(language), result.case.citation, given, answers, result.passed
    )


def say_given(name: str, value: Plain, language: str) -> str:
    """What a case gives: a text, a list of texts, or a list of facts such as years and own terms."""
    if isinstance(value, tuple):
        return "; ".join(say_given(name, item, language) for item in value)
    if isinstance(value, dict) and "parameter" in value:
        return _say_own_term(value, language)
    if isinstance(value, dict):
        return ", ".join(f"{LABELS[key]} {say_given(key, item, language)}" for key, item in value.items())
    if name == "channel" and value:
        return load_words().say_value("channel", value, language)
    return say_answer(name, value, language)


def _say_own_term(term: Mapping[str, Plain], language: str) -> str:
    """`Rate: 2 %, clause 7.4`: a term of the contract in the words of the norm that it replaces."""
    words, norm, value = load_words(), str(term["parameter"]), str(term["value"])
    if norm == "amount":
        said = say_answer(norm, value, language)
    else:
        said = words.say_norm_value(
            norm, tuple(value.replace(" ", "").split(",")) if norm == "channels" else value, language
        )
    text = f"{words.say_value('norm', norm, language)}: {said}"
    rest = {name: item for name, item in term.items() if name not in ("parameter", "value")}
    return ", ".join([text, *(f"{LABELS[name]} {say_given(name, item, language)}" for name, item in rest.items())])


def say_answer(name: str, value: str | None, language: str) -> str:
    """One value of a case in words: an amount, a day, a share or the word for a code."""
    if value is None:
        return _("no answer")
    if name in _SHARES and value[0].isdigit():
        return show_rate(Decimal(value), language)
    if name in _PERCENTAGES:
        return f"{show_number(Decimal(value), language)}{NO_BREAK}%"
    if _DAY.fullmatch(value):
        return show_day(date.fromisoformat(value))
    if _AMOUNT.fullmatch(value):
        return f"{show_number(Decimal(value), language)}{NO_BREAK}{TENGE}"
    return _say_code(name, value, language)


def _say_missing(code: str, language: str) -> str:
    """The name of a norm, or of a fact of the right, that is not known."""
    return str(LABELS[code]) if code in ("starts_on", "mineral") else load_words().say_value("norm", code, language)


def _say_code(name: str, value: str, language: str) -> str:
    words = load_words()
    if value in ("true", "false"):
        return words.say_value("value", {"true": "yes", "false": "no"}[value], language)
    if name == "regime":
        return words.say_regime(value, language)
    if name == "error":
        return str(REFUSALS[value])
    if name in ("breach", "off"):
        return str((BREACHES if name == "breach" else DAYS_OFF)[value])
    if name == "channel":
        return words.say_value("channel_kind", value, language)
    if name == "unknown":
        return ", ".join(_say_missing(code, language) for code in value.split(", "))
    if name == "step":
        return re.sub(r"\{\w+\}\.?", "…", words.steps[value].say(language))
    return words.say_value(_KINDS[name], value, language) if name in _KINDS else value
