"""Lists that the registry chooses from, as data with names in three languages, a source and how sure we are of it.

`classifier("regions").find("Атырау облысы")` is `"23"`. A wrong file is refused by name, entry and reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ifi.law.facts import Confidence
from ifi.registry.rules.names import name_key

FOLDER = Path(__file__).parent
LANGUAGES = ("kk", "ru", "en")

# Every file of the folder, by hand; a test fails on one that is not here.
NAMES = (
    "regions",
    "authorities",
    "mineral_groups",
    "minerals",
    "activities",
    "organisation_kinds",
    "right_kinds",
    "exemption_grounds",
    "regimes",
)

_FILE_KEYS = {"source", "confidence", "note", "entries"}
_ENTRY_KEYS = {"code", *LANGUAGES, "also", "former", "valid_from", "valid_to", "confidence", "note"}
_ENTRY_KEYS |= {"group", "groups", "before"}
_REQUIRED = {"code", *LANGUAGES}
_REGION_WORD = re.compile(r"\s+(?:обл|oblast|oblysy|облысы|область|region)\.?$", re.IGNORECASE)
_REGION_WORDS = (" область", " облысы", " region")


class ClassifierWrong(ValueError):
    """A classifier's file cannot be used: names the file, the entry and the reason."""

    def __init__(self, file: str, entry: object, reason: str) -> None:
        super().__init__(f"{file}.yaml, entry {entry!r}: {reason}")


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name borne until a day (included)."""

    until: date
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a classifier. `valid_from` and `valid_to` are included; None is open."""

    code: str
    names: Mapping[str, str]
    confidence: Confidence
    note: str = ""
    also: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    group: str = ""
    groups: tuple[str, ...] = ()
    before: str = ""  # code of the entry whose place this one took on `valid_from`

    def name(self, language: str, on: date | None = None) -> str:
        """The name in kk, ru or en, as it was on a day; today's where no day is given."""
        for past in self.former:
            if on is not None and on <= past.until:
                return past.names[language]
        return self.names[language]


@dataclass(frozen=True, slots=True)
class Classifier:
    """A list of entries in its own order, findable by code or by any name in any language and script."""

    name: str
    source: str
    note: str
    entries: tuple[Entry, ...]
    _by_code: dict[str, Entry] = field(repr=False)
    _by_key: dict[str, str] = field(repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Entry:
        return self._by_code[code]

    def label(self, code: str, language: str) -> str:
        """The name of `code` for a reader; an unknown code is shown as it is, an empty one stays empty."""
        entry = self._by_code.get(code)
        return entry.names[language] if entry else code

    def choices(self, language: str) -> list[tuple[str, str]]:
        return [(entry.code, entry.names[language]) for entry in self.entries]

    def find(self, text: str) -> str | None:
        """The code that people mean by `text`: the code itself or a present, former or short name; None if unknown."""
        plain = text.strip()
        return plain if plain in self._by_code else self._by_key.get(name_key(plain))


@cache
def classifier(name: str) -> Classifier:
    """The classifier of that name, read and checked once. Raises ClassifierWrong."""
    with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
        return make_classifier(name, yaml.safe_load(file))


def find_region(text: str) -> str | None:
    """The region that people mean: a name, its number, `KZ-23`, or any KATO code of nine digits within it."""
    plain = text.strip()
    if len(plain) == 9 and plain.isascii() and plain.isdigit():
        plain = plain[:2]
    elif plain.upper().startswith("KZ") and plain[2:].lstrip("-").isdigit():
        plain = plain[2:].lstrip("-")
    shortened = _REGION_WORD.sub("", plain)
    ways = [plain] if shortened == plain else [plain, *(shortened + word for word in _REGION_WORDS)]
    return next((code for way in ways if (code := classifier("regions").find(way))), None)


def authority_on(code: str, on: date) -> str:
    """Whose task it was on a day: a body that took it over later is followed back to the one before it."""
    authorities = classifier("authorities")
    while code in authorities:
        entry = authorities[code]
        if not (entry.before and entry.valid_from and on < entry.valid_from):
            break
        code = entry.before
    return code


def make_classifier(name: str, content: Any) -> Classifier:
    """A checked classifier from what its file holds; pure. Raises ClassifierWrong."""
    if not isinstance(content, dict) or set(content) != _FILE_KEYS:
        raise ClassifierWrong(name, None, f"the file must hold exactly {sorted(_FILE_KEYS)}")
    default = _confidence(name, None, content["confidence"])
    entries = tuple(_entry(name, raw, default) for raw in content["entries"])
    by_code: dict[str, Entry] = {}
    by_key: dict[str, str] = {}
    for entry in entries:
        if by_code.setdefault(entry.code, entry) is not entry:
            raise ClassifierWrong(name, entry.code, "the code stands twice")
        for written in _written(entry):
            if by_key.setdefault(name_key(written), entry.code) != entry.code:
                raise ClassifierWrong(name, entry.code, f"{written!r} also means {by_key[name_key(written)]!r}")
    return Classifier(name, content["source"], content["note"], entries, by_code, by_key)


def _written(entry: Entry) -> tuple[str, ...]:
    former = (text for past in entry.former for text in past.names.values())
    return (*entry.names.values(), *entry.also, *former, entry.code)


def _entry(file: str, raw: Any, default: Confidence) -> Entry:
    code = raw.get("code") if isinstance(raw, dict) else raw
    if not isinstance(raw, dict) or not _REQUIRED <= set(raw) <= _ENTRY_KEYS:
        raise ClassifierWrong(file, code, f"needs {sorted(_REQUIRED)} and may hold {sorted(_ENTRY_KEYS)}")
    if not all(isinstance(raw[key], str) and raw[key].strip() for key in _REQUIRED):
        raise ClassifierWrong(file, code, "code and names must be quoted text that is not empty")
    former = tuple(_former(file, code, past) for past in raw.get("former", ()))
    if [past.until for past in former] != sorted(past.until for past in former):
        raise ClassifierWrong(file, code, "former names must stand in order of time")
    return Entry(
        code=raw["code"],
        names={language: raw[language] for language in LANGUAGES},
        confidence=_confidence(file, code, raw["confidence"]) if "confidence" in raw else default,
        note=raw.get("note", ""),
        also=tuple(raw.get("also", ())),
        former=former,
        valid_from=_day(file, code, raw.get("valid_from")),
        valid_to=_day(file, code, raw.get("valid_to")),
        group=raw.get("group", ""),
        groups=tuple(raw.get("groups", ())),
        before=raw.get("before", ""),
    )


def _former(file: str, code: object, raw: Any) -> FormerName:
    if not isinstance(raw, dict) or set(raw) != {"until", *LANGUAGES}:
        raise ClassifierWrong(file, code, "a former name needs until, kk, ru and en")
    until = _day(file, code, raw["until"])
    if until is None:
        raise ClassifierWrong(file, code, "a former name needs the day until which it was borne")
    return FormerName(until, {language: raw[language] for language in LANGUAGES})


def _day(file: str, code: object, raw: object) -> date | None:
    if raw is None:
        return None
    try:
        return date.fromisoformat(raw)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise ClassifierWrong(file, code, f"{raw!r} is not a day written as '2026-01-31'") from error


def _confidence(file: str, code: object, raw: object) -> Confidence:
    try:
        return Confidence(str(raw))
    except ValueError as error:
        raise ClassifierWrong(file, code, f"{raw!r} is not a mark of confidence") from error
