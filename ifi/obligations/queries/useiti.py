"""The published example of a reconciliation: the 2015 report of USEITI, from the extract that the project carries."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from ifi.obligations.reconcile.files import read_pairs, read_tolerances
from ifi.obligations.reconcile.rules import Result, Tolerance, Totals, reconcile, totals


@dataclass(frozen=True, slots=True)
class PublishedPair:
    """A pair as we judge it, beside the report's own flag and explanation."""

    result: Result
    official_flag: bool
    official_explanation: str


@dataclass(frozen=True, slots=True)
class PublishedExample:
    pairs: tuple[PublishedPair, ...]
    tolerances: tuple[Tolerance, ...]
    totals: Totals

    @property
    def flagged(self) -> tuple[PublishedPair, ...]:
        chosen = (pair for pair in self.pairs if pair.result.flagged or pair.official_flag)
        return tuple(sorted(chosen, key=lambda pair: -abs(pair.result.difference)))

    @property
    def agreeing(self) -> int:
        return sum(pair.result.flagged == pair.official_flag for pair in self.pairs)


@cache
def published_example() -> PublishedExample:
    with as_file(files("ifi.obligations") / "data" / "useiti") as folder:
        tolerances = read_tolerances(folder / "rules.csv")
        results = reconcile(read_pairs(folder / "pairs.csv"), tolerances)
        with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
            official = list(csv.DictReader(file))
    pairs = tuple(
        PublishedPair(result, row["official_flag"] == "1", row["official_explanation"])
        for result, row in zip(results, official, strict=True)
    )
    return PublishedExample(pairs, tolerances, totals(results))
