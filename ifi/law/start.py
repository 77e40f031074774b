"""The first year for which a right owes the duty."""

from dataclasses import dataclass
from datetime import date

from ifi.core.years import add_months
from ifi.law.facts import RegimePeriod, RightFacts, Step
from ifi.law.norms import NormBook
from ifi.law.regimes import governing_period, start_under
from ifi.law.terms import Source, Terms, terms_of_year

RUNNING = "running"  # the contract does not say when; the duty is taken to run already
_LAST_YEAR = 9998
_OWN_STARTS = frozenset({"first_year", "start_rule", "start_year_rule"})


@dataclass(frozen=True, slots=True)
class Start:
    """When the duty begins, with the step for a year before it (`ahead`) and for a year in or after it (`begun`).

    `first_year` is None where the duty is taken to run already, or where `missing` names what is not known.
    """

    first_year: int | None
    begun: Step
    ahead: Step
    missing: str | None = None


def first_year_of(start: date, start_rule: int, start_year_rule: str) -> int:
    """Calendar year in which year number `start_rule` begins, counted from `start` (Code Art. 129(1), 178(1), 212(1)).

    `start_year_rule`: `calendar`, or `first_full_year`, the reading by which only full calendar years are counted.
    """
    if start_year_rule == "first_full_year":
        first_full = start.year if (start.month, start.day) == (1, 1) else start.year + 1
        return first_full + start_rule - 1
    return add_months(start, 12 * (start_rule - 1)).year


def start_of(facts: RightFacts, period: RegimePeriod, terms: Terms, book: NormBook) -> Start:
    """When the duty of a right begins under one of its regimes; kept where the instrument says nothing of it."""
    if facts.start_assumed:
        step = Step("start.assumed")
        return Start(None, step, step)
    start = start_under(facts, period)
    if not _OWN_STARTS.isdisjoint(terms.own):
        return _make(start, terms)
    key = ("start", id(terms.rules), start)
    kept = book.kept(key) or book.keep(key, _make(start, terms))
    assert isinstance(kept, Start)
    return kept


def _make(start: date | None, terms: Terms) -> Start:
    own = terms.own.get("first_year")
    if own is not None:
        words = (("first_year", own.value),)
        begun = Step("start.by_instrument", None, own.citation, words)
        return Start(int(own.value), begun, Step("start.by_instrument_ahead", None, own.citation, words))
    rule = terms.get("start_rule")
    if rule.value == RUNNING:
        step = Step("start.taken_to_run", None, rule.citation)
        return Start(None, step, step)
    if not rule.is_known:
        code = "norm.unknown" if rule.source is Source.UNKNOWN else "term.contract_silent"
        step = Step(code, None, rule.citation, (("norm", rule.name),))
        return Start(None, step, step, rule.name)
    if start is None:
        step = Step("start.unknown", None, rule.citation)
        return Start(None, step, step, "starts_on")
    first_year = first_year_of(start, rule.count(), terms.get("start_year_rule").text())
    counted = (("first_year", str(first_year)), ("starts_on", start.isoformat()), ("start_rule", rule.text()))
    begun = Step("start.first_year", None, rule.citation, counted)
    return Start(first_year, begun, Step("start.first_year_ahead", None, rule.citation, counted))


def first_obligated_year(facts: RightFacts, book: NormBook, year: int | None = None) -> int | None:
    """The first obligated year under the regime that governs `year` (or the last regime); None where not known."""
    if year is None:
        last = facts.regimes[-1] if facts.regimes else None
        reached = facts.ends_on or (last and last.valid_to)
        year = reached.year if reached else _LAST_YEAR
    period = governing_period(facts, year)
    if period is None:
        return None
    return start_of(facts, period, terms_of_year(facts, year, book), book).first_year
