"""Workbooks are archives of XML: looked through before any library opens them, with limits counted while unpacking."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from xml.parsers import expat  # entities and document types are refused below

from defusedxml.ElementTree import fromstring

from ifi.intake.reading.refusals import (
    ArchiveUnsafe,
    FileCorrupted,
    FileTypeWrong,
    WorkbookEncrypted,
    WorkbookLinks,
    WorkbookMacros,
    WorkbookObjects,
    WorkbookOld,
    XmlUnsafe,
)
from ifi.intake.reading.scan import SheetScan

MOST_ENTRIES = 2_000
MOST_BYTES = 300 * 1024 * 1024
MOST_RATIO = 200
_RATIO_COUNTS_FROM = 1024 * 1024  # a short entry of equal letters is no bomb
_CHUNK = 256 * 1024
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # marks of byte order and blanks
_DAMAGED = (  # what damaged bytes lead the standard library to
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    ValueError,
)
_REFUSED = (
    ("vbaproject", WorkbookMacros),
    ("macrosheets/", WorkbookMacros),
    ("activex", WorkbookMacros),
    ("externallinks/", WorkbookLinks),
    ("connections.xml", WorkbookLinks),
    ("querytables/", WorkbookLinks),
    ("embeddings/", WorkbookObjects),
    ("oleobject", WorkbookObjects),
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name, whether it can be seen, and what was found while unpacking it."""

    name: str
    is_visible: bool
    scan: SheetScan


def look_through(path: Path, progress: Callable[[int], None]) -> tuple[SheetPart, ...]:
    """The worksheets of a workbook that is safe to open, in order; refuses by name what is not.

    `progress` is called with the number of rows seen so far.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _checked_entries(archive)
            sheets = _sheets(archive, entries)
            scans = _unpack_all(archive, entries, {entry for _, _, entry in sheets}, progress)
    except _DAMAGED as error:
        raise FileCorrupted from error
    return tuple(SheetPart(name, visible, scans[entry]) for name, visible, entry in sheets if entry in scans)


def _checked_entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    listed = archive.infolist()
    if len(listed) > MOST_ENTRIES:
        raise ArchiveUnsafe(limit=MOST_BYTES // 1024**2)
    end = 0
    for entry in sorted(listed, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:  # entries that share their bytes: how a small file unpacks to petabytes
            raise ArchiveUnsafe(limit=MOST_BYTES // 1024**2)
        end = entry.header_offset + entry.compress_size
        if entry.flag_bits & 1:
            raise WorkbookEncrypted
    _check_names([entry.filename for entry in listed])
    return {entry.filename: entry for entry in listed}


def _check_names(names: list[str]) -> None:
    lowered = {name.lower(): name for name in names}
    if "xl/workbook.bin" in lowered:
        raise WorkbookOld
    if "xl/workbook.xml" not in lowered:
        raise FileTypeWrong(found="ZIP" if "word/document.xml" not in lowered else "DOCX")
    for name, written in lowered.items():
        for part, refusal in _REFUSED:
            if part in name:
                raise refusal(entry=written)


def _sheets(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> list[tuple[str, bool, str]]:
    """Name, visibility and archive entry of every sheet."""
    if b"macroEnabled" in _small(archive, entries, "[Content_Types].xml"):
        raise WorkbookMacros(entry="[Content_Types].xml")
    targets = {
        element.get("Id"): _entry_of(element.get("Target", ""))
        for element in _elements(archive, entries, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    sheets = []
    for element in _elements(archive, entries, "xl/workbook.xml", "sheet"):
        relation = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
        visible = element.get("state", "visible") == "visible"
        sheets.append((element.get("name", ""), visible, targets.get(relation, "")))
    return sheets


def _entry_of(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _elements(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str, local: str) -> Iterator:  # type: ignore[type-arg]
    content = _small(archive, entries, name)
    _parse_safely(name, [content])
    return (element for element in fromstring(content).iter() if element.tag.rpartition("}")[2] == local)


def _small(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str) -> bytes:
    if name not in entries:
        raise FileCorrupted
    with archive.open(entries[name]) as stream:
        content = stream.read(4 * 1024 * 1024 + 1)
    if len(content) > 4 * 1024 * 1024:
        raise ArchiveUnsafe(limit=4)
    return content


def _unpack_all(
    archive: zipfile.ZipFile,
    entries: dict[str, zipfile.ZipInfo],
    sheets: set[str],
    progress: Callable[[int], None],
) -> dict[str, SheetScan]:
    """Unpack every entry once, counting; parse the XML ones on the way. What was found in each worksheet."""
    scans, unpacked = dict[str, SheetScan](), 0

    def counted(entry: zipfile.ZipInfo) -> Iterator[bytes]:
        nonlocal unpacked
        own = 0
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                own, unpacked = own + len(chunk), unpacked + len(chunk)
                too_dense = own > _RATIO_COUNTS_FROM and own > MOST_RATIO * max(entry.compress_size, 1)
                if unpacked > MOST_BYTES or too_dense:
                    raise ArchiveUnsafe(limit=MOST_BYTES // 1024**2)
                yield chunk

    for name, entry in entries.items():
        if name in sheets:
            scans[name] = SheetScan(seen_before=sum(scan.rows for scan in scans.values()), progress=progress)
            _parse_safely(name, counted(entry), scans[name])
        elif name.lower().endswith((".xml", ".rels", ".vml")):
            _parse_safely(name, counted(entry))
        else:
            _look_inside(name, counted(entry))
    return scans


def _look_inside(name: str, chunks: Iterator[bytes]) -> None:
    """A relation may name any file as a part of the workbook: what begins like XML is held to its rules."""
    for chunk in chunks:
        if chunk.strip(_BEFORE_XML):
            if chunk.lstrip(_BEFORE_XML)[:1] == b"<":
                _parse_safely(name, chain([chunk], chunks))
            break
    for _ in chunks:
        pass


def _parse_safely(name: str, chunks: Iterator[bytes] | list[bytes], scan: SheetScan | None = None) -> None:
    """Parse XML to its end; a document type or an entity is refused where it begins (defusedxml's rule, at C speed)."""

    def refuse(*_: object) -> None:
        raise XmlUnsafe(entry=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    if scan is not None:
        scan.attach(parser)
    for chunk in chunks:
        parser.Parse(chunk, False)
        if scan is not None:
            scan.tell()
    parser.Parse(b"", True)
