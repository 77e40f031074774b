"""From a file of unknown quality to rows of text under known columns."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl

from ifi.intake.cells import trimmed
from ifi.intake.kinds import ImportKind
from ifi.intake.reading.delimited import read_delimited
from ifi.intake.reading.refusals import FileEmpty, FileTypeWrong, RowsMissing, WorkbookEncrypted, WorkbookOld
from ifi.intake.reading.table import RawTable
from ifi.intake.reading.workbook import read_workbook

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)
_TEXT_CONTROLS = {9, 10, 12, 13, 26, 27}


def read_table(path: Path, kind: ImportKind, progress: Callable[[int], None] = lambda rows: None) -> RawTable:
    """The table that the file holds, its cells trimmed, empty rows left out. Raises a FileRefused that says why.

    What the file is, its content tells, whatever its name ends with.
    """
    table = read_workbook(path, kind, progress) if is_workbook(path) else read_delimited(path, kind)
    cells = [name for name in table.frame.columns if name != "row"]
    frame = table.frame.with_columns(trimmed(table.frame[name]) for name in cells)
    frame = frame.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in cells))
    if frame.is_empty():
        raise RowsMissing
    return replace(table, frame=frame)


def is_workbook(path: Path) -> bool:
    """True for a workbook, False for a text; anything else is refused by name."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise FileEmpty
    if start.startswith(_OLD_OFFICE):
        raise WorkbookEncrypted if _holds(path, _ENCRYPTED) else WorkbookOld
    if start.startswith(b"PK"):
        return True
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            raise FileTypeWrong(found=name)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:100].lower()
    if text.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise FileTypeWrong(found="HTML" if b"<?xml" not in text else "XML")
    is_utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff")) or start.count(0) * 5 > len(start)
    if not is_utf16 and any(byte < 32 and byte not in _TEXT_CONTROLS for byte in start):
        raise FileTypeWrong(found="?")
    return False


def _holds(path: Path, mark: bytes) -> bool:
    with path.open("rb") as stream:
        before = b""
        while chunk := stream.read(1024 * 1024):
            if mark in before + chunk:
                return True
            before = chunk[-len(mark) :]
    return False
