"""XML brings nothing with it: no entity is unfolded and no file or address is fetched, wherever XML can come in."""

import ast
import io
import time
import zipfile

import pytest
import xlsxwriter

from ifi.intake.reading import read_table
from ifi.intake.reading.refusals import FileRefused, XmlUnsafe
from ifi.members import letters
from ifi.members.errors import LetterNotReadable
from tests.architecture.sources import name, python_files, tree
from tests.intake.kind_of_test import KIND

SECRET = "the words of a file beside us"
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(12))
KINDS = {
    "expansion": f"<!DOCTYPE x [{BOMB}]>",
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
    "file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{file}">]>',
    "address": '<!DOCTYPE x [<!ENTITY e SYSTEM "{url}/entity">]>',
    "definitions elsewhere": '<!DOCTYPE x SYSTEM "{url}/x.dtd">',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "{url}/p.dtd"> %p;]>',
}
CODINGS = {"utf-8": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


@pytest.fixture
def attack(trap, tmp_path):
    url = f"http://127.0.0.1:{trap.server_port}"
    (tmp_path / "secret").write_text(SECRET)
    return lambda kind: KINDS[kind].replace("{file}", str(tmp_path / "secret")).replace("{url}", url)


def a_workbook():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    page = book.add_worksheet("Лист")
    for number, row in enumerate((("БИН", "Сумма"), ("1", "2"))):
        page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


PARTS = zipfile.ZipFile(io.BytesIO(a_workbook())).namelist()


def with_prolog(content, prolog, coding="utf-8"):
    text = content.decode("utf-8")
    begin = text.index("?>") + 2
    whole = f'<?xml version="1.0" encoding="{coding[:6]}"?>{prolog}{text[begin:]}'
    return CODINGS[coding] + whole.encode(coding)


def changed(change):
    """A workbook whose parts pass through `change(name, content)`, which gives (name, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.namelist():
            target.writestr(*change(part, source.read(part)))
    return buffer.getvalue()


def refused_at_once(content, path, seen, refusal=XmlUnsafe):
    path.write_bytes(content)
    began = time.process_time()
    with pytest.raises(refusal) as error:
        read_table(path, KIND)
    assert time.process_time() - began < 1
    assert SECRET not in str(error.value.parameters)
    assert seen == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_a_workbook_brings_an_entity(part, kind, attack, trap, tmp_path):
    def change(named, content):
        return named, with_prolog(content, attack(kind)) if named == part else content

    refused_at_once(changed(change), tmp_path / "file.xlsx", trap.seen)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_in_whatever_coding(part, coding, attack, trap, tmp_path):
    def change(named, content):
        return named, with_prolog(content, attack("expansion"), coding) if named == part else content

    refused_at_once(changed(change), tmp_path / "file.xlsx", trap.seen)


@pytest.mark.parametrize("before", [b"", b" " * 600_000], ids=["at once", "after blanks"])
def test_nor_does_a_part_whose_name_does_not_say_that_it_is_xml(before, attack, trap, tmp_path):
    """The workbook's relations name the file of its texts: it may be called anything."""

    def change(named, content):
        if named == "xl/sharedStrings.xml":
            begin = content.index(b"?>") + 2
            return "xl/texts.dat", before + attack("expansion").encode() + content[begin:]
        return named, content.replace(b"sharedStrings.xml", b"texts.dat")

    refused_at_once(changed(change), tmp_path / "file.xlsx", trap.seen, FileRefused)


@pytest.mark.parametrize("kind", KINDS)
def test_neither_a_picture_nor_a_letter_of_xml_is_taken(kind, attack, trap, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    picture = f'<?xml version="1.0"?>{attack(kind)}<svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>'
    letter = io.BytesIO()
    with zipfile.ZipFile(letter, "w") as target:
        target.writestr("word/document.xml", f'<?xml version="1.0"?>{attack(kind)}<x/>')
    for content in (picture.encode(), letter.getvalue()):
        with pytest.raises(LetterNotReadable):
            letters.keep([content])
        path = tmp_path / "file.xlsx"
        refused_at_once(content, path, trap.seen, FileRefused)


ALLOWED = {"ifi/intake/reading/archive.py"}


@pytest.mark.parametrize("path", python_files("ifi"), ids=name)
def test_nobody_else_reads_xml(path):
    """openpyxl, polars and calamine open workbooks only after the archive was looked through."""
    nodes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
    imported = {alias.name for node in nodes for alias in node.names} | {getattr(n, "module", "") or "" for n in nodes}
    readers = {one for one in imported if one.split(".")[0] in ("xml", "lxml", "defusedxml", "xmltodict", "bs4")}
    assert not readers or name(path) in ALLOWED


def test_openpyxl_reads_by_the_careful_parser():
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML
