"""Files made to harm, or broken: each is refused by its own name, before a library opens it."""

import io
import random
import struct
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter

from ifi.intake.reading import archive, read_table
from ifi.intake.reading import refusals as refused
from tests.intake.kind_of_test import KIND


def _workbook(rows=(("БИН", "Сумма"), ("1", "2"))):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("Лист")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def _changed(add=(), replace=None, compression=zipfile.ZIP_DEFLATED):
    """A sound workbook with entries added, or passed through `replace(name, content)`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as source, zipfile.ZipFile(buffer, "w", compression) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, replace(name, content) if replace else content)
        for name, content in add:
            target.writestr(name, content)
    return buffer.getvalue()


def _in_sheet(before, after):
    def replace(name, content):
        return content.replace(before, after, 1) if name == "xl/worksheets/sheet1.xml" else content

    return _changed(replace=replace)


def _ole(mark=""):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + mark.encode("utf-16-le") + bytes(500)


def _overlapping():
    """The central directory names the same bytes twice, so that one body unpacks many times."""
    content = _workbook()
    end = content.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", content[end + 10 : end + 20])
    directory = content[start : start + size]
    header = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count * 2, count * 2, size * 2, start, 0)
    return content[:start] + directory * 2 + header


def _lying_header():
    """The sheet says that it unpacks to ten bytes."""
    content = bytearray(_workbook())
    place = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = {
    "pdf named xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", refused.FileTypeWrong),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), refused.FileTypeWrong),
    "empty": (b"", refused.FileEmpty),
    "password": (_ole("EncryptedPackage"), refused.WorkbookEncrypted),
    "old workbook": (_ole("Workbook"), refused.WorkbookOld),
    "binary workbook": (_changed(add=[("xl/workbook.bin", b"x")]), refused.WorkbookOld),
    "macros": (_changed(add=[("xl/vbaProject.bin", b"x")]), refused.WorkbookMacros),
    "macro sheet": (_changed(add=[("xl/macrosheets/sheet1.xml", b"<x/>")]), refused.WorkbookMacros),
    "macro type": (
        _changed(
            replace=lambda name, content: (
                content.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
                if name == "[Content_Types].xml"
                else content
            )
        ),
        refused.WorkbookMacros,
    ),
    "links": (_changed(add=[("xl/externalLinks/externalLink1.xml", b"<x/>")]), refused.WorkbookLinks),
    "embedded": (_changed(add=[("xl/embeddings/oleObject1.bin", b"x")]), refused.WorkbookObjects),
    "many entries": (
        _changed(add=[(f"xl/media/{number}.txt", b"") for number in range(archive.MOST_ENTRIES + 1)]),
        refused.ArchiveUnsafe,
    ),
    "dense": (_changed(add=[("xl/media/zeros.txt", bytes(3_000_000))]), refused.ArchiveUnsafe),
    "overlapping": (_overlapping(), refused.ArchiveUnsafe),
    "lying": (_lying_header(), refused.FileCorrupted),
    "entities": (_in_sheet(b"<worksheet", ENTITIES + b"<worksheet"), refused.XmlUnsafe),
    "external entity": (
        _in_sheet(b"<worksheet", b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><worksheet'),
        refused.XmlUnsafe,
    ),
    "entities elsewhere": (_changed(add=[("xl/theme/theme2.xml", ENTITIES + b"<x/>")]), refused.XmlUnsafe),
    "broken sheet": (_in_sheet(b"</sheetData>", b""), refused.FileCorrupted),
    "cut short": (_workbook()[:-200], refused.FileCorrupted),
    "wide sheet": (_in_sheet(b'r="B1"', b'r="XFD1"'), refused.SheetTooLarge),
    "deep sheet": (_workbook([("БИН", "Сумма"), *[(None, None)] * 3]), refused.RowsMissing),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name(tmp_path, name):
    content, refusal = HOSTILE[name]
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    with pytest.raises(refusal):
        read_table(path, KIND)


def test_an_archive_that_is_no_workbook_is_named(tmp_path):
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("word/document.xml", "<x/>")
    with pytest.raises(refused.FileTypeWrong) as error:
        read_table(path, KIND)
    assert error.value.parameters["found"] == "DOCX"


def test_a_locked_archive_is_a_workbook_with_a_password(tmp_path):
    content = bytearray(_workbook())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    with pytest.raises(refused.WorkbookEncrypted):
        read_table(path, KIND)


def test_the_limit_counts_what_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 20_000)
    path = tmp_path / "file.xlsx"
    path.write_bytes(_changed(add=[("xl/media/noise.txt", random.Random(1).randbytes(20_000))]))
    with pytest.raises(refused.ArchiveUnsafe):
        read_table(path, KIND)


def test_a_sheet_of_all_rows_that_excel_has_is_refused(tmp_path):
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="B%d"><v>2</v></c></row>'
    many = b"".join(row % (number, number, number) for number in range(3, 301_000))
    path = tmp_path / "file.xlsx"
    path.write_bytes(_in_sheet(b"</sheetData>", many + b"</sheetData>"))
    with pytest.raises(refused.SheetTooLarge):
        read_table(path, KIND)


def test_a_value_in_the_last_cell_of_a_sheet_takes_no_memory(tmp_path):
    path = tmp_path / "file.xlsx"
    path.write_bytes(_in_sheet(b"</sheetData>", b'<row r="1048576"><c r="GR1048576"><v>1</v></c></row></sheetData>'))
    with pytest.raises(refused.SheetTooLarge):
        read_table(path, KIND)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_read_or_refused_and_never_breaks_us(tmp_path, seed):
    chance = random.Random(seed)
    content = bytearray(_changed(compression=zipfile.ZIP_STORED if seed % 2 else zipfile.ZIP_DEFLATED))
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    try:
        table = read_table(path, KIND)
    except refused.FileRefused:
        return
    assert set(table.columns) >= {"bin", "amount"}


@pytest.mark.parametrize("seed", range(20))
def test_a_workbook_whose_parts_are_damaged_never_breaks_us(tmp_path, seed):
    """Sound archive, damaged XML: what the checks let through reaches the library."""
    chance = random.Random(seed)

    def damage(name, content):
        if not name.endswith(("sheet1.xml", "sharedStrings.xml", "styles.xml", "workbook.xml")):
            return content
        damaged = bytearray(content)
        for _ in range(2):
            place = chance.randrange(len(damaged))
            damaged[place : place + 1] = bytes(str(chance.randrange(1 << 40)), "ascii")[: chance.randint(0, 12)]
        return bytes(damaged)

    path = tmp_path / "file.xlsx"
    path.write_bytes(_changed(replace=damage))
    with suppress(refused.FileRefused):
        assert read_table(path, KIND).columns
