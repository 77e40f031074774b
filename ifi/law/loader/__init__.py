"""Reads the law's data: the only part of the room that touches files."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from ifi.law.cases import CASE_FILES, Case
from ifi.law.errors import NormFileBad
from ifi.law.loader.case_files import read_cases
from ifi.law.loader.day_files import read_working_days
from ifi.law.loader.nodes import read_place
from ifi.law.loader.norm_files import RegimeFile, complete, read_regime
from ifi.law.loader.word_files import read_acts, read_words
from ifi.law.norms import Act, NormBook, Regime, Text
from ifi.law.parameters import COMMON_PARAMETERS, REGIME_PARAMETERS
from ifi.law.regimes import REGIMES
from ifi.law.words import Words
from ifi.law.working_days import WorkingDays

FOLDER = Path(__file__).resolve().parent.parent / "kz"
CASES = FOLDER / "cases"
OTHER_FILES = ("common.yaml", "acts.yaml", "sentences.yaml", "working_days.yaml")  # files beside the regimes


@cache
def load_book() -> NormBook:
    """The norms of Kazakhstan, read once. Raises NormFileBad by file, line and reason."""
    return read_book(FOLDER, REGIMES)


@cache
def load_words() -> Words:
    """The words of the law in three languages, read once. Raises NormFileBad."""
    book = load_book()
    return read_words(read_place(FOLDER / "sentences.yaml"), book)


def load_working_days() -> WorkingDays:
    """The days off of Kazakhstan as they are known. Raises NormFileBad."""
    return load_book().working_days


@cache
def load_cases() -> tuple[Case, ...]:
    """The worked cases of Kazakhstan, read once. Raises NormFileBad."""
    acts = load_book().acts
    found = [case for name in CASE_FILES for case in read_cases(read_place(CASES / f"{name}.yaml"), name, acts)]
    for path in sorted(CASES.glob("*.yaml")):
        if path.stem not in CASE_FILES:
            raise NormFileBad(file=path.name, line=1, reason="not listed in CASE_FILES (ifi/law/cases.py)")
    codes = [case.code for case in found]
    for case in found:
        if codes.count(case.code) > 1:
            raise NormFileBad(file=f"{case.file}.yaml", line=1, reason=f"the case “{case.code}” is there twice")
    return tuple(found)


def read_book(folder: Path, regimes: tuple[str, ...]) -> NormBook:
    """The norms in a folder: acts, common norms, days off and one file for each regime. Raises NormFileBad."""
    acts = read_acts(read_place(folder / "acts.yaml"))
    common = read_regime(read_place(folder / "common.yaml"), acts, {**COMMON_PARAMETERS, **REGIME_PARAMETERS})
    files: dict[str, RegimeFile] = {}
    for code in regimes:
        place = read_place(folder / f"{code.partition('.')[2]}.yaml")
        files[code] = read_regime(place, acts, REGIME_PARAMETERS)
        if files[code].regime.code != code:
            place.refuse(f"the file is of “{code}”, but names “{files[code].regime.code}”")
    _refuse_unlisted(folder, regimes)
    _refuse_missing_common(common)
    found = {code: complete(file, files, common) for code, file in files.items()}
    notes = {code: text for file in (common, *files.values()) for code, text in file.notes.items()}
    everything: dict[str, Regime] = {**found, common.regime.code: common.regime}
    days = read_working_days(read_place(folder / "working_days.yaml"), acts)
    return NormBook(everything, acts, notes, _digest(everything, acts, notes), days)


def _refuse_unlisted(folder: Path, regimes: tuple[str, ...]) -> None:
    listed = {f"{code.partition('.')[2]}.yaml" for code in regimes} | set(OTHER_FILES)
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in listed:
            raise NormFileBad(file=path.name, line=1, reason="not listed in REGIMES (ifi/law/regimes.py)")


def _refuse_missing_common(common: RegimeFile) -> None:
    for name in COMMON_PARAMETERS:
        if (name, None) not in common.regime.timelines:
            common.place.refuse(f"the norm “{name}” is missing")


def _digest(regimes: Mapping[str, Regime], acts: Mapping[str, Act], notes: Mapping[str, Text]) -> str:
    lines = [
        repr((code, mineral, norm.canonical()))
        for code, regime in regimes.items()
        for (_, mineral), line in regime.timelines.items()
        for norm in line
    ]
    lines += [repr((act.code, act.name, act.link)) for act in acts.values()]
    lines += [repr(item) for item in notes.items()]
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


__all__ = ["CASES", "FOLDER", "OTHER_FILES", "load_book", "load_cases", "load_words", "load_working_days", "read_book"]
