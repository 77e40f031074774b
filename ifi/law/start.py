"""The first year for which a right owes the duty."""

from datetime import date

from ifi.core.years import add_months
from ifi.law.facts import RegimePeriod, RightFacts
from ifi.law.norms import NormBook
from ifi.law.regimes import governing_period, start_under
from ifi.law.terms import Terms, terms_of_year

RUNNING = "running"  # the contract does not say when; the duty is taken to run already


def first_year_of(start: date, start_rule: int, start_year_rule: str) -> int:
    """Calendar year in which year number `start_rule` begins, counted from `start` (Code Art. 129(1), 178(1), 212(1)).

    `start_year_rule`: `calendar`, or `first_full_year`, the reading by which only full calendar years are counted.
    """
    if start_year_rule == "first_full_year":
        first_full = start.year if (start.month, start.day) == (1, 1) else start.year + 1
        return first_full + start_rule - 1
    return add_months(start, 12 * (start_rule - 1)).year


def first_year_under(facts: RightFacts, period: RegimePeriod, terms: Terms) -> int | None:
    """The first obligated year under one regime; None where the start is not known, assumed or left open."""
    if "first_year" in terms.own:
        return int(terms.own["first_year"].value)
    start = start_under(facts, period)
    rule = terms.get("start_rule")
    if start is None or not rule.is_known or rule.value == RUNNING:
        return None
    return first_year_of(start, rule.count(), terms.get("start_year_rule").text())


def first_obligated_year(facts: RightFacts, book: NormBook, year: int | None = None) -> int | None:
    """The first obligated year under the regime that governs `year` (or the last regime); None where not known."""
    if year is None:
        last = facts.regimes[-1] if facts.regimes else None
        reached = facts.ends_on or (last and last.valid_to)
        year = reached.year if reached else date.max.year
    period = governing_period(facts, year)
    if period is None:
        return None
    return first_year_under(facts, period, terms_of_year(facts, year, book))
