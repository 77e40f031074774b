"""Problems as sentences in the reader's language."""

import json
import re
from collections.abc import Mapping

import polars as pl

from ifi.core.sentences import knows, say

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?[0-9][0-9\s.,]*")


def problem_sentence(code: str, parameters: Mapping[str, object], value: str = "", heading: str = "") -> str:
    """What is wrong with one cell. A code of a kind that was taken out since says only that the row was refused."""
    if not knows(code):
        code = "import.failed"
    return say(code, {"value": value, "heading": heading, **parameters})


def read_parameters(problem: Mapping[str, object]) -> dict[str, object]:
    """The parameters of a row of the kept problems."""
    parameters: dict[str, object] = json.loads(str(problem["parameters"]))
    return parameters


def reasons_by_row(problems: pl.DataFrame) -> dict[int, str]:
    """Row → everything that is wrong with it, in the reader's language, each with its column's heading."""
    reasons: dict[int, list[str]] = {}
    said: dict[tuple[str, str, str, str], str] = {}
    for problem in problems.iter_rows(named=True):
        key = (problem["code"], problem["parameters"], problem["value"], problem["heading"])
        if key not in said:
            sentence = problem_sentence(key[0], json.loads(key[1]), key[2], key[3])
            said[key] = f"{key[3]}: {sentence}" if key[3] else sentence
        reasons.setdefault(problem["row"], []).append(said[key])
    return {row: " ".join(sentences) for row, sentences in reasons.items()}


def harmless(text: str) -> str:
    """A cell for a text file that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_START) and not _NUMBER.fullmatch(text) else text
