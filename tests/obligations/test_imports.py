"""Imports of bases, performances and receipts: each wrong row by its own name, each good one an act on its duty."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner

from ifi.accounts.models import User
from ifi.core.sentences import knows
from ifi.intake import files, services
from ifi.intake.commands import import_file
from ifi.intake.models import ImportRun
from ifi.ledger.models import Entry
from ifi.obligations.models import AssessmentVersion, DeclaredBase, Duty, DutyBalance, Performance, TreasuryReceipt
from ifi.registry.models import Organisation, SubsoilRight
from tests.obligations.portfolio import Office, a_right, differences

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 24)
HOLDER, STRANGER = "230140000008", "230140000021"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(transactional_db):
    return User.objects.create_user("officer@example.kz", "a long password", name="Officer", roles=["officer"])


@pytest.fixture
def right(transactional_db):
    holder = Organisation.objects.create(bin=HOLDER, kinds=["subsoil_user"])
    right = a_right(holder=holder)
    SubsoilRight.objects.filter(pk=right.pk).update(number="1234-УВС", ends_on=date(2040, 12, 31))
    right.refresh_from_db()
    return right


def _check(kind, text, by):
    run, _ = services.receive_file(kind=kind, chunks=[text.encode()], file_name="f.csv", language="ru", by=by)
    services.check_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    return run


def _import(kind, text, by):
    run = _check(kind, text, by)
    assert run.rows_rejected == 0, _told(run)
    services.confirm_run(run_id=run.pk, by=by)
    services.commit_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert run.state == "committed", run.problem
    return run


def _told(run):
    return [(problem.row, problem.column, problem.code) for problem in run.problems.order_by("row", "pk")]


def _codes(kind, row, by, heading):
    run = _check(kind, f"{heading}\n{row}\n", by)
    assert all(knows(problem.code) for problem in run.problems.all())
    return [problem.code for problem in run.problems.order_by("pk")]


RECEIPTS = "БИН плательщика;Номер контракта;Год;Номер платёжного поручения;Дата платежа;Сумма;КБК"
RECEIPT = f"{HOLDER};1234-УВС;2025;000417;14.10.2025;1 500,25;201109"
BASES = "Номер контракта;Год базы;Вид базы;Сумма;Дата декларирования"
BASE = "1234-УВС;2024;Затраты на добычу УВС;12 450 000 000,00;25.02.2025"
PERFORMANCES = "Номер контракта;Год;Способ;Наименование;БИН исполнителя;Сумма;Дата платежа;Номер платёжного поручения"
PERFORMANCE = f"1234-УВС;2025;Собственные НИОКР;Керн;{STRANGER};100;14.10.2025;7"


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (HOLDER, "230140000009", "bin.check_digit"),
        ("1234-УВС", "1235-УВС", "right.unknown_near"),
        ("1234-УВС", "ABC", "right.unknown"),
        ("2025;000417", "2017;000417", "right.outside_life"),
        ("2025;000417", "2041;000417", "right.outside_life"),
        ("1 500,25", "10.123", "amount.too_precise"),
        ("1 500,25", "-5", "cell.negative"),
        ("1 500,25", "1e9", "amount.unreadable"),
        ("1 500,25", "0", "cell.zero"),
        ("14.10.2025", "31.02.2026", "cell.date_impossible"),
        ("14.10.2025", "25.11.2026", "payment.in_future"),
        ("000417", "", "cell.missing"),
        ("201109", "20110", "payment.kbk_digits"),
    ],
)
def test_a_wrong_receipt_is_refused_by_name(right, officer, before, after, code):
    assert _codes("receipts", RECEIPT.replace(before, after), officer, RECEIPTS) == [code]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("2024", "2016", "right.outside_life"),
        ("Затраты на добычу УВС", "Затраты", "cell.choice_unknown"),
        ("12 450 000 000,00", "-1", "cell.negative"),
        ("12 450 000 000,00", "1,234", "amount.ambiguous"),
        ("25.02.2025", "25.02.2027", "payment.in_future"),
    ],
)
def test_a_wrong_base_is_refused_by_name(right, officer, before, after, code):
    assert _codes("bases", BASE.replace(before, after), officer, BASES) == [code]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("Собственные НИОКР", "Прочее", "cell.choice_unknown"),
        (STRANGER, "230140000022", "bin.check_digit"),
        ("14.10.2025", "", "performance.date_missing"),
        (";100;", ";0;", "cell.zero"),
    ],
)
def test_a_wrong_performance_is_refused_by_name(right, officer, before, after, code):
    assert _codes("performances", PERFORMANCE.replace(before, after), officer, PERFORMANCES) == [code]


def test_a_payment_order_that_stands_twice_is_refused(right, officer):
    run = _check("receipts", f"{RECEIPTS}\n{RECEIPT}\n{RECEIPT}\n", officer)
    assert _told(run) == [(3, "Номер платёжного поручения", "receipt.twice")]
    assert run.problems.get().parameters == {"first": "2"}


def test_two_bases_for_one_right_and_year_are_refused(right, officer):
    run = _check("bases", f"{BASES}\n{BASE}\n{BASE.replace('12 450', '12 460')}\n", officer)
    assert _told(run) == [(3, "Номер контракта", "base.twice_in_file")]


def test_a_base_that_differs_from_the_declared_one_is_refused(right, officer):
    _import("bases", f"{BASES}\n{BASE}\n", officer)
    run = _check("bases", f"{BASES}\n{BASE.replace('12 450', '12 460')}\n", officer)
    assert _told(run) == [(2, "Сумма", "base.stored_differently")]
    assert DeclaredBase.objects.count() == 1


def test_a_recorded_payment_with_another_amount_is_refused(right, officer):
    _import("receipts", f"{RECEIPTS}\n{RECEIPT}\n", officer)
    run = _check("receipts", f"{RECEIPTS}\n{RECEIPT.replace('1 500', '1 600')}\n", officer)
    assert _told(run) == [(2, "Номер платёжного поручения", "receipt.stored_differently")]


def test_a_number_of_several_rights_needs_its_date(right, officer):
    other = a_right(holder=Organisation.objects.get(bin=HOLDER))
    SubsoilRight.objects.filter(pk=other.pk).update(number="1234-увс", concluded_on=date(2020, 1, 2))
    assert _codes("receipts", RECEIPT, officer, RECEIPTS) == ["right.ambiguous"]
    heading, row = RECEIPTS + ";Дата контракта", RECEIPT + ";02.01.2020"
    assert _codes("receipts", row, officer, heading) == []
    assert _codes("receipts", row.replace("02.01.2020", "03.01.2020"), officer, heading) == ["right.ambiguous"]


def test_a_payer_that_did_not_hold_the_right_is_told_and_imported(right, officer):
    run = _import("receipts", f"{RECEIPTS}\n{RECEIPT.replace(HOLDER, STRANGER)}\n", officer)
    assert [(problem.code, problem.is_warning) for problem in run.problems.all()] == [("right.payer_not_holder", True)]
    assert TreasuryReceipt.objects.get().payer_bin == STRANGER


def test_an_officer_of_one_authority_imports_its_rights_only(right, officer):
    officer.authority = "industry"
    officer.save()
    assert _codes("receipts", RECEIPT, officer, RECEIPTS) == ["right.other_authority"]


def test_receipts_become_entries_and_missing_duties_are_opened(right, officer):
    second = RECEIPT.replace("000417", "000418").replace("1 500,25", "0,75")
    third = RECEIPT.replace("2025;000417", "2024;000419")
    run = _import("receipts", f"{RECEIPTS}\n{RECEIPT}\n{second}\n{third}\n", officer)
    assert (run.rows_new, run.rows_unchanged) == (3, 0)
    assert sorted(Duty.objects.values_list("year", flat=True)) == [2024, 2025]
    assert DutyBalance.objects.get(year=2025).received == Decimal("1501.00")
    assert TreasuryReceipt.objects.filter(payment_order="000417", import_run=run, kbk="201109").exists()
    assert differences() == []


def test_receipts_that_are_recorded_change_nothing(right, officer):
    _import("receipts", f"{RECEIPTS}\n{RECEIPT}\n", officer)
    run = _import("receipts", f"{RECEIPTS}\n{RECEIPT}\n{RECEIPT.replace('000417', '418')}\n", officer)
    assert (run.rows_new, run.rows_unchanged) == (1, 1)
    assert Entry.objects.count() == 2


def test_bases_are_declared_and_assessed(right, officer):
    run = _import("bases", f"{BASES}\n{BASE}\n", officer)
    assert (run.rows_new, run.rows_unchanged) == (1, 0)
    assert DeclaredBase.objects.get().declared_on == date(2025, 2, 25)
    assert AssessmentVersion.objects.get().due == Decimal("124500000.00")
    again = _import("bases", f"{BASES}\n{BASE}\n\n", officer)
    assert (again.rows_new, again.rows_unchanged) == (0, 1)


def test_performances_are_declared_or_planned(right, officer):
    planned = "1234-УВС;2026;Цифровизация;Цифровой двойник;;5000;;"
    run = _import("performances", f"{PERFORMANCES}\n{PERFORMANCE}\n{planned}\n", officer)
    assert run.rows_new == 2
    assert list(Performance.objects.order_by("pk").values_list("steps__step", "duty__year")) == [
        ("declared", 2025),
        ("planned", 2026),
    ]
    again = _import("performances", f"{PERFORMANCES}\n{planned}\n{PERFORMANCE}\n", officer)
    assert (again.rows_new, again.rows_unchanged, Performance.objects.count()) == (0, 2, 2)


def test_a_performance_that_was_entered_by_hand_is_not_imported_again(right, officer):
    office = Office(right).open(2025)
    performance = office.offer(2025, 100, paid_on=date(2025, 10, 14))
    Performance.objects.filter(pk=performance).update(payment_order="7")
    assert _codes("performances", PERFORMANCE, officer, PERFORMANCES) == ["performance.order_stored"]


def test_a_document_has_one_amount(right, officer):
    heading = PERFORMANCES + ";Вид документа;Номер документа;Дата документа;Сумма по документу, тенге"
    first = f"{PERFORMANCE};Договор;Д-1;01.02.2025;1000"
    second = PERFORMANCE.replace(";7", ";8") + ";Договор;Д-1;01.02.2025;2000"
    assert _told(_check("performances", f"{heading}\n{first}\n{second}\n", officer)) == [
        (3, "Сумма по документу, тенге", "performance.document_differs")
    ]
    _import("performances", f"{heading}\n{first}\n", officer)
    assert _codes("performances", second, officer, heading) == ["performance.document_differs"]
    assert _codes("performances", PERFORMANCE.replace(";7", ";9") + ";Договор;;;", officer, heading) == [
        "performance.document_part"
    ]


def _command(tmp_path, text, *options):
    path = tmp_path / "given.csv"
    path.write_text(text)
    return CliRunner().invoke(import_file, ["receipts", str(path), *options])


def test_the_command_imports_a_file_once(right, tmp_path):
    result = _command(tmp_path, f"{RECEIPTS}\n{RECEIPT}\n")
    assert (result.exit_code, result.stdout) == (0, "Imported. New rows: 1, already stored: 0.\n")
    again = _command(tmp_path, f"{RECEIPTS}\n{RECEIPT}\n")
    assert (again.exit_code, again.stdout) == (0, "This file was imported before. Nothing has changed.\n")
    assert Entry.objects.count() == 1


def test_a_dry_run_writes_nothing_and_leaves_no_trace(right, tmp_path):
    result = _command(tmp_path, f"{RECEIPTS}\n{RECEIPT}\n", "--dry-run")
    assert result.exit_code == 0
    assert "Nothing was imported" in result.stdout
    assert [model.objects.count() for model in (Entry, ImportRun, Duty)] == [0, 0, 0]


def test_the_command_lists_what_is_wrong_and_ends_with_one(right, tmp_path):
    result = _command(tmp_path, f"{RECEIPTS}\n{RECEIPT.replace('1 500,25', '1e9')}\n", "--language", "ru")
    assert result.exit_code == 1
    assert "1e9" in result.stderr
    assert not ImportRun.objects.exists()


def test_the_command_names_the_kinds_it_knows(transactional_db, tmp_path):
    path = tmp_path / "given.csv"
    path.write_text("x")
    result = CliRunner().invoke(import_file, ["contracts", str(path)])
    assert result.exit_code == 1
    assert "bases, performances, published_payments, receipts" in result.stderr


def test_an_export_that_comes_back_changes_nothing(right, officer):
    run = _import("receipts", f"{RECEIPTS}\n{RECEIPT}\n", officer)
    names = [column for column in files.rows_of(run).columns if column not in {"row", "is_good", "right_id"}]
    again = _import("receipts", files.rows_of(run).select(names).write_csv(), officer)
    assert (again.rows_new, again.rows_unchanged) == (0, 1)
