"""A run from upload to commit: all or nothing, once, and never lost."""

import threading
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.db import connection, connections

from ifi.accounts.models import User
from ifi.core.errors import NotAllowed
from ifi.intake import errors, files, kinds, services
from ifi.intake.annotating import annotate_run
from ifi.intake.kinds import kind_named
from ifi.intake.models import ImportRun
from ifi.intake.reading.refusals import FileTooLarge
from ifi.intake.rules import State
from ifi.intake.template_books import template_book
from ifi.registry.models import Organisation
from tests.intake.kind_of_test import BINS, KIND

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 24)
GOOD = f"БИН;Название;Сумма;Дата\n{BINS[0]};Әлем;1 234,50;24.11.2026\n{BINS[1]};Бота;10;2026-01-31\n"
BAD = f"БИН;Сумма;Дата\n{BINS[0]};12,345;31.02.2026\n123456789012;1e9;\n{BINS[1]};;01.01.2026\n{BINS[1]};-5;=1+1\n"


def _upload(content, by, name="file.csv", language="ru"):
    content = content if isinstance(content, bytes) else content.encode()
    return services.receive_file(kind="test", chunks=[content], file_name=name, language=language, by=by)


def _checked(content, by, **options):
    run, _ = _upload(content, by, **options)
    services.check_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    return run


def _committed(content, by):
    run = _checked(content, by)
    services.confirm_run(run_id=run.pk, by=by)
    services.commit_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    return run


def test_a_good_file_is_previewed_then_imported(officer):
    run = _checked(GOOD, officer)
    assert (run.state, run.rows_total, run.rows_rejected) == ("checked", 2, 0)
    assert run.summary["sums"] == {"amount": "1244.50"}
    assert not Organisation.objects.exists()
    services.confirm_run(run_id=run.pk, by=officer)
    services.commit_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert (run.state, run.rows_new, run.rows_unchanged) == ("committed", 2, 0)
    assert Organisation.objects.count() == 2


def test_every_rejected_cell_is_named_by_row_column_value_and_reason(officer):
    run = _checked(BAD, officer)
    told = [
        (problem.row, problem.column, problem.value, problem.code) for problem in run.problems.order_by("row", "pk")
    ]
    assert told == [
        (2, "Сумма", "12,345", "amount.ambiguous"),
        (2, "Дата", "31.02.2026", "cell.date_impossible"),
        (3, "БИН", "123456789012", "bin.malformed"),
        (3, "Сумма", "1e9", "amount.unreadable"),
        (4, "БИН", BINS[1], "test.twice"),
        (4, "Сумма", "", "cell.missing"),
        (5, "БИН", BINS[1], "test.twice"),
        (5, "Сумма", "-5", "cell.negative"),
        (5, "Дата", "=1+1", "cell.date_unreadable"),
    ]
    assert (run.rows_rejected, run.rows_good) == (4, 0)


def test_nothing_is_imported_while_a_row_is_rejected(officer):
    run = _checked(GOOD + "1;1;1;1\n", officer)
    with pytest.raises(errors.RowsRejected):
        services.confirm_run(run_id=run.pk, by=officer)
    services.commit_run(run_id=run.pk, on=TODAY)
    assert not Organisation.objects.exists()


def test_the_same_file_again_leads_to_its_earlier_run(officer, other_officer):
    run = _committed(GOOD, officer)
    again, is_new = _upload(GOOD, officer, name="копия.csv")
    assert (again.pk, is_new) == (run.pk, False)
    assert len(list((files.folder_of(run).parent).iterdir())) == 1
    other = _committed(GOOD, other_officer)
    assert (other.rows_new, other.rows_unchanged) == (0, 2)


def test_a_file_of_another_name_and_form_changes_nothing_when_its_rows_are_stored(officer):
    _committed(GOOD, officer)
    run = _committed(GOOD.replace(";", "\t"), officer)
    assert (run.rows_new, run.rows_unchanged, Organisation.objects.count()) == (0, 2, 2)


