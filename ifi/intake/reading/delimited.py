"""Texts with separated values (CSV): encoding and separator are found out, rows are read as text."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

import polars as pl

from ifi.intake.kinds import ImportKind
from ifi.intake.reading.headings import heading_position, known_headings, match_headings
from ifi.intake.reading.refusals import (
    EncodingUnknown,
    FileCorrupted,
    RowTooLong,
    SheetTooLarge,
)
from ifi.intake.reading.table import HEADING_ROWS, MOST_COLUMNS, RawTable, cell_name
from ifi.intake.rules import fold

MOST_ROWS = 5_000_000
SEPARATORS = (";", ",", "\t")
_HEAD_BYTES = 256 * 1024
_CHUNK = 1024 * 1024
_BATCH = 50_000
# Windows-1251 with the Kazakh letters in place of the Serbian and Ukrainian ones; else the same, letter for letter.
_CYRILLIC = "kz1048"


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the headings stand: `lines` physical lines up to and with them, `position` the record's index from 0."""

    separator: str
    record: list[str]
    position: int
    lines: int


def read_delimited(path: Path, kind: ImportKind) -> RawTable:
    """The rows of a text file; a copy in UTF-8 is put beside it where it is in another encoding."""
    encoding = encoding_of(path)
    only_carriage_returns = _only_carriage_returns(path)
    if encoding in {"utf-8", "utf-8-sig"} and not only_carriage_returns:
        utf8 = path
    else:
        utf8 = _to_utf8(path, encoding, newline=None if only_carriage_returns else "")
    head = _head(utf8, kind)
    headings = {index: text.strip() for index, text in enumerate(head.record) if text.strip()}
    columns = match_headings(headings, kind)
    frame = _read_carefully(utf8, head) if _holds(utf8, b'"') else _read_quickly(utf8, head)
    if frame.height > MOST_ROWS:
        raise SheetTooLarge(sheet="", rows=f"{MOST_ROWS:_}".replace("_", " "), columns=MOST_COLUMNS)
    return RawTable(
        frame=frame,
        headings=headings,
        heading_row=head.position + 1,
        columns=columns,
        separator=head.separator,
        encoding=encoding,
    )


def encoding_of(path: Path) -> str:
    """utf-8, utf-8-sig, utf-16 or kz1048; the whole file is looked at. Raises EncodingUnknown."""
    with path.open("rb") as stream:
        start = stream.read(4096)
        if start.startswith(codecs.BOM_UTF8):
            found = "utf-8-sig"
        elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            found = "utf-16"
        elif b"\0" in start:
            found = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        else:
            found = "utf-8"
        for candidate in (found, _CYRILLIC) if found == "utf-8" else (found,):
            stream.seek(0)
            if _decodes(stream, candidate):
                return candidate
    raise EncodingUnknown


def _decodes(stream: io.BufferedReader, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            if "\0" in decoder.decode(chunk) and encoding.startswith("utf-16"):
                return False
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _only_carriage_returns(path: Path) -> bool:
    """Lines end as on old Macintoshes; in a text of two bytes a sign the same bytes are looked for."""
    with path.open("rb") as stream:
        start = stream.read(_HEAD_BYTES)
    return b"\r" in start and b"\n" not in start


def _to_utf8(path: Path, encoding: str, newline: str | None) -> Path:
    utf8 = path.with_suffix(".utf8")
    with path.open(encoding=encoding, newline=newline) as source, utf8.open("w", encoding="utf-8", newline="") as copy:
        while text := source.read(_CHUNK):
            copy.write(text)
    return utf8


def _holds(path: Path, mark: bytes) -> bool:
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        return content.find(mark) >= 0


def _records(text: io.TextIOBase | io.StringIO, separator: str) -> Iterator[tuple[list[str], int]]:
    """Each record, with the number of physical lines up to its end."""
    csv.field_size_limit(1_000_000)
    reader = csv.reader(text, delimiter=separator)
    try:
        for record in reader:
            yield record, reader.line_num
    except csv.Error as error:
        raise FileCorrupted from error


def _head(path: Path, kind: ImportKind) -> _Head:
    """Find the separator by which most of the kind's headings are found."""
    with path.open("rb") as stream:
        text = stream.read(_HEAD_BYTES).decode("utf-8-sig", errors="ignore")
    known = known_headings(kind)
    candidates = []
    for separator in SEPARATORS:
        records = list(islice(_records(io.StringIO(text, newline=""), separator), HEADING_ROWS))
        found = max((len({fold(cell) for cell in record} & known.keys()) for record, _ in records), default=0)
        candidates.append((found, separator, records))
    _, separator, records = max(candidates, key=lambda candidate: candidate[0])
    position = heading_position([record for record, _ in records], kind)
    record, lines = records[position]
    if len(record) > MOST_COLUMNS:
        raise SheetTooLarge(sheet="", rows=f"{MOST_ROWS:_}".replace("_", " "), columns=MOST_COLUMNS)
    return _Head(separator, record, position, lines)


def _read_quickly(path: Path, head: _Head) -> pl.DataFrame:
    """All at once; for a text without quotation marks, about which readers do not agree when they stand astray."""
    try:
        frame = pl.read_csv(
            path,
            separator=head.separator,
            quote_char=None,
            has_header=False,
            skip_lines=head.lines,
            schema={cell_name(index): pl.String for index in range(len(head.record))},
            row_index_name="row",
            row_index_offset=head.position + 2,
            raise_if_empty=False,
            n_rows=MOST_ROWS + 1,
        )
    except pl.exceptions.PolarsError:  # a line with more values than headings
        return _read_carefully(path, head)
    return frame.with_columns(pl.col("row").cast(pl.Int64))


def _read_carefully(path: Path, head: _Head) -> pl.DataFrame:
    """The same record by record: quotation marks within a value stay as they are, a line that is too long is named."""
    width = len(head.record)
    schema = {"row": pl.Int64} | {cell_name(index): pl.String for index in range(width)}
    frames = [pl.DataFrame(schema=schema)]
    with path.open(encoding="utf-8-sig", newline="") as text:
        records = enumerate((record for record, _ in _records(text, head.separator)), start=1)
        rows = (_row(number, record, width) for number, record in records if number > head.position + 1)
        while (batch := list(islice(rows, _BATCH))) and len(frames) * _BATCH <= MOST_ROWS + _BATCH:
            frames.append(pl.DataFrame(batch, schema=schema, orient="row"))
    return pl.concat(frames)


def _row(number: int, record: list[str], width: int) -> list[int | str | None]:
    if any(cell.strip() for cell in record[width:]):
        raise RowTooLong(row=number, values=len(record), headings=width)
    return [number, *record[:width], *[None] * (width - len(record))]
