"""Files that people have: encodings, separators, headings in three languages, quoted lines, workbooks."""

import codecs
from datetime import date

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifi.intake.reading import read_table
from ifi.intake.reading import refusals as refused
from tests.intake.kind_of_test import KIND

PLAIN = "БИН;Название;Сумма\n230140000003;ТОО «Қаратау»;1 234,50\n230140000014;Әлем;7\n"


def _file(tmp_path, content, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _rows(table, *names):
    return table.frame.select(pl.col("row"), *(pl.col(f"c{table.columns[name]}").alias(name) for name in names)).rows()


def _book(tmp_path, rows, name="book.xlsx", sheet="Лист 1", **options):
    path = tmp_path / name
    book = xlsxwriter.Workbook(path, options)
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            if cell is not None:
                page.write(number, index, cell)
    book.close()
    return path


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("kz1048"),
        PLAIN.replace(";", "\t").encode(),
        PLAIN.replace(",", "«»").replace(";", ",").replace("«»", ".").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-le", "utf-16-be", "kazakh cp1251", "tab", "comma", "crlf", "cr"],
)
def test_encoding_and_separator_are_found_out(tmp_path, content):
    table = read_table(_file(tmp_path, content), KIND)
    assert [name for _, name in _rows(table, "name")] == ["ТОО «Қаратау»", "Әлем"]
    assert _rows(table, "bin") == [(2, "230140000003"), (3, "230140000014")]


def test_russian_cp1251_is_read(tmp_path):
    table = read_table(_file(tmp_path, "БИН;Название;Сумма\n1;ООО «Ёлка»;2\n".encode("cp1251")), KIND)
    assert _rows(table, "name") == [(2, "ООО «Ёлка»")]


@pytest.mark.parametrize(
    "headings", ["БСН;Сома", "Сумма;БИН", "amount;bin", "  БИН плательщика * ;СУММА", "Amount;БСН"]
)
def test_headings_are_known_in_each_language_and_any_order(tmp_path, headings):
    table = read_table(_file(tmp_path, f"{headings}\n1;1\n"), KIND)
    assert set(table.columns) == {"bin", "amount"}


def test_quoted_lines_and_separators_stay_in_their_cell(tmp_path):
    text = 'БИН;Название;Сумма\n1;"ТОО ""Ромашка"";\nАлматы";5\n\n2;x;6\n'
    assert _rows(read_table(_file(tmp_path, text), KIND), "name") == [(2, 'ТОО "Ромашка";\nАлматы'), (4, "x")]


def test_quotation_marks_within_a_value_are_taken_as_they_are(tmp_path):
    text = 'БИН;Название;Сумма\n1;ТОО "Ромашка;5\n2;"а"б;6\n'
    assert [name for _, name in _rows(read_table(_file(tmp_path, text), KIND), "name")] == ['ТОО "Ромашка', "аб"]


def test_lines_above_the_headings_are_passed_over(tmp_path):
    table = read_table(_file(tmp_path, "Отчёт за 2025 год\n\nБИН;Сумма\n1;2\n"), KIND)
    assert (table.heading_row, _rows(table, "bin")) == (3, [(4, "1")])


def test_columns_that_are_not_ours_are_told(tmp_path):
    table = read_table(_file(tmp_path, "БИН;Сумма;Примечание\n1;2;3\n"), KIND)
    assert table.headings[2] == "Примечание"
    assert 2 not in table.columns.values()


def test_a_workbook_is_read_as_text_and_rows_keep_their_numbers(tmp_path):
    rows = [
        [None],
        [None, "Реестр"],
        [None, "БИН", "Сумма", "Дата"],
        [None, "012", 1.1, date(2026, 11, 24)],
        [None],
    ]
    path = _book(tmp_path, [*rows, [None, "7", "1 000,50", 46350]], default_date_format="dd.mm.yyyy")
    table = read_table(path, KIND)
    assert _rows(table, "bin", "amount", "paid_on") == [
        (4, "012", "1.1", "2026-11-24 00:00:00"),
        (6, "7", "1 000,50", "46350"),
    ]
    assert table.sheet == "Лист 1"


def test_formulas_and_numbers_of_unsure_digits_are_found(tmp_path):
    rows = [["БИН", "Сумма"], ["1", "=1+1"], ["2", 1234567890123456], ["3", "1234567890123456.78"], ["4", 1.1]]
    table = read_table(_book(tmp_path, rows), KIND)
    assert [(finding.row, finding.index, finding.code) for finding in table.findings] == [
        (2, 1, "cell.formula"),
        (3, 1, "cell.unsure_number"),
    ]


def test_the_sheet_with_the_headings_is_taken(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Читайте").write(0, 0, "Как заполнять")
    for number, row in enumerate([["БИН", "Сумма"], ["1", 2]]):
        book.worksheets()[0].write(5, 5, "…")
        (book.get_worksheet_by_name("Данные") or book.add_worksheet("Данные")).write_row(number, 0, row)
    hidden = book.add_worksheet("Служебный")
    hidden.write_row(0, 0, ["БИН", "Сумма"])
    hidden.hide()
    book.close()
    table = read_table(path, KIND)
    assert (table.sheet, table.other_sheets) == ("Данные", ("Читайте",))


@pytest.mark.parametrize(
    ("text", "refusal", "told"),
    [
        ("", refused.FileEmpty, {}),
        ("\ufeff \n", refused.FileEmpty, {}),
        ("БИН;Сумма\n\n\n", refused.RowsMissing, {}),
        ("БИН;Название\n1;2\n", refused.ColumnsMissing, {"columns": "«Amount»"}),
        ("что-то;другое\n1;2\n", refused.ColumnsMissing, {"columns": "«BIN», «Amount»"}),
        ("БИН;BIN;Сумма\n1;2;3\n", refused.HeadingTwice, {"first": "БИН", "second": "BIN"}),
        ("БИН;Сумма\n1;2\n1;2;3\n", refused.RowTooLong, {"row": 3, "values": 3, "headings": 2}),
        ("<html><table>БИН</table>", refused.FileTypeWrong, {"found": "HTML"}),
    ],
    ids=["empty", "mark only", "no rows", "one missing", "none known", "twice", "long line", "html"],
)
def test_a_text_that_cannot_be_read_is_refused_by_name(tmp_path, settings, text, refusal, told):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(refusal) as error:
        read_table(_file(tmp_path, text), KIND)
    assert {name: error.value.parameters[name] for name in told} == told


def test_a_text_in_no_known_encoding_is_refused(tmp_path):
    with pytest.raises(refused.EncodingUnknown):
        read_table(_file(tmp_path, "БИН;Сумма\n1;2\n".encode("cp1251") + b"\x98"), KIND)


def test_two_sheets_that_could_be_meant_are_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("2024", "2025"):
        book.add_worksheet(name).write_row(0, 0, ["БИН", "Сумма"])
    book.close()
    with pytest.raises(refused.SheetsTwo):
        read_table(path, KIND)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8).filter(
        lambda rows: any(cell.strip() for row in rows for cell in row)
    ),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_cells_written_as_csv_are_read_back(tmp_path, rows, separator, encoding):
    lines = [["БИН", "Сумма"], *rows]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    path = _file(tmp_path, ("\n".join(quoted) + "\n").encode(encoding))
    table = read_table(path, KIND)
    expected = [
        (number, *(cell.strip() or None for cell in row))
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    ]
    assert _rows(table, "bin", "amount") == expected