def test_two_uploads_of_one_file_at_once_get_one_run(officer):
    start, found = threading.Barrier(4), []

    def upload():
        start.wait()
        found.append(_upload(GOOD, officer)[0].pk)
        connections.close_all()

    threads = [threading.Thread(target=upload) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert ImportRun.objects.count() == 1


def test_two_workers_with_one_run_commit_it_once(officer):
    run = _checked(GOOD, officer)
    services.confirm_run(run_id=run.pk, by=officer)
    start = threading.Barrier(2)

    def commit():
        start.wait()
        services.commit_run(run_id=run.pk, on=TODAY)
        connections.close_all()

    threads = [threading.Thread(target=commit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.refresh_from_db()
    assert (run.state, run.rows_new) == ("committed", 2)


class _Killed(BaseException):
    """What a kill looks like from within: nothing after it runs."""


def _kind_that_stops(monkeypatch, after_rows):
    from dataclasses import replace

    def commit(frame, context):
        KIND.commit(frame.head(after_rows), context)
        raise _Killed

    monkeypatch.setitem(kinds._kinds, "test", replace(KIND, commit=commit))


def test_a_commit_that_died_half_way_left_nothing_and_is_done_again(officer, monkeypatch):
    run = _checked(GOOD, officer)
    services.confirm_run(run_id=run.pk, by=officer)
    with monkeypatch.context() as patch:
        _kind_that_stops(patch, after_rows=1)
        with pytest.raises(_Killed):
            services.commit_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.count()) == ("committing", 0)
    services.commit_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.count()) == ("committed", 2)


def test_a_check_that_died_half_way_is_done_again(officer):
    run, _ = _upload(BAD, officer)
    ImportRun.objects.filter(pk=run.pk).update(state=State.CHECKING)
    services.check_run(run_id=run.pk, on=TODAY)
    services.check_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert (run.state, run.problems.count()) == ("checked", 9)


def test_cancelling_ends_a_run_and_nothing_of_it_is_stored(officer):
    run = _checked(GOOD, officer)
    services.confirm_run(run_id=run.pk, by=officer)
    services.cancel_run(run_id=run.pk, by=officer)
    services.commit_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.count()) == ("cancelled", 0)
    with pytest.raises(errors.RunNotReady):
        services.confirm_run(run_id=run.pk, by=officer)


def test_cancelling_reaches_a_commit_that_is_under_way(officer, monkeypatch):
    monkeypatch.setattr(services, "_SECONDS_BETWEEN_REPORTS", 0)
    run = _checked(GOOD, officer)
    services.confirm_run(run_id=run.pk, by=officer)

    def cancel(rows):
        if rows == 1:
            thread = threading.Thread(target=_cancel_elsewhere, args=(run.pk, officer))
            thread.start()
            thread.join()

    services.commit_run(run_id=run.pk, on=TODAY, tell=cancel)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.count()) == ("cancelled", 0)


def _cancel_elsewhere(run_id, officer):
    services.cancel_run(run_id=run_id, by=officer)
    connections.close_all()


def test_progress_is_seen_while_the_commit_is_under_way(officer, monkeypatch):
    monkeypatch.setattr(services, "_SECONDS_BETWEEN_REPORTS", 0)
    run, seen = _checked(GOOD, officer), []
    services.confirm_run(run_id=run.pk, by=officer)

    def look(rows):
        thread = threading.Thread(target=_progress_elsewhere, args=(run.pk, seen))
        thread.start()
        thread.join()

    services.commit_run(run_id=run.pk, on=TODAY, tell=look)
    assert seen == [0, 1]


def _progress_elsewhere(run_id, seen):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rows_done FROM intake_importprogress WHERE run_id = %s", [run_id])
        seen.append(cursor.fetchone()[0])
    connections.close_all()


def test_a_refused_file_says_why(officer):
    run = _checked(b"%PDF-1.7\n", officer, name="отчёт.xlsx")
    assert (run.state, run.problem["code"]) == ("refused", "file.type_wrong")


