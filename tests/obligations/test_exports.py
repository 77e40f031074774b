"""Files say what pages say, to the digit, and nothing in them runs."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from ifi.obligations.models import DutyBalance
from ifi.pages.tables import Table, csv_response, xlsx_response
from ifi.registry.models import OrganisationName
from tests.obligations.scene import a_reader, a_scene

LARGE = Decimal("123456789012345678.91")


def table(*rows):
    return Table("t", ("A", "B"), [list(rows)], "Source: us")


def lines_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_would_run_as_a_formula_is_kept_as_text(text):
    assert lines_of(csv_response(table((text, "x"))))[1][0] == f"'{text}"
    sheet = workbook_of(xlsx_response(table((text, "x"))))
    assert sheet["A2"].data_type == "s"


def workbook_of(response):
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def test_amounts_are_exact_and_a_negative_one_is_no_formula():
    assert lines_of(csv_response(table((Decimal("-5"), LARGE))))[1] == ["-5.00", "123456789012345678.91"]


def test_a_workbook_keeps_as_text_what_its_numbers_cannot_hold():
    sheet = workbook_of(xlsx_response(table((Decimal("1234567890123.45"), LARGE), (date(2026, 11, 24), None))))
    assert sheet["A2"].value == 1234567890123.45
    assert sheet["B2"].value == "123456789012345678.91"
    assert sheet["A3"].value.date() == date(2026, 11, 24)
    assert sheet["A5"].value == "Source: us"


@pytest.mark.django_db
def test_the_files_of_the_list_hold_the_selection_and_the_digits_of_the_table(client):
    a_scene()
    client.force_login(a_reader("analyst"))
    rows = lines_of(client.get("/en/duties.csv?sort=due"))
    balances = DutyBalance.objects.order_by("due", "pk")
    known = [str(one.due) if one.assessment_status not in ("base_missing", "norm_unknown") else "" for one in balances]
    assert [row[7] for row in rows[1:-1]] == known
    assert [row[10] for row in rows[1:-1]] == [str(max(balance.outstanding, Decimal("0.00"))) for balance in balances]
    assert rows[-1][0].startswith("Source: Innovation for Industry")
    sheet = workbook_of(client.get("/en/duties.xlsx?year=2024"))
    assert [cell.value for cell in sheet["A"]][1:3] == [2024, 2024]
    assert sheet["A4"].value is None


@pytest.mark.django_db
def test_a_name_that_looks_like_a_formula_stays_a_name(client):
    scene = a_scene()
    OrganisationName.objects.filter(organisation=scene.user).update(name_en="=HYPERLINK(1)")
    rows = lines_of(client.get("/en/duties.csv?year=2024"))
    assert rows[1][2] == "'=HYPERLINK(1)"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["public", "analyst"])
def test_the_files_of_the_home_page_hold_its_digits(client, role):
    a_scene()
    if role != "public":
        client.force_login(a_reader(role))
    page = client.get("/en/?year=2024")
    picture = page.context["picture"]
    rows = lines_of(client.get("/en/national-picture.csv?year=2024"))
    assert [(int(row[0]), row[2], row[5]) for row in rows[1:-1]] == [
        (one.year, str(one.figures.due), str(one.figures.shortfall)) for one in picture.years
    ]
    for group, members in picture.by.items():
        lines = lines_of(client.get(f"/en/national-picture/{group}.csv?year=2024"))
        assert [line[3] for line in lines[1:-1]] == [str(member.figures.due) for member in members]


@pytest.mark.django_db
def test_the_ledger_of_a_year_is_for_those_who_may_see_it(client):
    scene = a_scene()
    address = f"/en/rights/{scene.licence.right.pk}/2024/ledger.csv"
    assert len(lines_of(client.get(address))) == 2  # headings and source
    client.force_login(a_reader("auditor"))
    assert "1234567.89" in {line[-1] for line in lines_of(client.get(address))}
