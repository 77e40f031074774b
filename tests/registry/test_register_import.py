"""The import of a register of rights: what is new, what changes, what is refused; a second run finds nothing."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from ifi.accounts.models import User
from ifi.accounts.rights import Permission, Program, Role
from ifi.core.errors import NotAllowed
from ifi.intake.kinds import CellType, CheckContext, CommitContext, kind_named
from ifi.intake.models import ImportRun
from ifi.registry.imports import RIGHTS
from ifi.registry.imports.columns import COLUMNS
from ifi.registry.models import Organisation, RightHolder, SubsoilRight
from ifi.registry.queries import facts_of_rights, holders_on, right_record
from ifi.registry.rules import Bound, ObligationKind
from ifi.registry.rules.register_rows import read_written_date
from tests.registry.conftest import new_bin

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
EQAZYNA = Path(__file__).parents[2] / "ifi" / "registry" / "data" / "eqazyna_records.csv"
TYPES = {CellType.TEXT: pl.String, CellType.BIN: pl.String, CellType.CHOICE: pl.String, CellType.DATE: pl.Date}
TYPES |= {CellType.DECIMAL: pl.Decimal(30, 10)}
OFFICER = Program("officer", Permission.REGISTRY_EDIT, Permission.IMPORT)


def _frame(*rows):
    schema = {"row": pl.Int64, **{column.name: TYPES[column.type] for column in COLUMNS}, "is_good": pl.Boolean}
    return pl.DataFrame(
        [{"row": number, "is_good": True} | row for number, row in enumerate(rows, 2)], schema=schema, orient="row"
    )


def _check(*rows, by=OFFICER):
    """(row, column, code, is warning) of each problem, and how many rows are stored already."""
    checked = RIGHTS.check(_frame(*rows), CheckContext(on=TODAY, by=by))
    return [(p["row"], p["column"], p["code"]) for p in checked.problems.to_dicts() if not p["is_warning"]], (
        checked.unchanged
    )


def _warnings(*rows):
    checked = RIGHTS.check(_frame(*rows), CheckContext(on=TODAY, by=OFFICER))
    return [
        (p["row"], p["column"], p["code"], json.loads(p["parameters"]))
        for p in checked.problems.to_dicts()
        if p["is_warning"]
    ]


def _import(*rows, on=TODAY):
    frame = _frame(*rows)
    checked = RIGHTS.check(frame, CheckContext(on=on, by=OFFICER))
    assert checked.problems.filter(~pl.col("is_warning")).height == 0, checked.problems.to_dicts()
    counts = RIGHTS.commit(checked.frame, CommitContext(ImportRun(), OFFICER, on, lambda done: None))
    return counts.new, counts.unchanged


@pytest.fixture
def row():
    return {
        "kind": "contract",
        "number": "1734",
        "concluded": "05.05.2005",
        "bin": new_bin(),
        "holder_kk": "«Алмаз» ЖШС",
        "holder_ru": "ТОО «Алмаз»",
        "regime": "kz.legacy_contract",
        "minerals": "Медь; золото",
        "region": "Восточно-Казахстанская область",
        "authority": "industry",
        "starts_on": date(2006, 1, 1),
        "ends_on": date(2030, 12, 31),
        "obligations_text": "НИОКР не менее 1 % от СГД. Прочее по рабочей программе.",
    }


def test_the_kind_is_known_to_the_room_that_reads_files():
    assert kind_named("rights") is RIGHTS


def test_a_line_becomes_a_right_with_its_holder_regime_and_terms_to_confirm(row):
    assert _import(row) == (1, 0)
    right = SubsoilRight.objects.get()
    assert (right.number, right.concluded_on, right.concluded_as_written) == ("1734", date(2005, 5, 5), "05.05.2005")
    assert (right.minerals, right.region, right.authority) == (["copper", "gold"], "63", "industry")
    facts = facts_of_rights([right.pk])[right.pk]
    assert [one.regime for one in facts.regimes] == ["kz.legacy_contract"]
    assert facts.own_terms == ()
    assert {(term.parameter, term.value, term.is_confirmed) for term in right.terms.all()} == {
        ("rate", "0.01", False),
        ("base_type", "aggregate_annual_income", False),
    }
    organisation = Organisation.objects.get(bin=row["bin"])
    assert (organisation.names.get().name_kk, organisation.kinds) == ("«Алмаз» ЖШС", ["subsoil_user"])
    assert [one.organisation_id for one in holders_on([right.pk], TODAY)[right.pk]] == [organisation.pk]


def test_the_same_file_twice_changes_nothing(row):
    other = row | {"number": "1735", "registry_id": "30000001", "bin": new_bin(), "concluded": "без даты"}
    assert _import(row, other) == (2, 0)
    before = list(SubsoilRight.objects.order_by("pk").values())
    assert _check(row, other) == ([], 2)
    assert _import(row, other, on=date(2027, 1, 1)) == (0, 2)
    assert list(SubsoilRight.objects.order_by("pk").values()) == before
    assert RightHolder.objects.count() == 2


def test_a_changed_value_is_shown_before_it_replaces_what_is_held(row):
    _import(row)
    changed = row | {"ends_on": date(2035, 12, 31), "minerals": "медь", "details_since": date(2024, 3, 1)}
    assert _check(changed) == ([], 0)
    assert sorted(warning[1:3] for warning in _warnings(changed)) == [
        ("ends_on", "registry.import.changes"),
        ("minerals", "registry.import.changes_from"),
    ]
    assert {"stored": "copper, gold", "day": "2024-03-01"} in [warning[3] for warning in _warnings(changed)]
    assert _import(changed) == (1, 0)
    right = SubsoilRight.objects.get()
    assert (right.ends_on, right.minerals) == (date(2035, 12, 31), ["copper"])


def test_a_new_value_of_a_known_right_needs_the_day_and_the_one_before_stays(row):
    _import(row)
    moved = row | {"authority": "atomic", "region": "Область Абай"}
    needed = (2, "details_since", "registry.import.detail_change_needs_day")
    assert _check(moved)[0] == [needed, needed]
    since = moved | {"details_since": date(2025, 4, 28)}
    assert _import(since) == (1, 0)
    assert [_import(since), _import(moved)] == [(0, 1), (0, 1)]
    right = SubsoilRight.objects.get()
    assert [
        (one.codes, one.validity.lower) for one in right.details.filter(field="authority").order_by("validity")
    ] == [
        (["industry"], None),
        (["atomic"], date(2025, 4, 28)),
    ]
    assert (right.authority, right.region) == ("atomic", "10")


def test_minerals_in_another_order_are_no_change(row):
    _import(row)
    assert _import(row | {"minerals": "золото; медь"}) == (0, 1)


def test_what_is_not_known_yet_opens_from_the_day_of_the_file(row):
    _import(row | {"region": None})
    assert _import(row | {"details_since": date(2020, 1, 1)}) == (1, 0)
    assert SubsoilRight.objects.get().details.get(field="region").validity.lower == date(2020, 1, 1)


def test_empty_cells_leave_what_is_registered(row):
    _import(row)
    assert _import({"kind": "contract", "number": "1734", "concluded": "05.05.2005"}) == (0, 1)
    assert SubsoilRight.objects.get().region == "63"


def test_a_right_known_by_number_receives_its_register_id(row):
    _import(row)
    assert _import(row | {"registry_id": "30009999"}) == (1, 0)
    assert SubsoilRight.objects.get().registry_id == "30009999"
    assert _import({"registry_id": "30009999", "region": "63"}) == (0, 1)


def test_several_lines_of_one_right_are_its_holders_with_their_shares(row):
    other = row | {"bin": new_bin(), "holder_kk": "Б", "holder_ru": "Б", "share": Decimal("0.4")}
    _import(row | {"share": Decimal("0.6")}, other)
    right = SubsoilRight.objects.get()
    assert [one.share for one in holders_on([right.pk], TODAY)[right.pk]] == [Decimal("0.6"), Decimal("0.4")]


def test_a_transfer_stands_in_the_file_with_its_day(row):
    later = row | {"bin": new_bin(), "holder_kk": "Б", "holder_ru": "Б", "holder_since": date(2024, 6, 1)}
    assert _import(row, later) == (2, 0)
    assert _import(row, later) == (0, 2)
    right = SubsoilRight.objects.get()
    holders = [holders_on([right.pk], day)[right.pk] for day in (date(2024, 5, 31), date(2024, 6, 1))]
    assert [len(one) for one in holders] == [1, 1]
    assert holders[0] != holders[1]


def test_a_new_holder_of_a_known_right_needs_the_day(row):
    _import(row)
    other = row | {"bin": new_bin(), "holder_kk": "Б", "holder_ru": "Б"}
    assert _check(other)[0] == [(2, "holder_since", "registry.import.holder_change_needs_day")]
    assert _import(other | {"holder_since": date(2024, 6, 1)}) == (1, 0)
    assert _import(other) == (0, 1)
    earlier = row | {"holder_since": date(2020, 1, 1), "bin": new_bin()}
    assert (2, "holder_since", "registry.later_change_exists") in _check(earlier)[0]


def test_a_new_regime_of_a_known_right_needs_the_day(row):
    _import(row)
    moved = row | {"regime": "kz.hydrocarbons"}
    assert _check(moved)[0] == [(2, "regime_since", "registry.import.regime_change_needs_day")]
    assert _import(moved | {"regime_since": date(2024, 6, 1)}) == (1, 0)
    assert _import(moved) == (0, 1)
    right = SubsoilRight.objects.get()
    assert [one.regime for one in facts_of_rights([right.pk])[right.pk].regimes] == [
        "kz.legacy_contract",
        "kz.hydrocarbons",
    ]


def test_a_renamed_holder_keeps_the_former_name_and_a_missing_language_is_only_filled(row):
    _import(row | {"holder_ru": None})
    _import(row)
    organisation = Organisation.objects.get(bin=row["bin"])
    assert organisation.names.get().name_ru == "ТОО «Алмаз»"
    renamed = row | {"holder_ru": "ТОО «Рубин»"}
    assert _warnings(renamed)[0][1:] == ("holder_ru", "registry.import.renames", {"name": "ТОО «Алмаз»"})
    _import(renamed)
    assert [name.name_ru for name in organisation.names.order_by("validity")] == ["ТОО «Алмаз»", "ТОО «Рубин»"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"number": None}, ("number", "registry.right_unnumbered")),
        ({"region": "Атлантида"}, ("region", "registry.code_unknown")),
        ({"minerals": "медь, криптонит"}, ("minerals", "registry.code_unknown")),
        ({"bin": None}, ("bin", "registry.import.holder_needs_bin")),
        ({"holder_kk": None, "holder_ru": None}, ("bin", "registry.import.name_needed")),
        ({"share": Decimal("1.5")}, ("share", "registry.share_out_of_range")),
        ({"share": Decimal(0)}, ("share", "registry.share_out_of_range")),
        ({"ends_on": date(2005, 5, 4)}, ("ends_on", "registry.dates_out_of_order")),
        ({"ends_on": date(2999, 1, 1)}, ("ends_on", "registry.dates_implausible")),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_by_cell_and_reason(row, change, problem):
    assert _check(row | change)[0] == [(2, *problem)]


def test_lines_that_contradict_each_other_are_both_findable(row):
    assert (3, "region", "registry.import.right_given_twice") in _check(row, row | {"region": "23"})[0]
    assert (3, "holder_ru", "registry.import.names_differ") in _check(row, row | {"number": "2", "holder_ru": "Б"})[0]
    other = row | {"bin": new_bin(), "share": Decimal("0.5")}
    assert {p[1:] for p in _check(row | {"share": Decimal("0.6")}, other)[0]} == {
        ("share", "registry.import.shares_over_one")
    }
    assert {p[1:] for p in _check(row, other)[0]} == {("share", "registry.import.share_needed")}
    assert {p[1:] for p in _check(row | {"registry_id": "1"}, row | {"registry_id": "2"})[0]} == {
        ("number", "registry.right_exists")
    }


def test_nothing_is_said_about_cells_that_were_refused_already(row):
    assert _check(row | {"bin": None, "is_good": False})[0] == []


def test_an_officer_imports_the_rights_of_the_own_authority_only(row):
    energy = User(roles=[Role.OFFICER], authority="energy")
    assert _check(row, by=energy)[0] == [(2, "authority", "registry.import.other_authority")]
    assert _check(row | {"authority": "energy"}, by=energy)[0] == []


def test_an_import_needs_the_right_to_edit_the_registry(row):
    with pytest.raises(NotAllowed):
        RIGHTS.commit(_frame(row), CommitContext(ImportRun(), Program("reader"), TODAY, lambda done: None))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05.05.2005", date(2005, 5, 5)),
        ("5.5.2005 г.", date(2005, 5, 5)),
        ("2005-05-05", date(2005, 5, 5)),
        ("от 5 мая 2005 г.", date(2005, 5, 5)),
        ("«5» марта 2005 года", date(2005, 3, 5)),
        ("2005 ж. 5 мамыр", date(2005, 5, 5)),
        ("2005 жылғы 5 қыркүйек", date(2005, 9, 5)),
        ("31.02.2005", None),
        ("май 2005", None),
        ("1734", None),
    ],
)
def test_dates_as_written_are_read_where_they_are_clear(text, day):
    assert read_written_date(text) == day


def _eqazyna_rows():
    headings = {heading: column.name for column in COLUMNS for names in column.headings.values() for heading in names}
    with EQAZYNA.open(encoding="utf-8") as file:
        return [{headings[key]: value or None for key, value in row.items()} for row in csv.DictReader(file)]


def test_the_three_records_of_eqazyna_are_taken_with_what_can_be_read_in_them():
    assert _import(*_eqazyna_rows()) == (3, 0)
    rights = SubsoilRight.objects.all()
    records = {right.registry_id: right_record(right.pk, on=TODAY, see_all=True) for right in rights}
    first, second, third = (records[f"3000{number}"] for number in (1683, 1144, 1176))
    for record in records.values():
        assert (record.holders, record.line.number, record.line.kind) == ((), "", "unknown")
    research = [term for term in first.read.terms if term.kind is ObligationKind.RESEARCH]
    assert [(term.share, term.bound, term.base, term.of_previous_year) for term in research] == [
        (Decimal("0.01"), Bound.AT_LEAST, "aggregate_annual_income", True)
    ]
    assert {(term.parameter, term.value, term.is_confirmed) for term in first.terms} == {
        ("rate", "0.01", False),
        ("base_type", "aggregate_annual_income", False),
    }
    assert [term.amount for term in first.read.terms if term.kind is ObligationKind.REGION] == [Decimal(2000)]
    assert first.read.remainder == ()
    assert [term.share for term in second.read.terms] == [Decimal(x) for x in ("0.4", "0.102", "0.8", "0.9")]
    assert second.read.remainder == ("Yearly training financing",)
    assert third.line.minerals == ("bauxite",)
    assert [term.amount for term in third.read.terms] == [Decimal(250_000), Decimal(150_000)]
    assert (third.terms, third.read.remainder) == ((), ("Preference for Kazakhstani staff",))
    assert _import(*_eqazyna_rows()) == (0, 3)