def test_a_file_over_the_limit_is_refused_and_not_kept(officer, settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    with pytest.raises(FileTooLarge):
        _upload(GOOD * 10, officer)
    assert not list((settings.MEDIA_ROOT / "imports").iterdir())


def test_a_run_is_seen_by_its_author_only(officer, other_officer):
    run = _checked(GOOD, officer)
    with pytest.raises(errors.RunUnknown):
        services.confirm_run(run_id=run.pk, by=other_officer)
    auditor = User.objects.create_user("auditor@example.kz", name="Auditor", roles=["auditor"])
    with pytest.raises(NotAllowed):
        _upload(GOOD, auditor)


def test_the_annotated_text_names_each_reason_and_holds_no_formula(officer):
    run = _checked(BAD, officer)
    annotate_run(run_id=run.pk)
    lines = files.annotated_of(run).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].split(";")[:3] == ["БИН", "Сумма", "Дата"]
    assert "12,345" in lines[1]
    assert "Дата: " in lines[1]
    assert ";'=1+1;" in lines[4]


def _book(path, rows):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Лист")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path.read_bytes()


@pytest.mark.parametrize("most_rows_in_place", [1000, 0], ids=["in place", "anew"])
def test_the_annotated_workbook_marks_the_bad_cells_and_adds_the_reasons(
    officer, tmp_path, monkeypatch, most_rows_in_place
):
    monkeypatch.setattr("ifi.intake.annotating._MOST_ROWS_IN_PLACE", most_rows_in_place)
    content = _book(tmp_path / "b.xlsx", [["БИН", "Сумма"], [BINS[0], "1,234"], [BINS[1], "5"], ["x", "=1+1"]])
    run = _checked(content, officer, name="b.xlsx")
    annotate_run(run_id=run.pk)
    sheet = openpyxl.load_workbook(files.annotated_of(run))["Лист"]
    assert sheet["C1"].value
    assert "1,234" in sheet["C2"].value
    assert sheet["C3"].value is None
    assert [cell.coordinate for row in sheet["A2:B4"] for cell in row if cell.fill.fgColor.rgb[2:] == "F9DEDC"] == [
        "B2",
        "A4",
        "B4",
    ]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_template_that_was_filled_in_comes_back_as_it_was_written(officer, tmp_path, language):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template_book(kind_named("test"), language))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    word = KIND.column("channel").choices[1].words[language][0]
    sheet.append([BINS[2], "Үміт", 12.5, date(2026, 3, 1), word])
    book.save(path)
    run = _checked(path.read_bytes(), officer, name="t.xlsx")
    assert run.rows_rejected == 0, list(run.problems.values_list("code", "value"))
    row = files.rows_of(run).row(0, named=True)
    assert (row["bin"], row["name"], row["amount"]) == (BINS[2], "Үміт", Decimal("12.50"))
    assert (row["paid_on"], row["channel"]) == (date(2026, 3, 1), "budget")


def test_an_export_that_comes_back_unchanged_changes_nothing(officer):
    run = _committed(GOOD, officer)
    exported = files.rows_of(run).drop("row", "is_good").write_csv().encode()
    again = _committed(exported, officer)
    assert (again.rows_new, again.rows_unchanged) == (0, 2)
    assert files.rows_of(again).drop("row").equals(files.rows_of(run).drop("row"))


def test_many_problems_are_shown_in_part_and_kept_in_full(officer, monkeypatch):
    monkeypatch.setattr(services, "SHOWN_PROBLEMS", 10)
    run = _checked("БИН;Сумма\n" + "1;1\n" * 50, officer)
    assert (run.problems.count(), files.problems_of(run).height, run.rows_rejected) == (10, 50, 50)


def test_a_run_may_be_checked_again_when_what_is_stored_has_changed(officer):
    run = _checked(GOOD, officer)
    services.check_again(run_id=run.pk, by=officer)
    services.check_run(run_id=run.pk, on=TODAY)
    run.refresh_from_db()
    assert run.state == "checked"
