"""Region, authority, minerals and exemption of a right are dated: each year follows what holds on its last day."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from uuid import uuid4

import polars as pl
import pytest
from django.urls import reverse

from ifi.accounts.models import User
from ifi.accounts.reader import reader_of, reading_as
from ifi.accounts.rights import Permission, Program, Role
from ifi.core.errors import NotAllowed
from ifi.intake.kinds import CellType, CheckContext, CommitContext, kind_named
from ifi.intake.models import ImportRun
from ifi.obligations.models import AssessmentVersion, DutyBalance
from ifi.obligations.services.closings import close_years
from ifi.obligations.services.decisions import Decision, accept_performances
from ifi.obligations.services.duties import open_duties
from ifi.registry.models import RightDetail
from ifi.registry.services import Field, correct_detail, end_right, set_detail
from tests.obligations.portfolio import Office, a_right, differences, money
from tests.obligations.scene import a_reader
from tests.wall import as_the_web

pytestmark = pytest.mark.django_db
REGISTRAR = Program("registrar", Permission.REGISTRY_EDIT)
TODAY, AGENCY = date(2026, 5, 1), date(2025, 4, 28)


@pytest.fixture
def office():
    """A right with a closed year (2023) and two open ones."""
    return _office(a_right())


def _office(right):
    office = Office(right, today=TODAY).open(2023, 2024, 2025)
    for year in office.duties:
        office.declare(year, "1 000 000")
    office.close(2023)
    return office


def change(office, field, codes, on, by=REGISTRAR):
    return set_detail(right_id=office.right.pk, field=field, codes=codes, on=on, today=TODAY, by=by)


def places(office):
    rows = DutyBalance.objects.filter(right_id=office.right.pk).order_by("year")
    return [(row.authority, row.region) for row in rows]


def versions(office):
    rows = AssessmentVersion.objects.order_by("duty__year", "version")
    return [(row.duty.year, row.version, row.reason, row.status, row.due) for row in rows.select_related("duty")]


@contextmanager
def as_officer(authority):
    """In the web process, behind the wall of the database."""
    officer = a_reader("officer", authority)
    with as_the_web(), reading_as(reader_of(officer)):
        yield officer


def test_each_year_belongs_to_whoever_was_in_charge_on_its_last_day(office):
    change(office, Field.AUTHORITY, ["atomic"], AGENCY)
    assert places(office) == [("energy", "23"), ("energy", "23"), ("atomic", "23")]
    office.open(2026)
    assert places(office)[-1] == ("atomic", "23")
    assert differences() == []


def test_a_year_in_which_the_right_ends_belongs_to_whoever_was_in_charge_then(office):
    change(office, Field.AUTHORITY, ["atomic"], AGENCY)
    end_right(right_id=office.right.pk, on=date(2025, 4, 27), by=REGISTRAR)
    assert places(office)[-1] == ("energy", "23")
    assert differences() == []


def test_a_corrected_region_was_always_so_also_for_the_closed_year(office):
    wrong = RightDetail.objects.get(right=office.right, field="region")
    correct_detail(detail_id=wrong.pk, codes=["27"], since=None, today=TODAY, by=REGISTRAR)
    assert places(office) == [("energy", "27")] * 3
    assert differences() == []


def test_an_exemption_makes_a_new_version_of_the_open_years_it_covers_and_of_no_other(office):
    before = versions(office)
    change(office, Field.EXEMPT_GROUND, ["psa"], date(2025, 9, 1))
    assert versions(office) == [*before, (2025, 2, "right_changed", "exempt", Decimal("0.00"))]
    assert office.balance(2025).due == 0
    assert office.balance(2024).due == money("10 000")
    change(office, Field.EXEMPT_GROUND, [], date(2025, 12, 31))
    assert versions(office)[-1] == (2025, 3, "right_changed", "assessed", money("10 000"))
    assert differences() == []


def test_a_closed_year_stays_as_it_was_closed(office):
    change(office, Field.EXEMPT_GROUND, ["psa"], None)
    assert [row[:4] for row in versions(office) if row[1] > 1] == [
        (2024, 2, "right_changed", "exempt"),
        (2025, 2, "right_changed", "exempt"),
    ]
    assert office.balance(2023).due == money("10 000")
    assert differences() == []


def test_a_region_alone_assesses_nothing_anew(office):
    before = versions(office)
    change(office, Field.REGION, ["27"], date(2024, 1, 1))
    assert versions(office) == before


def test_the_norms_of_a_legacy_contract_are_those_of_the_year_s_mineral():
    office = Office(a_right("kz.legacy_contract", rate="0.01"), today=TODAY).open(2024, 2025)
    for year in office.duties:
        office.declare(year, "1 000 000")
    change(office, Field.MINERALS, ["oil"], date(2025, 2, 1))
    said = {
        version.duty.year: [
            dict(step["parameters"])["mineral"] for step in version.steps if step["code"] == "regime.mineral"
        ]
        for version in AssessmentVersion.objects.order_by("version").select_related("duty")
    }
    assert said == {2024: ["solid"], 2025: ["hydrocarbons"]}


def test_what_the_law_cannot_assess_any_more_stays_until_it_is_put_right():
    office = Office(a_right("kz.legacy_contract", rate="0.01"), today=TODAY).open(2025)
    office.declare(2025, "1 000 000")
    before = versions(office)
    assert change(office, Field.MINERALS, ["groundwater"], date(2025, 2, 1)), "the regime does not know the mineral"
    assert versions(office) == before


def test_an_officer_acts_on_the_years_of_the_own_authority(office):
    change(office, Field.AUTHORITY, ["atomic"], AGENCY)
    officer = a_reader("officer", "atomic")
    with pytest.raises(NotAllowed):
        close_years(duty_ids=[office.duties[2024]], by=officer, on=TODAY)
    assert close_years(duty_ids=[office.duties[2025]], by=officer, on=TODAY) == 1
    with pytest.raises(NotAllowed):
        open_duties(right_ids=[office.right.pk], years=[2022], by=officer)
    assert open_duties(right_ids=[office.right.pk], years=[2026], by=officer).opened


def test_credit_of_years_under_an_earlier_authority_counts_though_its_officer_may_not_look_at_them():
    office = Office(a_right("kz.legacy_contract", rate="0.01"), today=TODAY).open(2023, 2024, 2025)
    for year in office.duties:
        office.declare(year, "1 000 000")
    office.perform(2023, "25 000")
    office.close(2023, 2024)
    change(office, Field.AUTHORITY, ["atomic"], AGENCY)
    performance = office.offer(2025, "8 000")
    with as_officer("atomic") as officer:
        assert set(DutyBalance.objects.values_list("year", flat=True)) == {2025}
        decision = Decision(uuid4(), performance, money("8 000"))
        accept_performances(decisions=[decision], by=officer, on=TODAY)
        close_years(duty_ids=[office.duties[2025]], by=officer, on=TODAY)
        assert set(DutyBalance.objects.values_list("year", flat=True)) == {2025}
    assert [office.balance(year).brought for year in (2024, 2025)] == [money("10 000"), money("5 000")]
    assert office.balance(2025).carried == money("3 000"), "what the year did beyond the credit"
    assert differences() == []


def test_whoever_has_the_right_now_puts_its_past_right_behind_the_wall_too():
    office = Office(a_right("kz.legacy_contract", rate="0.01"), today=TODAY).open(2024, 2025)
    for year in office.duties:
        office.declare(year, "1 000 000")
    change(office, Field.AUTHORITY, ["atomic"], AGENCY)
    with as_officer("atomic") as officer:
        change(office, Field.REGION, ["27"], date(2024, 6, 1), by=officer)
        change(office, Field.EXEMPT_GROUND, ["psa"], date(2024, 6, 1), by=officer)
    assert places(office) == [("energy", "27"), ("atomic", "27")]
    assert [row[3] for row in versions(office) if row[1] == 2] == ["exempt", "exempt"]
    assert differences() == []


def test_an_imported_register_changes_the_years_from_its_day(office):
    kind = kind_named("rights")
    types = {CellType.DECIMAL: pl.Decimal(30, 10), CellType.DATE: pl.Date}
    schema = {"row": pl.Int64} | {column.name: types.get(column.type, pl.String) for column in kind.columns}
    row = {"row": 2, "is_good": True, "kind": "contract", "number": office.right.number, "concluded": "01.07.2018"}
    row |= {"authority": "atomic", "exempt_ground": "psa", "details_since": AGENCY}
    frame = pl.DataFrame([row], schema=schema | {"is_good": pl.Boolean}, orient="row")
    by = Program("importer", Permission.REGISTRY_EDIT, Permission.IMPORT)
    for unchanged in (0, 1):
        checked = kind.check(frame, CheckContext(on=TODAY, by=by))
        assert checked.unchanged == unchanged
        kind.commit(checked.frame, CommitContext(ImportRun(), by, TODAY, lambda done: None))
        assert places(office) == [("energy", "23"), ("energy", "23"), ("atomic", "23")]
        assert [row[:4] for row in versions(office) if row[1] > 1] == [(2025, 2, "right_changed", "exempt")]
    assert differences() == []


def test_an_officer_enters_a_change_on_the_page_and_the_public_sees_who_was_in_charge_on_a_day(client, office):
    client.force_login(User.objects.create_user("clerk@example.kz", name="C", roles=[Role.OFFICER], language="en"))
    address = reverse("registry:right_detail", args=[office.right.pk, "authority"])
    assert client.post(address, {"value": "atomic", "on": "28.04.2025"}).status_code == 302
    assert [authority for authority, _ in places(office)] == ["energy", "energy", "atomic"]
    client.logout()
    page = f"/en/rights/{office.right.pk}/"
    assert client.get(reverse("obligations:right", args=[office.right.pk])).status_code == 200
    shown = {
        day: client.get(page, {"on": day}).content.decode().split('id="facts"')[1].split('id="holders"')[0]
        for day in ("2025-04-27", "2025-04-28")
    }
    assert "Ministry of Energy" in shown["2025-04-27"].split('id="changes"')[0]
    assert "Atomic Energy Agency" in shown["2025-04-28"].split('id="changes"')[0]
    assert 'until <time datetime="2025-04-27">' in shown["2025-04-28"]
