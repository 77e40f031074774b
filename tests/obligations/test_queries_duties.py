"""The list of duties: pages without gaps or repeats, counts that are right, no scan of the table."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifi.accounts.rights import Permission, Program
from ifi.obligations.models import DutyBalance
from ifi.obligations.queries import duties as queries
from ifi.obligations.queries.duties import all_duties, duties_page
from ifi.obligations.queries.selection import SORTS, Selection
from ifi.obligations.rules.status import DutyStatus
from ifi.obligations.status_filter import having_status
from tests.obligations.portfolio import Office, a_right, an_organisation
from tests.obligations.scene import a_scene

pytestmark = pytest.mark.django_db
ANALYST = Program("analyst", Permission.DUTY_SEE_ALL)
PUBLIC = Program("public")
ON = date(2026, 11, 24)


@pytest.fixture
def many(monkeypatch):
    """Forty duties of ten rights, three on a page."""
    monkeypatch.setattr(queries, "PAGE_ROWS", 3)
    for number in range(10):
        regime = ("kz.solid_minerals", "kz.hydrocarbons", "kz.legacy_contract", "kz.common_minerals")[number % 4]
        office = Office(a_right(regime), date(2025, 6, 1)).open(2023, 2024, 2025, 2026)
        for year in (2023, 2024) if number % 3 else (2023, 2024, 2025):
            office.declare(year, 1000 * (number % 4) + 100 * year)
        if number % 2 and office.balance(2024).due:
            office.perform(2024, office.balance(2024).due / (number or 1))


def page(selection, actor=ANALYST):
    return duties_page(actor=actor, selection=selection, on=ON, language="en")


def numbers(rows):
    return [row.duty for row in rows]


def whole(selection, actor=ANALYST):
    return [row for rows in all_duties(actor=actor, selection=selection, on=ON, language="en") for row in rows]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("actor", [ANALYST, PUBLIC])
def test_pages_forth_and_back_hold_each_duty_once_and_are_what_the_file_holds(actor, sort, descending):
    selection = Selection(sort=sort, descending=descending)
    first = page(selection, actor)
    seen, pages, current = numbers(first.rows), [numbers(first.rows)], first
    while current.next:
        current = page(replace(selection, after=current.next), actor)
        pages.append(numbers(current.rows))
        seen += numbers(current.rows)
    assert seen == numbers(whole(selection, actor))
    assert len(seen) == len(set(seen)) == first.count.number
    while current.previous:
        current = page(replace(selection, before=current.previous), actor)
        pages.pop()
        assert numbers(current.rows) == pages[-1]
    assert pages == [numbers(first.rows)]


@pytest.mark.usefixtures("many")
def test_each_status_finds_exactly_the_duties_that_have_it():
    everything = {row.duty: row.status for row in whole(Selection())}
    for status in DutyStatus:
        found = whole(Selection(status=status))
        assert {row.duty for row in found} == {duty for duty, held in everything.items() if held is status}
        assert page(Selection(status=status)).count.number == len(found)
        by_columns = DutyBalance.objects.filter(having_status(status, ON)).values_list("pk", flat=True)
        assert set(by_columns) == {row.duty for row in found}


@pytest.mark.usefixtures("many")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    year=st.sampled_from([None, 2023, 2024, 2030]),
    regime=st.sampled_from(["", "kz.solid_minerals", "kz.legacy_contract"]),
    region=st.sampled_from(["", "23", "10"]),
    authority=st.sampled_from(["", "energy", "akimat"]),
    status=st.sampled_from([None, *DutyStatus]),
    below_threshold=st.booleans(),
    sort=st.sampled_from(SORTS),
    descending=st.booleans(),
    actor=st.sampled_from([ANALYST, PUBLIC]),
)
def test_any_selection_is_the_filter_of_all_rows(actor, **chosen):
    selection = Selection(**chosen)
    expected = [
        row.duty
        for row in whole(Selection(sort=selection.sort, descending=selection.descending), actor)
        if (selection.year in (None, row.year))
        and (selection.regime in ("", row.regime))
        and (selection.region in ("", row.region))
        and (selection.authority in ("", row.authority))
        and (selection.status in (None, row.status))
        and (not selection.below_threshold or row.is_at_risk)
    ]
    found = page(selection, actor)
    assert numbers(whole(selection, actor)) == expected
    assert numbers(found.rows) == expected[:3]
    assert found.count.number == len(expected)


def test_an_organisation_is_found_by_its_name_in_another_script(client):
    a_scene()
    answer = client.get("/en/duties/", {"organisation": "Демонстрационная медь"})
    assert "Demonstration Copper LLP" in answer.content.decode()
    assert client.get("/en/duties/", {"organisation": "Balkhash"}).context["rows"] == ()


@pytest.mark.parametrize("query", ["year=abcd", "year=٢٠٢٤", "sort=bin", "after=x", "after=2024~NaN~1", "status=paid"])
def test_a_query_that_cannot_be_is_passed_over(client, query):
    a_scene()
    assert len(client.get(f"/en/duties/?{query}").context["rows"]) == 4


FILTERS = [
    Selection(),
    Selection(year=2020),
    Selection(regime="kz.uranium"),
    Selection(region="23"),
    Selection(authority="akimat"),
    Selection(below_threshold=True),
    Selection(organisations=(5, 6)),
    *(Selection(status=status) for status in DutyStatus),
]


@pytest.mark.parametrize("sort", SORTS)
def test_no_list_scans_the_table(sort):
    """With sequential scans made dear, a plan that still has one has no index to use."""
    organisation = an_organisation()
    office = Office(a_right(holder=organisation)).open(*range(2019, 2027))
    assert office.duties
    plans = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for actor in (ANALYST, PUBLIC, Program("officer", Permission.DUTY_SEE_ALL)):
            for selection in FILTERS:
                plans += explained(cursor, replace(selection, sort=sort), actor)
    assert plans
    assert [plan for plan in plans if "Seq Scan on obligations_dutybalance" in plan] == []


def explained(cursor, selection, actor):
    """The plans of the statements that a page of the selection sends."""
    sent = []

    def note(execute, sql, parameters, many, context):
        sent.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        page(selection, actor)
    plans = []
    for sql, parameters in sent:
        if "obligations_dutybalance" in sql:
            cursor.execute(f"EXPLAIN {sql}", parameters)
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    return plans
