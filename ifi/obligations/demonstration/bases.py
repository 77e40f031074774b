"""Bases of all duties: skewed by the rights' weights, moved by the years' levels, scaled to the published totals."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from ifi.law.facts import Assessment, AssessmentStatus, Base, BaseType
from ifi.obligations.demonstration import calibration
from ifi.obligations.demonstration.law import LawOfDuties
from ifi.obligations.demonstration.sessions import next_sitting, sitting
from ifi.obligations.demonstration.values import Declaration, Right, Sector

_INCOME_OVER_COSTS = Fraction(8, 5)  # aggregate annual income of a contract against its costs


@dataclass(frozen=True, slots=True)
class Obligated:
    """A right that owes for a year, with the bases that were declared for it, the one in force last."""

    right: Right
    year: int
    assessment: Assessment
    declarations: tuple[Declaration, ...] = ()
    known_on: date = date.max  # first sitting at which the law said what is due

    @property
    def is_by_contract(self) -> bool:
        return self.right.kind in ("contract", "legacy_contract")


@dataclass(frozen=True, slots=True)
class _Draw:
    right: Right
    year: int
    assessment: Assessment
    size: Fraction
    is_declared: bool


class BaseMaker:
    """Declares the bases of every right and year that the law obliges."""

    def __init__(self, random: Random, law: LawOfDuties, today: date, scale: Fraction) -> None:
        self._random = random
        self._law = law
        self._today = today
        self._scale = scale

    def make(self, rights: tuple[Right, ...]) -> tuple[Obligated, ...]:
        draws = [self._draw(right, year) for right in rights for year in self._years(right)]
        factors = {sector: self._factor(sector, draws) for sector in Sector}
        return tuple(self._declare(draw, factors[draw.right.sector]) for draw in draws)

    def _years(self, right: Right) -> range:
        first = max(calibration.FIRST_YEAR, right.concluded_on.year)
        last = self._today.year if right.ends_on is None else min(self._today.year, right.ends_on.year)
        return range(first, last + 1)

    def _draw(self, right: Right, year: int) -> _Draw:
        assessment = self._law.assess(right, year, None)
        noise = self._random.randint(850, 1150)
        chance = self._random.randint(1, 1000)
        missing = 45 if year == self._today.year else 12
        size = Fraction(right.weight * calibration.LEVELS[right.sector][year] * noise, 10**6)
        if assessment.base_type is BaseType.AGGREGATE_ANNUAL_INCOME:
            size *= _INCOME_OVER_COSTS
        if right.starts_on is not None and right.starts_on.year == year - 1:
            size *= Fraction(13 - right.starts_on.month, 12)  # the first year of production was not a whole one
        if right.kind == "mining_licence" and chance > 988:
            size = Fraction(0)  # retention status: nothing was mined
        is_declared = assessment.status is AssessmentStatus.BASE_MISSING and chance > missing
        return _Draw(right, year, assessment, size, is_declared)

    def _factor(self, sector: Sector, draws: list[_Draw]) -> Fraction:
        """Tenge per unit of size that bring the published year's duty to the middle of the published range."""
        units = sum(
            draw.size * Fraction(draw.assessment.rate or 0)
            for draw in draws
            if draw.is_declared and draw.right.sector is sector and draw.year == calibration.PUBLISHED_YEAR
        )
        least, most = calibration.PUBLISHED[sector]
        return Fraction(least + most) / 2 * self._scale / units if units else Fraction(0)

    def _declare(self, draw: _Draw, factor: Fraction) -> Obligated:
        right, year = draw.right, draw.year
        chance = self._random.randint(1, 1000)
        day = sitting(date(year, 1, 1) + timedelta(days=self._random.randint(28, 112)))
        if draw.assessment.base_type is None or not draw.is_declared:
            return Obligated(right, year, draw.assessment)
        if right.regimes[-1].since.year == year:
            day = max(day, next_sitting(right.regimes[-1].since))
        amount = Decimal(int(draw.size * factor * 100)).scaleb(-2)
        first = Declaration(right.number, year, draw.assessment.base_type, amount, day)
        declarations: tuple[Declaration, ...] = (first,)
        corrected_on = sitting(day + timedelta(days=self._random.randint(40, 130)))
        if chance <= 30 and amount and corrected_on <= self._today:
            share = Decimal(self._random.choice((962, 981, 1013, 1046))) / 1000
            corrected = (amount * share).quantize(Decimal("0.01"))
            declarations = (first, Declaration(right.number, year, first.type, corrected, corrected_on))
        return self._assessed(right, year, declarations)

    def _assessed(self, right: Right, year: int, declarations: tuple[Declaration, ...]) -> Obligated:
        base = Base(declarations[-1].amount, declarations[-1].type)
        known_on = sitting(self._law.known_on(right, year, base, declarations[0].declared_on))
        return Obligated(right, year, self._law.assess(right, year, base), declarations, known_on)
