"""A second opinion on duties: plain Python over plain facts, knowing nothing of entries, SQL or the settlement.

It recounts a whole right from its facts each time it is asked.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

NIL = Decimal("0.00")


def to_tiyn(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass
class NaivePerformance:
    year: int
    amount: Decimal
    paid_year: int
    expense: int | None
    state: str = "declared"
    accepted: Decimal = NIL


@dataclass
class NaiveYear:
    base: Decimal | None = None
    assessed: Decimal | None = None  # what is due; None = no base
    was_assessed: bool = False
    closed: bool = False
    penalty_paid: Decimal = NIL
    received: Decimal = NIL


@dataclass
class NaiveRight:
    """`carry` in years, None = without limit; `penalty_rate` None = not known."""

    rate: Decimal
    carry: int | None
    penalty_rate: Decimal | None
    penalty_closes: bool
    holder: int
    years: dict[int, NaiveYear]
    performances: dict[int, NaivePerformance] = field(default_factory=dict)
    exemptions: dict[int, bool] = field(default_factory=dict)  # from the year on, until the next one says otherwise

    def assess(self, year: int) -> None:
        known = self.years[year]
        known.was_assessed = True
        known.assessed = None if known.base is None else to_tiyn(known.base * self.rate)
        if self.is_exempt(year):
            known.assessed = NIL

    def is_exempt(self, year: int) -> bool:
        begun = [since for since in self.exemptions if since <= year]
        return self.exemptions[max(begun)] if begun else False

    def exempt(self, year: int, is_exempt: bool) -> None:
        """Open years that were assessed before are assessed anew where they are another now."""
        before = {each: self.is_exempt(each) for each in self.years}
        if before[year] != is_exempt:
            self.exemptions[year] = is_exempt
        said = sorted(self.exemptions.items())
        self.exemptions = dict(one for place, one in enumerate(said) if not place or said[place - 1][1] != one[1])
        for each, known in self.years.items():
            if known.was_assessed and not known.closed and before[each] != self.is_exempt(each):
                self.assess(each)

    def performed(self, year: int, *, in_time_only: bool = False) -> Decimal:
        return sum(
            (
                performance.accepted
                for performance in self.performances.values()
                if performance.state == "accepted"
                and performance.year == year
                and not (in_time_only and performance.paid_year > year)
            ),
            NIL,
        )

    def declared(self, year: int) -> Decimal:
        waiting = ("declared", "reversed")
        return sum((p.amount for p in self.performances.values() if p.year == year and p.state in waiting), NIL)

    def recount(self) -> dict[int, dict[str, Decimal]]:
        """Year → figure → tenge."""
        figures = {year: self._own_figures(year) for year in self.years}
        for year in sorted(figures):
            self._use_credit(figures, year)
            if self.years[year].closed:
                self._close(figures, year)
        return figures

    def _own_figures(self, year: int) -> dict[str, Decimal]:
        known = self.years[year]
        zero = dict.fromkeys(("brought", "carried", "credit_available", "lapsed", "penalty", "released"), NIL)
        return {
            **zero,
            "due": known.assessed or NIL,
            "performed": self.performed(year),
            "declared": self.declared(year),
            "received": known.received,
            "penalty_paid": known.penalty_paid,
        }

    def _use_credit(self, figures: dict[int, dict[str, Decimal]], year: int) -> None:
        here = figures[year]
        for origin in sorted(figures):
            reachable = origin < year and (self.carry is None or year - origin <= self.carry)
            if reachable:
                used = min(figures[origin]["credit_available"], here["due"] - here["brought"])
                figures[origin]["credit_available"] -= used
                here["brought"] += used

    def _close(self, figures: dict[int, dict[str, Decimal]], year: int) -> None:
        here = figures[year]
        surplus = here["performed"] + here["brought"] - here["due"]
        if surplus > 0:
            here["carried"] = here["credit_available"] = surplus
        for origin in figures:
            if self.carry is not None and origin + self.carry <= year:
                figures[origin]["lapsed"] += figures[origin]["credit_available"]
                figures[origin]["credit_available"] = NIL
        if self.penalty_rate is not None:
            missing = here["due"] - here["brought"] - self.performed(year, in_time_only=True)
            here["penalty"] = to_tiyn(max(missing, NIL) * self.penalty_rate)
            is_paid = here["penalty"] > 0 and here["penalty_paid"] >= here["penalty"]
            if self.penalty_closes and is_paid:
                here["released"] = max(here["due"] - here["brought"] - here["performed"], NIL)
