"""Makes the rights: which kinds, how many, whose, where, how large."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from ifi.core.years import add_months
from ifi.obligations.demonstration import calibration
from ifi.obligations.demonstration.enterprises import Enterprises
from ifi.obligations.demonstration.names import place_name
from ifi.obligations.demonstration.values import Holding, InstrumentWords, Regime, Right, Sector, Term

CODE_IN_FORCE = date(2018, 6, 29)
RESIGNING_IN_FORCE = date(2024, 2, 28)
GROUNDWATER_ENDS = date(2021, 6, 29)

_HYDROCARBONS = (("oil",), ("oil",), ("oil", "gas"), ("gas", "gas_condensate"), ("hydrocarbons",))
_SOLID = (("copper",), ("gold",), ("gold",), ("iron",), ("coal",), ("chromite",), ("lead_zinc",), ("manganese",))
_COMMON = (("sand_gravel",), ("clay_loam",), ("building_stone",), ("common_minerals",))
_ACTIVITIES = {Sector.HYDROCARBONS: "06.10", Sector.URANIUM: "07.21", Sector.MINING: "07.29"}
_SHAPE = {Sector.HYDROCARBONS: 1.25, Sector.URANIUM: 0.8, Sector.MINING: 1.35}  # of the log-normal sizes


class RightsMaker:
    """Makes rights one after another; the order of calls decides the numbers."""

    def __init__(self, random: Random, enterprises: Enterprises, words: InstrumentWords) -> None:
        self._random = random
        self._enterprises = enterprises
        self._words = words
        self._made = 0

    def make(self, kind: str) -> Iterator[Right]:
        """One right of the kind, or two where a licence took a contract's place."""
        yield from getattr(self, f"_{kind}")()

    # hydrocarbons

    def _exploration(self) -> Iterator[Right]:
        day = self._day(date(2019, 1, 10), date(2025, 9, 1))
        yield self._oil("contract", day, (Regime("kz.exploration", day),), None)

    def _psa(self) -> Iterator[Right]:
        day = self._day(date(1995, 3, 1), date(2005, 11, 1))
        right = self._oil("psa", day, (Regime("kz.exempt", day),), add_months(day, 30))
        yield replace(right, exempt_ground="psa", weight=0)

    def _production_code(self) -> Iterator[Right]:
        start = self._day(date(2018, 9, 1), date(2025, 8, 1))
        day = max(start - timedelta(days=self._random.randint(5, 60)), CODE_IN_FORCE)
        yield self._with_penalty(self._oil("contract", day, (Regime("kz.hydrocarbons", day),), start))

    def _combined_code(self) -> Iterator[Right]:
        day = self._day(date(2018, 7, 10), date(2023, 6, 1))
        start = add_months(day, self._random.randint(6, 26))
        yield self._with_penalty(self._oil("contract", day, (Regime("kz.hydrocarbons", day),), start))

    def _combined_not_producing(self) -> Iterator[Right]:
        day = self._day(date(2020, 2, 1), date(2025, 10, 1))
        yield self._oil("contract", day, (Regime("kz.exploration", day),), None)

    def _production_legacy(self) -> Iterator[Right]:
        day = self._day(date(1997, 2, 1), date(2016, 10, 1))
        right = self._oil("legacy_contract", day, (Regime("kz.legacy_contract", day),), add_months(day, 12))
        yield self._with_legacy_terms(right, silent=6, without_duty=10)

    _combined_legacy = _production_legacy

    def _production_resigned(self) -> Iterator[Right]:
        day = self._day(date(1998, 2, 1), date(2012, 10, 1))
        resigned_on = self._day(RESIGNING_IN_FORCE, date(2025, 11, 1))
        regimes = self._moved("kz.legacy_contract", "kz.hydrocarbons_resigned", day, resigned_on)
        right = self._oil("contract", day, regimes, add_months(day, 12))
        yield self._with_rate(right, until=resigned_on - timedelta(days=1))

    def _production_moved(self) -> Iterator[Right]:
        day = self._day(date(1998, 2, 1), date(2012, 10, 1))
        moved_on = self._day(date(2019, 2, 1), date(2023, 11, 1))
        regimes = self._moved("kz.legacy_contract", "kz.hydrocarbons", day, moved_on)
        right = self._oil("contract", day, regimes, add_months(day, 12))
        yield self._with_rate(right, until=moved_on - timedelta(days=1))

    # uranium

    def _uranium_legacy(self) -> Iterator[Right]:
        day = self._day(date(1997, 2, 1), date(2015, 10, 1))
        right = self._uranium("legacy_contract", day, (Regime("kz.legacy_contract", day),), add_months(day, 24))
        yield self._with_legacy_terms(right, silent=0, without_duty=0)

    def _uranium_code(self) -> Iterator[Right]:
        day = self._day(date(2018, 8, 1), date(2022, 10, 1))
        start = add_months(day, self._random.randint(2, 10))
        yield self._with_penalty(self._uranium("contract", day, (Regime("kz.uranium", day),), start))

    # solid and common minerals, groundwater

    def _licence(self) -> Iterator[Right]:
        yield self._mining_licence(self._day(date(2018, 8, 1), date(2025, 6, 1)))

    def _converted(self) -> Iterator[Right]:
        issued_on = self._day(date(2019, 3, 1), date(2025, 3, 1))
        day = self._day(date(1997, 2, 1), date(2015, 10, 1))
        contract = self._solid("legacy_contract", day, (Regime("kz.legacy_contract", day),), add_months(day, 12))
        contract = _ended(self._with_legacy_terms(contract, silent=0, without_duty=0), issued_on)
        licence = self._mining_licence(issued_on)
        licence = replace(
            licence,
            minerals=contract.minerals,
            region=contract.region,
            name=contract.name,
            weight=contract.weight * 7 // 10,
            holdings=(Holding(contract.main_holder(issued_on.year), Decimal(1), issued_on),),
        )
        yield contract
        yield licence

    def _solid_legacy(self) -> Iterator[Right]:
        day = self._day(date(1996, 8, 1), date(2017, 10, 1))
        right = self._solid("legacy_contract", day, (Regime("kz.legacy_contract", day),), add_months(day, 12))
        yield self._with_legacy_terms(right, silent=2, without_duty=6)

    def _processing(self) -> Iterator[Right]:
        day = self._day(date(2018, 9, 1), date(2020, 6, 1))
        agreed_on = self._day(date(2022, 2, 1), date(2024, 6, 1))
        regimes = self._moved("kz.solid_minerals", "kz.processing_agreement", day, agreed_on)
        right = self._solid("mining_licence", day, regimes, day)
        yield replace(
            right,
            terms=(
                Term("rate", self._words.agreement_rate, self._words.agreement_clause, agreed_on),
                Term("base_type", self._words.agreement_base, self._words.agreement_clause, agreed_on),
            ),
        )

    def _common_licence(self) -> Iterator[Right]:
        day = self._day(date(2018, 8, 1), date(2025, 10, 1))
        yield self._common("common_minerals_licence", day, (Regime("kz.common_minerals", day),), day)

    def _common_legacy(self) -> Iterator[Right]:
        day = self._day(date(2005, 2, 1), date(2017, 10, 1))
        right = self._common("legacy_contract", day, (Regime("kz.legacy_contract", day),), add_months(day, 12))
        yield self._with_legacy_terms(replace(right, weight=right.weight // 60 + 1), silent=0, without_duty=50)

    def _groundwater(self) -> Iterator[Right]:
        day = self._day(date(2002, 2, 1), date(2014, 10, 1))
        right = self._common("legacy_contract", day, (Regime("kz.groundwater", day),), add_months(day, 12))
        minerals = (self._random.choice(("groundwater", "groundwater", "medicinal_mud")),)
        yield _ended(replace(right, minerals=minerals, weight=right.weight // 90 + 1), GROUNDWATER_ENDS)

    def _exploration_licence(self) -> Iterator[Right]:
        day = self._day(date(2019, 1, 10), date(2026, 8, 1))
        right = self._solid("exploration_licence", day, (Regime("kz.exploration", day),), day)
        yield _ended(replace(right, weight=0), add_months(day, 72))

    # shared pieces

    def _oil(self, kind: str, day: date, regimes: tuple[Regime, ...], starts_on: date | None) -> Right:
        return self._right(kind, Sector.HYDROCARBONS, day, regimes, starts_on, _HYDROCARBONS, "energy")

    def _uranium(self, kind: str, day: date, regimes: tuple[Regime, ...], starts_on: date | None) -> Right:
        return self._right(kind, Sector.URANIUM, day, regimes, starts_on, (("uranium",),), "atomic")

    def _solid(self, kind: str, day: date, regimes: tuple[Regime, ...], starts_on: date | None) -> Right:
        return self._right(kind, Sector.MINING, day, regimes, starts_on, _SOLID, "industry")

    def _common(self, kind: str, day: date, regimes: tuple[Regime, ...], starts_on: date | None) -> Right:
        return self._right(kind, Sector.MINING, day, regimes, starts_on, _COMMON, "akimat")

    def _mining_licence(self, day: date) -> Right:
        return self._solid("mining_licence", day, (Regime("kz.solid_minerals", day),), day)

    def _right(
        self,
        kind: str,
        sector: Sector,
        day: date,
        regimes: tuple[Regime, ...],
        starts_on: date | None,
        minerals: tuple[tuple[str, ...], ...],
        authority: str,
    ) -> Right:
        self._made += 1
        region = self._random.choice(calibration.REGIONS[sector])
        suffix = {"mining_licence": "-ML", "exploration_licence": "-EL", "common_minerals_licence": "-CL"}
        size = self._random.lognormvariate(0.0, _SHAPE[sector])
        return Right(
            number=f"ДЕМО-{self._made:04d}{suffix.get(kind, '')}",
            kind=kind,
            sector=sector,
            concluded_on=day,
            name=place_name(self._made),
            minerals=self._random.choice(minerals),
            region=region,
            authority=authority,
            regimes=regimes,
            holdings=self._holdings(sector, region, min(day, regimes[0].since)),
            starts_on=starts_on,
            weight=1 + round(size * 1000),
            diligence=min(100, self._random.randint(15, 140)),
        )

    def _holdings(self, sector: Sector, region: str, since: date) -> tuple[Holding, ...]:
        first = self._enterprises.holder(sector.value, region, _ACTIVITIES[sector])
        chance = self._random.randint(1, 100)
        earliest = max(since + timedelta(days=400), date(calibration.FIRST_YEAR, 3, 1))
        if chance <= 5 and earliest < date(2026, 3, 1):  # transferred within a year
            second = self._enterprises.another(first, sector.value, region, _ACTIVITIES[sector])
            moved_on = self._day(earliest, date(2026, 3, 1))
            return (
                Holding(first, Decimal(1), since, moved_on - timedelta(days=1)),
                Holding(second, Decimal(1), moved_on),
            )
        if chance <= 8:  # held by two together
            second = self._enterprises.another(first, sector.value, region, _ACTIVITIES[sector])
            share = Decimal(self._random.choice((51, 60, 75))) / 100
            return (Holding(first, share, since), Holding(second, 1 - share, since))
        return (Holding(first, Decimal(1), since),)

    def _moved(self, before: str, after: str, day: date, moved_on: date) -> tuple[Regime, ...]:
        return (Regime(before, day, moved_on - timedelta(days=1)), Regime(after, moved_on))

    def _with_legacy_terms(self, right: Right, *, silent: int, without_duty: int) -> Right:
        """The contract's own terms: in `silent` per cent it does not say, in `without_duty` there is no such duty."""
        chance = self._random.randint(1, 100)
        if chance <= silent:
            return right
        if chance <= silent + without_duty:
            return replace(right, exempt_ground="not_in_contract", weight=0)
        return self._with_rate(right, until=None)

    def _with_rate(self, right: Right, *, until: date | None) -> Right:
        rate = self._random.choice(self._words.rates)
        penalty = self._random.choice(self._words.penalty_rates)
        since = right.concluded_on
        terms = (
            Term("rate", rate, self._words.rate_clause, since, until),
            Term("start_rule", self._words.start_rule, self._words.rate_clause, since, until),
            Term("penalty_rate", penalty, self._words.penalty_clause, since),
        )
        return replace(right, terms=terms)

    def _with_penalty(self, right: Right) -> Right:
        penalty = self._random.choice(self._words.penalty_rates)
        return replace(right, terms=(Term("penalty_rate", penalty, self._words.penalty_clause, right.concluded_on),))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self._random.randint(0, (last - first).days))


def _ended(right: Right, ends_on: date) -> Right:
    """The right with its end; who would have come later never held it."""
    holdings = tuple(
        replace(row, until=min(row.until or ends_on, ends_on)) for row in right.holdings if row.since <= ends_on
    )
    return replace(right, ends_on=ends_on, holdings=holdings)
