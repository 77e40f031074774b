"""The published example: the official flags of the 2015 USEITI report and its payments, from the extract we carry."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ifi.accounts.models import User
from ifi.core.money import parse_accounting_amount
from ifi.intake import services
from ifi.obligations.queries.useiti import published_payments
from ifi.obligations.reconcile.files import read_pairs, read_tolerances
from ifi.obligations.reconcile.rules import Pair, reconcile

USEITI = Path(__file__).parents[2] / "ifi/obligations/data/useiti"
TODAY = date(2026, 11, 24)
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


def imported(path, by):
    run, _ = services.receive_file(
        kind="published_payments", chunks=[path.read_bytes()], file_name=path.name, language="en", by=by
    )
    services.check_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert (run.state, run.rows_rejected) == ("checked", 0), list(run.problems.values("row", "code", "value")[:3])
    services.confirm_run(run_id=run.pk, by=by)
    services.commit_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert run.state == "committed", run.problem
    return run


@pytest.fixture
def officers(settings, tmp_path, transactional_db):
    settings.MEDIA_ROOT = tmp_path / "media"
    return [User.objects.create_user(f"{name}@example.kz", name=name, roles=["officer"]) for name in ("one", "two")]


def test_the_extract_is_imported_once_to_its_independent_sum(officers, client):
    assert published_payments().is_extract
    shown_before = client.get("/en/reconciliation/useiti-2015/").content.decode()
    path = USEITI / "payments.csv"
    assert imported(path, officers[0]).rows_new == 336
    assert imported(path, officers[1]).rows_unchanged == 336
    (year,) = published_payments().years
    assert (year.payments, year.total) == (336, independent_sum(row["Revenues"] for row in rows_of(path)))
    shown = client.get("/en/reconciliation/useiti-2015/").content.decode()
    total = f"{year.total:,.2f}".replace(",", "\u00a0").lstrip("-")
    assert total in re.sub("[\u202f\u2009]", "\u00a0", shown)
    assert total in re.sub("[\u202f\u2009]", "\u00a0", shown_before)


@whole_source
def test_the_whole_source_is_imported_to_its_independent_sum_of_each_year(officers):
    path = SHARED / "federal_revenue_by_company_CY2013-CY2016.csv"
    assert imported(path, officers[0]).rows_new == 9966
    expected = {}
    for row in rows_of(path):
        expected.setdefault(int(row["Calendar Year"]), []).append(row["Revenues"])
    found = {year.year: year.total for year in published_payments().years}
    assert found == {year: independent_sum(texts) for year, texts in expected.items()}
