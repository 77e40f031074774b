"""What follows from a duty beyond its amount: penalty, threshold, carry, cure terms, deadlines, publicity, fines."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ifi.core.money import to_tiyn
from ifi.core.years import add_months
from ifi.law.errors import NormNotKnown
from ifi.law.facts import Citation, RightFacts
from ifi.law.norms import NONE, UNLIMITED, NormBook
from ifi.law.terms import Terms, terms_of_year

COMMON = "kz.common"  # the norms that hold whatever the regime


@dataclass(frozen=True, slots=True)
class Penalty:
    """The penalty for a shortfall. `amount` and `rate` are None where only the contract says them and does not.

    `closes_year`: paying it ends the year's duty (Code Art. 221(2)); otherwise the shortfall stays due (Art. 133(1)).
    `still_due` is what is left to be performed once it is paid.
    """

    amount: Decimal | None
    rate: Decimal | None
    closes_year: bool
    still_due: Decimal
    citation: Citation


def penalty(facts: RightFacts, year: int, shortfall: Decimal, book: NormBook, on: date | None = None) -> Penalty:
    """The penalty for what was not performed in the year, in tenge (Code Art. 133(1), 181(1), 221(2))."""
    terms = terms_of_year(facts, year, book, on)
    rate_term, closes = terms.get("penalty_rate"), terms.get("penalty_closes_year")
    rate = rate_term.decimal() if rate_term.is_known and rate_term.value != NONE else None
    closes_year = closes.value is True
    amount = None if rate is None else to_tiyn(shortfall * rate)
    return Penalty(amount, rate, closes_year, Decimal("0.00") if closes_year else shortfall, rate_term.citation)


def carry_years(facts: RightFacts, year: int, book: NormBook, on: date | None = None) -> int | None:
    """For how many following years an excess of `year` counts; None = no limit of years is stated (2015 rule).

    0 under a regime without a duty. Raises NormNotKnown where neither the law's data nor the contract says.
    """
    term = terms_of_year(facts, year, book, on).known("excess_carry_years")
    if term.value == UNLIMITED:
        return None
    return 0 if term.value == NONE else term.count()


def termination_threshold(facts: RightFacts, year: int, book: NormBook, on: date | None = None) -> Decimal | None:
    """Share of the year's financial obligations below which, strictly, a notice follows; None: there is no such test.

    Code Art. 133(2)(1), 163(1)(2), 277(3). Not for licences (Art. 221(3)).
    """
    return _decimal_or_none(terms_of_year(facts, year, book, on), "termination_threshold")


def is_below_threshold(performed: Decimal, obligations: Decimal, threshold: Decimal | None) -> bool:
    """Whether less than the threshold was performed: exactly 30.00 % is not below it."""
    return threshold is not None and obligations > 0 and performed < obligations * threshold


def report_deadline(facts: RightFacts, year: int, book: NormBook, on: date | None = None) -> date | None:
    """Last day for the report on the year; None where the law's data have no day (hydrocarbons, uranium) or no report.

    30 April of the next year; for a right that ends within the year, two months after its end (Code Art. 215(2)).
    """
    terms = terms_of_year(facts, year, book, on)
    day, months = terms.get("report_deadline"), terms.get("report_last_period_months")
    if not day.is_known or day.value == NONE:
        return None
    if facts.ends_on is not None and facts.ends_on < date(year, 12, 31) and months.is_known and months.value != NONE:
        return add_months(facts.ends_on, months.count())
    month, of_month = day.text().split("-")
    return date(year + 1, int(month), int(of_month))


def is_public(facts: RightFacts, year: int, book: NormBook, on: date | None = None) -> bool:
    """Whether the yearly R&D total of this right is open data (Code Art. 77(2)(9), 77(4); not legacy: 277(3))."""
    return terms_of_year(facts, year, book, on).get("public_yearly_total").value is True


def needs_auditor(facts: RightFacts, year: int, book: NormBook, on: date | None = None) -> bool:
    """Whether an auditor must confirm the spending in the report (Code Art. 215(3))."""
    return terms_of_year(facts, year, book, on).get("audit_confirmation_required").value is True


def fulfilment_percent(performed: Decimal, obligation: Decimal) -> Decimal | None:
    """Performed of the obligation in per cent, two decimals; None where nothing is due."""
    return to_tiyn(performed * 100 / obligation) if obligation > 0 else None


def local_content_deadline(facts: RightFacts, quarter_end: date, book: NormBook) -> date | None:
    """Last day for the quarterly local-content report (Code Art. 215(2)); not moved from a day off. None: not known."""
    day = _decimal_or_none(terms_of_year(facts, quarter_end.year, book, quarter_end), "local_content_deadline_day")
    return None if day is None else add_months(quarter_end.replace(day=1), 1).replace(day=int(day))


def cure_until(facts: RightFacts, breach: str, noticed_on: date, book: NormBook) -> date | None:
    """Last day to cure a breach named in a notice received on `noticed_on`; None where no term is set.

    `breach`: `financial` (under the threshold), `other`, `physical` or `report` (uranium) (Code Art. 133(3), 163(1)).
    """
    months = _decimal_or_none(terms_of_year(facts, noticed_on.year, book, noticed_on), f"cure_months_{breach}")
    return None if months is None else add_months(noticed_on, int(months))


def extension_answer_until(facts: RightFacts, requested_on: date, book: NormBook) -> date | None:
    """Last day to answer a request for more time to cure, counted in working days (Code Art. 133(5), 181(5))."""
    days = _decimal_or_none(terms_of_year(facts, requested_on.year, book, requested_on), "cure_extension_answer_days")
    return None if days is None else book.working_days.after(requested_on, int(days))


def evidence_until(requested_on: date, book: NormBook) -> date:
    """Last day to hand over documents after a written request, counted in working days (Code Art. 76(2))."""
    return book.working_days.after(requested_on, int(_common(book, "evidence_request_days", requested_on)))


def mrp(day: date | int, book: NormBook) -> Decimal:
    """The monthly calculation index on a day, or on 1 January of a year, in tenge. Raises NormNotKnown."""
    return Decimal(_common(book, "mrp", date(day, 1, 1) if isinstance(day, int) else day))


def in_mrp(count: Decimal, day: date | int, book: NormBook) -> Decimal:
    """So many monthly calculation indices in tenge."""
    return to_tiyn(count * mrp(day, book))


def report_fine(day: date | int, book: NormBook) -> Decimal:
    """The fine for a late or missing report in tenge (Code on Administrative Offences Art. 349)."""
    on = date(day, 1, 1) if isinstance(day, int) else day
    return in_mrp(Decimal(_common(book, "report_fine_mrp", on)), on, book)


def countable_overhead(declared: Decimal, overhead: Decimal, day: date, book: NormBook) -> Decimal:
    """Of overheads in a declared sum, what the check-list of Code Art. 210(8) lets count, in tenge."""
    return min(overhead, to_tiyn(declared * Decimal(_common(book, "overhead_cap", day))))


def _common(book: NormBook, name: str, day: date) -> str:
    norm = book.norm(COMMON, name, day)
    if not isinstance(norm.value, str):
        raise NormNotKnown(norm=name, regime=COMMON, day=day.isoformat())
    return norm.value


def _decimal_or_none(terms: Terms, name: str) -> Decimal | None:
    term = terms.get(name)
    return term.decimal() if term.is_known and term.value != NONE else None
