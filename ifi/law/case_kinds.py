"""The kinds of question that a worked case may ask: its texts in, answers as texts out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from ifi.core.money import ZERO, plain, to_tiyn
from ifi.law import duties
from ifi.law.assessment import assess
from ifi.law.carry import YearToSettle, settle
from ifi.law.channels import channel_allowed, channel_kind, channel_on, period_on
from ifi.law.facts import Assessment, Channel
from ifi.law.given import (
    Given,
    amount_of,
    amounts_of,
    base_of,
    day_of,
    facts_of,
    items_of,
    text_of,
    wanted_day,
    wanted_text,
    year_of,
)
from ifi.law.norms import NormBook
from ifi.law.start import first_obligated_year
from ifi.law.terms import terms_of_year

Answers = dict[str, str | None]


def _assess(given: Given, book: NormBook) -> Answers:
    facts, year = facts_of(given), year_of(given)
    assessment = assess(facts, year, base_of(given), book, day_of(given, "on"))
    paid_on = day_of(given, "payment_date")
    period = period_on(assessment.channels, paid_on or date(year, 12, 31))
    shares = [step.amount for step in assessment.steps if step.code == "due.share_of_base"]
    return {
        "due": _amount(assessment.due),
        "status": assessment.status.value,
        "regime": assessment.regime,
        "rate": None if assessment.rate is None else str(assessment.rate),
        "base_type": None if assessment.base_type is None else assessment.base_type.value,
        "first_year": None if assessment.first_year is None else str(assessment.first_year),
        "channel": channel_kind(period),
        "kbk": period.kbk if period else None,
        "unknown": ", ".join(assessment.unknown) or None,
        "share": f"{shares[0]:f}" if shares and shares[0] is not None else None,
        "step": _says(assessment, text_of(given, "step")),
    }


def _says(assessment: Assessment, code: str | None) -> str:
    return _flag(any(step.code == code for step in assessment.steps))


def _first_year(given: Given, book: NormBook) -> Answers:
    year = text_of(given, "year")
    first = first_obligated_year(facts_of(given), book, int(year) if year else None)
    return {"first_year": None if first is None else str(first)}


def _penalty(given: Given, book: NormBook) -> Answers:
    shortfall = max(amount_of(given, "obligation") - amount_of(given, "performed"), ZERO)
    found = duties.penalty(facts_of(given), year_of(given), shortfall, book)
    together = None if found.amount is None else found.amount + found.still_due
    return {
        "shortfall": plain(shortfall),
        "penalty": _amount(found.amount),
        "closes_year": _flag(found.closes_year),
        "still_due": plain(found.still_due),
        "together": _amount(together),
    }


def _carry(given: Given, book: NormBook) -> Answers:
    facts = facts_of(given)
    years = [
        YearToSettle(year_of(item), amount_of(item, "obligation"), amount_of(item, "performed"))
        for item in items_of(given, "years")
    ]
    carry = duties.carry_years(facts, min(item.year for item in years), book)
    last = settle(years, carry)[-1]
    return {
        "carry_years": "unlimited" if carry is None else str(carry),
        "credit_used": plain(last.credit_used),
        "due": plain(last.due),
        "excess": plain(last.excess),
        "shortfall": plain(last.shortfall),
        "credit_unused": plain(last.credit_unused),
    }


def _threshold(given: Given, book: NormBook) -> Answers:
    performed, obligations = sum(amounts_of(given, "performed"), ZERO), sum(amounts_of(given, "obligations"), ZERO)
    threshold = duties.termination_threshold(facts_of(given), year_of(given), book)
    percent = duties.fulfilment_percent(performed, obligations)
    return {
        "threshold": None if threshold is None else str(threshold),
        "percent": _amount(percent),
        "below": _flag(duties.is_below_threshold(performed, obligations, threshold)),
    }


def _mrp(given: Given, book: NormBook) -> Answers:
    day = day_of(given, "day") or year_of(given)
    return {"amount": plain(duties.in_mrp(Decimal(wanted_text(given, "count")), day, book))}


def _fine(given: Given, book: NormBook) -> Answers:
    return {"amount": plain(duties.report_fine(year_of(given), book))}


def _report(given: Given, book: NormBook) -> Answers:
    facts, year = facts_of(given), year_of(given)
    return {
        "deadline": _day(duties.report_deadline(facts, year, book)),
        "auditor": _flag(duties.needs_auditor(facts, year, book)),
        "public": _flag(duties.is_public(facts, year, book)),
        "authority": terms_of_year(facts, year, book).get("authority").text(),
    }


def _local_content(given: Given, book: NormBook) -> Answers:
    return {"deadline": _day(duties.local_content_deadline(facts_of(given), wanted_day(given, "quarter_end"), book))}


def _cure(given: Given, book: NormBook) -> Answers:
    until = duties.cure_until(facts_of(given), wanted_text(given, "breach"), wanted_day(given, "noticed_on"), book)
    return {"until": _day(until)}


def _extension(given: Given, book: NormBook) -> Answers:
    return {"until": _day(duties.extension_answer_until(facts_of(given), wanted_day(given, "requested_on"), book))}


def _evidence(given: Given, book: NormBook) -> Answers:
    return {"until": _day(duties.evidence_until(wanted_day(given, "requested_on"), book))}


def _term(given: Given, book: NormBook) -> Answers:
    known_on = day_of(given, "known_on")
    days = book.working_days if known_on is None else book.working_days.as_known_on(known_on)
    found = days.deadline(wanted_day(given, "stated"))
    return {
        "until": _day(found.until),
        "off": None if found.off is None else found.off.why.value,
        "of": None if found.off is None else _day(found.off.of),
        "provisional": _flag(found.is_provisional),
    }


def _channel(given: Given, book: NormBook) -> Answers:
    facts, paid_on = facts_of(given), wanted_day(given, "payment_date")
    allowed = channel_allowed(facts, Channel(wanted_text(given, "channel")), paid_on, book)
    return {
        "allowed": None if allowed is None else _flag(allowed),
        "channel": channel_kind(channel_on(facts, paid_on, book)),
    }


def _overhead(given: Given, book: NormBook) -> Answers:
    """Declared = direct + overhead (land is left out); what the check-list of Art. 210(8) lets count."""
    direct, overhead = amount_of(given, "direct"), amount_of(given, "overhead")
    declared = direct + overhead
    countable = direct + duties.countable_overhead(declared, overhead, wanted_day(given, "day"), book)
    rate = terms_of_year(facts_of(given), wanted_day(given, "day").year, book).get("rate").decimal()
    return {
        "declared": plain(declared),
        "overhead_percent": _amount(duties.fulfilment_percent(overhead, declared)),
        "countable": plain(countable),
        "due": plain(to_tiyn(countable * rate)),
        "due_of_declared": plain(to_tiyn(declared * rate)),
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _flag(value: bool) -> str:
    return "true" if value else "false"


KINDS: dict[str, Callable[[Given, NormBook], Answers]] = {
    "assess": _assess,
    "first_year": _first_year,
    "penalty": _penalty,
    "carry": _carry,
    "threshold": _threshold,
    "mrp": _mrp,
    "fine": _fine,
    "report": _report,
    "local_content": _local_content,
    "cure": _cure,
    "extension": _extension,
    "evidence": _evidence,
    "term": _term,
    "channel": _channel,
    "overhead": _overhead,
}
