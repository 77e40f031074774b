"""The published example: the official flags of the 2015 USEITI report and its payments, from the extract we carry."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from ifi.core.money import parse_accounting_amount
from ifi.obligations.reconcile.files import read_pairs, read_tolerances
from ifi.obligations.reconcile.rules import Pair, reconcile

USEITI = Path(__file__).parents[2] / "ifi/obligations/data/useiti"
SHARED = Path(__file__).parents[3] / "shared/data/useiti-company-revenue"
whole_source = pytest.mark.skipif(not SHARED.exists(), reason="the whole source files are not beside the project")


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def independent_sum(texts):
    """Whole cents, read digit by digit, without the parser under test."""
    cents = 0
    for text in texts:
        whole, _, part = re.sub(r"[^0-9.]", "", text).partition(".")
        cents += (-1 if "(" in text else 1) * (int(whole) * 100 + int(part.ljust(2, "0")))
    return Decimal(cents) / 100


def test_the_official_flags_are_found_all_and_no_others():
    results = reconcile(read_pairs(USEITI / "pairs.csv"), read_tolerances(USEITI / "rules.csv"))
    official = [row["official_flag"] == "1" for row in rows_of(USEITI / "pairs.csv")]
    assert len(official) == 316
    assert sum(official) == 17
    assert [result.flagged for result in results] == official


def test_payments_add_up_to_an_independent_sum():
    texts = [row["Revenues"] for row in rows_of(USEITI / "payments.csv")]
    assert len(texts) == 336
    assert sum(map(parse_accounting_amount, texts)) == independent_sum(texts)


@whole_source
def test_the_official_flags_are_found_in_the_whole_table():
    rows = [
        row
        for row in rows_of(SHARED / "reconciliation_pairs.csv")
        if row["revenue_type"] != "Renewables"
        and all(re.fullmatch(r"-?\d+", row[side]) for side in ("company_amount", "government_amount"))
    ]
    pairs = [
        Pair(row["company"], row["revenue_type"], Decimal(row["company_amount"]), Decimal(row["government_amount"]))
        for row in rows
    ]
    results = reconcile(pairs, read_tolerances(USEITI / "rules.csv"))
    assert [result.flagged for result in results] == [row["material_variance"] == "1" for row in rows]


@whole_source
@pytest.mark.parametrize("year", ["2013", "2014", "2015", "2016"])
def test_all_payments_of_a_year_add_up_to_an_independent_sum(year):
    rows = rows_of(SHARED / "federal_revenue_by_company_CY2013-CY2016.csv")
    texts = [row["Revenues"] for row in rows if row["Calendar Year"] == year]
    assert texts
    assert sum(map(parse_accounting_amount, texts)) == independent_sum(texts)
