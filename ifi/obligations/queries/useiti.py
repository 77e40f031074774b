"""The published example of a reconciliation: the 2015 report of USEITI, from the extract that the project carries."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import as_file, files

from django.db.models import Count, DecimalField, Q, Sum
from django.db.models.functions import Coalesce

from ifi.core.money import parse_accounting_amount
from ifi.obligations.models import PublishedPayment
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


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """Payments of one year, in the report's currency; `given_back` is the part below zero."""

    year: int
    payments: int
    payers: int
    given_back: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class PublishedPayments:
    """What is imported of the report; where nothing is, the extract that the project carries."""

    years: tuple[PublishedYear, ...]
    is_extract: bool


def published_payments() -> PublishedPayments:
    rows = PublishedPayment.objects.values("year").annotate(
        payments=Count("pk"),
        payers=Count("payer", distinct=True),
        given_back=Coalesce(Sum("amount", filter=Q(amount__lt=0)), Decimal(0), output_field=DecimalField()),
        total=Sum("amount"),
    )
    years = tuple(PublishedYear(**row) for row in rows.order_by("year"))
    return PublishedPayments(years, is_extract=False) if years else PublishedPayments(_extract(), is_extract=True)


@cache
def _extract() -> tuple[PublishedYear, ...]:
    text = (files("ifi.obligations") / "data" / "useiti" / "payments.csv").read_text(encoding="utf-8")
    by_year: dict[int, list[tuple[str, Decimal]]] = {}
    for row in csv.DictReader(text.splitlines()):
        amount = parse_accounting_amount(row["Revenues"])
        by_year.setdefault(int(row["Calendar Year"]), []).append((row["Corporate Name"], amount))
    return tuple(
        PublishedYear(
            year=year,
            payments=len(paid),
            payers=len({payer for payer, _ in paid}),
            given_back=sum((amount for _, amount in paid if amount < 0), Decimal(0)),
            total=sum((amount for _, amount in paid), Decimal(0)),
        )
        for year, paid in sorted(by_year.items())
    )


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
