"""Assessments a second on one core with full steps, beside OpenFisca computing the same rule in the same run.

The rule: 1 % of the previous year's production costs from the second year of production, by dated norms (Code Art.
129(1)(2)). Ours answers with cited steps, channels and a digest of the norms; OpenFisca with an array of amounts. Run
with an interpreter that has both: `python -m benchmarks.law_engine`.
"""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib.metadata import version

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.report import print_lines
from ifi.law.assessment import assess
from ifi.law.facts import Assessment, Base, BaseType, OwnTerm, RegimePeriod, RightFacts
from ifi.law.given import own_term
from ifi.law.loader import load_book

RIGHTS = 20_000
AIM = 30_000  # assessments a second
YEARS = (2024, 2025, 2026)
SHOWN_BASE = Decimal("8123456789.55")
RIGHT = build_entity(key="right", plural="rights", label="A subsoil right", is_person=True)


class production_start_year(Variable):  # noqa: N801 - OpenFisca names a variable by its class
    value_type = int
    entity = RIGHT
    definition_period = DateUnit.ETERNITY
    label = "Year in which production began"


class production_cost(Variable):  # noqa: N801
    value_type = float
    entity = RIGHT
    definition_period = DateUnit.YEAR
    label = "Production costs of the previous year"


class duty(Variable):  # noqa: N801
    value_type = float
    entity = RIGHT
    definition_period = DateUnit.YEAR
    label = "The duty of the year"

    def formula(right, period, parameters):  # noqa: N805
        norms = parameters(period)
        begun = period.start.year >= right("production_start_year", period) + norms.start_rule - 1
        return numpy.round(right("production_cost", period) * norms.rate, 2) * begun


def openfisca() -> TaxBenefitSystem:
    """The same rule as a tax and benefit system: two dated parameters and three variables."""
    system = TaxBenefitSystem([RIGHT])
    norms = {"rate": {"values": {"2018-01-01": 0.01}}, "start_rule": {"values": {"2018-01-01": 2}}}
    system.parameters = ParameterNode("", data=norms)
    system.add_variables(production_start_year, production_cost, duty)
    return system


def simulated(system: TaxBenefitSystem, year: int, starts: list[int], costs: list[float]) -> numpy.ndarray:
    simulation = SimulationBuilder().build_default_simulation(system, count=len(starts))
    simulation.set_input("production_start_year", "eternity", numpy.array(starts))
    simulation.set_input("production_cost", str(year), numpy.array(costs))
    return simulation.calculate("duty", str(year))


def best_rate(count: int, work: Callable[[], object], tries: int = 3) -> float:
    """Units a second of processor time, the best of the tries: other work on the machine does not count."""
    times = []
    for _ in range(tries):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return count / min(times)


def rights(regime: str, own_terms: tuple[OwnTerm, ...] = (), mineral: str | None = None) -> list[RightFacts]:
    """Rights that differ in their dates, as in life."""
    return [
        RightFacts(
            (RegimePeriod(regime),),
            concluded_on=date(2018 + n % 6, 7 + n % 5, 1 + n % 28),
            starts_on=date(2019 + n % 6, 1 + n % 12, 1 + n % 28),
            mineral=mineral,
            own_terms=own_terms,
        )
        for n in range(RIGHTS)
    ]


def assess_all(facts: list[RightFacts], kind: BaseType) -> list[Assessment]:
    book = load_book()
    bases = [Base(SHOWN_BASE + n, kind) for n in range(100)]
    return [assess(right, YEARS[n % 3], bases[n % 100], book) for n, right in enumerate(facts)]


def ours() -> list[tuple[str, float]]:
    costs, mining, income = BaseType.PRODUCTION_COST, BaseType.MINING_COST, BaseType.AGGREGATE_ANNUAL_INCOME
    term = own_term("rate", "0.02", "7.4")
    cases = (
        ("hydrocarbons, Code contract", rights("kz.hydrocarbons"), costs),
        ("hydrocarbons, re-signed (stricter later rule)", rights("kz.hydrocarbons_resigned"), costs),
        ("solid minerals, licence", rights("kz.solid_minerals"), mining),
        ("legacy contract, solid minerals", rights("kz.legacy_contract", mineral="solid"), income),
        ("hydrocarbons with a term of its own", rights("kz.hydrocarbons", (term,)), costs),
    )
    return [(name, best_rate(RIGHTS, lambda f=facts, k=kind: assess_all(f, k))) for name, facts, kind in cases]


def theirs() -> list[tuple[str, float]]:
    system = openfisca()
    starts, costs = [2019 + n % 6 for n in range(RIGHTS)], [float(SHOWN_BASE) + n % 100 for n in range(RIGHTS)]
    few = 500
    one = best_rate(few, lambda: [simulated(system, 2025, starts[n : n + 1], costs[n : n + 1]) for n in range(few)])
    return [
        ("one right, one simulation", one),
        (f"{RIGHTS:,} rights in one array", best_rate(RIGHTS, lambda: simulated(system, 2025, starts, costs))),
    ]


def error() -> str:
    right = RightFacts((RegimePeriod("kz.hydrocarbons"),), starts_on=date(2019, 3, 1))
    exact = assess(right, 2025, Base(SHOWN_BASE, BaseType.PRODUCTION_COST), load_book()).due
    answered = Decimal(repr(float(simulated(openfisca(), 2025, [2019], [float(SHOWN_BASE)])[0])))
    assert exact is not None
    return f"ours {exact:,}, OpenFisca's 32-bit float {answered:,}: an error of {answered - exact:+,} tenge"


def main() -> None:
    peer = f"OpenFisca {version('openfisca-core')} (numpy {version('numpy')})"
    print_lines(
        [
            *((name, f"{rate:,.0f}", f"{AIM:,}", rate >= AIM) for name, rate in ours()),
            *((f"{peer}, {name}", f"{rate:,.0f}", "", None) for name, rate in theirs()),
            (f"{SHOWN_BASE:,} × 1 %", error(), "exact to the tiyn", None),
        ]
    )


if __name__ == "__main__":
    main()
