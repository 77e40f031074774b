"""From the typed cells of a frame to lines with codes; each distinct text is looked up once."""

import re
from collections.abc import Callable
from typing import TypeVar

import polars as pl

from ifi.registry.classifiers import classifier, find_region
from ifi.registry.rules.register_rows import Line, RowProblem, read_written_date

_Found = TypeVar("_Found")
_SEPARATORS = re.compile(r"[;,/\n]+")
_VALUES: tuple[str, ...] = (
    "registry_id",
    "kind",
    "number",
    "name",
    "authority",
    "starts_on",
    "ends_on",
    "obligations_text",
)
_VALUES += ("exempt_ground", "source")


def read_lines(frame: pl.DataFrame) -> tuple[list[Line], list[RowProblem]]:
    """Lines in the order of the frame, and the words that no classifier holds."""
    regions = _looked_up(frame, "region", find_region)
    minerals = _looked_up(frame, "minerals", _minerals)
    dates = _looked_up(frame, "concluded", read_written_date)
    problems: list[RowProblem] = []
    lines: list[Line] = []
    for cells in frame.iter_rows(named=True):
        number = cells["row"]
        values = {name: cells[name] for name in _VALUES}
        if (written := cells["region"]) is not None:
            values["region"] = regions[written]
            if values["region"] is None:
                problems.append(_unknown(number, "region", "regions", written))
        if (written := cells["minerals"]) is not None:
            values["minerals"], strange = minerals[written]
            problems += [_unknown(number, "minerals", "minerals", word) for word in strange]
        if (written := cells["concluded"]) is not None:
            values |= {"concluded_as_written": written, "concluded_on": dates[written]}
        lines.append(_line(number, values, cells))
    return lines, problems


def _line(number: int, values: dict[str, object], cells: dict[str, object]) -> Line:
    names = {language: cells[f"holder_{language}"] for language in ("kk", "ru", "en")}
    return Line(
        row=number,
        values=values,
        bin=cells["bin"],  # type: ignore[arg-type]
        names={language: " ".join(str(name).split()) for language, name in names.items() if name},
        share=cells["share"],  # type: ignore[arg-type]
        holder_since=cells["holder_since"],  # type: ignore[arg-type]
        regime=cells["regime"],  # type: ignore[arg-type]
        regime_since=cells["regime_since"],  # type: ignore[arg-type]
        details_since=cells["details_since"],  # type: ignore[arg-type]
    )


def _looked_up(frame: pl.DataFrame, column: str, find: Callable[[str], _Found]) -> dict[str, _Found]:
    return {text: find(text) for text in frame[column].drop_nulls().unique().to_list()}


def _minerals(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the minerals between separators, and the words that mean none; the whole text may be one name."""
    known = classifier("minerals")
    if code := known.find(text):
        return (code,), ()
    words = [word.strip() for word in _SEPARATORS.split(text) if word.strip()]
    found = {word: known.find(word) for word in words}
    codes = dict.fromkeys(code for code in found.values() if code)
    return tuple(codes), tuple(word for word, code in found.items() if code is None)


def _unknown(row: int, column: str, list_: str, value: str) -> RowProblem:
    return RowProblem(row, column, "registry.code_unknown", (("classifier", list_), ("value", value)))
