"""What the generator asks the law: what is owed, which channels are open, what a shortfall costs. No figure is here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ifi.law.assessment import assess
from ifi.law.channels import channel_on
from ifi.law.duties import carry_years, penalty
from ifi.law.errors import NormNotKnown
from ifi.law.facts import Assessment, Base, ChannelPeriod, Citation, Confidence, OwnTerm, RegimePeriod, RightFacts
from ifi.law.norms import NormBook
from ifi.obligations.demonstration.values import Right, Sector

_WATER = frozenset({"groundwater", "medicinal_mud"})


@dataclass(frozen=True, slots=True)
class Penalty:
    """The penalty for a shortfall in tenge, and whether paying it ends the year's duty."""

    amount: Decimal | None
    ends_duty: bool


class LawOfDuties:
    """The norm book, asked about made-up rights."""

    def __init__(self, book: NormBook) -> None:
        self._book = book
        self._facts: dict[str, RightFacts] = {}
        self.changes = sorted({day for regime in book.regimes.values() for day in regime.changes_on})

    def assess(self, right: Right, year: int, base: Base | None) -> Assessment:
        return assess(self._of(right), year, base, self._book)

    def known_on(self, right: Right, year: int, base: Base, day: date) -> date:
        """The first day, from `day` on, on which the law as it then stood says what is due."""
        later = [change for change in self.changes if change > day]
        for known in (day, *later):
            if assess(self._of(right), year, base, self._book, known).due is not None:
                return known
        return day

    def channels(self, right: Right, day: date) -> ChannelPeriod | None:
        """The channels open to a payment of that day; None where no rule is in force."""
        return channel_on(self._of(right), day, self._book)

    def penalty(self, right: Right, year: int, shortfall: Decimal) -> Penalty:
        found = penalty(self._of(right), year, shortfall, self._book)
        return Penalty(found.amount, found.closes_year)

    def last_year_of_excess(self, right: Right, year: int) -> int | None:
        """The last year that may use an excess of `year`; None = no limit is stated."""
        try:
            years = carry_years(self._of(right), year, self._book)
        except NormNotKnown:
            return year  # nothing is carried before it is known that it may be
        return None if years is None else year + years

    def _of(self, right: Right) -> RightFacts:
        if right.number not in self._facts:
            self._facts[right.number] = _facts(right)
        return self._facts[right.number]


def _facts(right: Right) -> RightFacts:
    return RightFacts(
        regimes=tuple(RegimePeriod(row.code, row.since, row.until) for row in right.regimes),
        concluded_on=right.concluded_on,
        starts_on=right.starts_on,
        ends_on=right.ends_on,
        mineral=_mineral_group(right),
        exempt_ground=right.exempt_ground or None,
        own_terms=tuple(
            OwnTerm(
                term.parameter,
                term.value,
                Citation("instrument", term.clause, confidence=Confidence.A),
                term.since,
                term.until,
            )
            for term in right.terms
        ),
    )


def _mineral_group(right: Right) -> str:
    if right.sector is not Sector.MINING:
        return right.sector.value
    if right.authority != "akimat":
        return "solid"
    return "groundwater" if _WATER & set(right.minerals) else "common"
