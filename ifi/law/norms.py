"""Norms: dated, cited values of rules; and the book that holds them. Values only; the reading is in `loader.py`."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from ifi.law.errors import MineralMissing, MineralUnknown, NormMissing, NormNotInForce, RegimeUnknown
from ifi.law.facts import Citation

if TYPE_CHECKING:
    from ifi.law.working_days import WorkingDays

LANGUAGES = ("kk", "ru", "en")
CONTRACT = "contract"  # the value of a norm that leaves the matter to the contract or licence
UNLIMITED = "unlimited"
NONE = "none"

NormValue = str | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in the three languages."""

    kk: str
    ru: str
    en: str

    def say(self, language: str) -> str:
        """The words in `kk`, `ru` or `en`; another language is a programming error: AttributeError."""
        words: str = getattr(self, language)
        return words


@dataclass(frozen=True, slots=True)
class Norm:
    """One value of one rule from a day to a day, both included; `None` as a value means that it is not known.

    `otherwise` stands where the value is left to the contract and the contract is silent. `is_stricter`: stricter than
    the value before it, so that it does not reach instruments concluded earlier (Code Art. 36(7), 31(7)), unless
    `reaches_earlier`. `day_as_known` keeps a first day that the sources give only in part, such as `2020-07-??`.
    """

    name: str
    value: NormValue
    valid_from: date | None
    valid_to: date | None
    citation: Citation
    otherwise: NormValue = None
    is_stricter: bool = False
    reaches_earlier: bool = False
    day_as_known: str = ""
    note: Text | None = None

    def reaches(self, concluded_on: date | None) -> bool:
        """Whether an instrument of that date is under this value."""
        if not self.is_stricter or self.reaches_earlier or concluded_on is None or self.valid_from is None:
            return True
        return concluded_on >= self.valid_from

    def canonical(self) -> str:
        """The norm as one line of text, for digests."""
        source = self.citation
        parts = (self.name, self.value, self.valid_from, self.valid_to, self.otherwise, self.is_stricter)
        cited = (source.act, source.article, source.link, source.confidence.value, source.note)
        words = (self.note.kk, self.note.ru, self.note.en) if self.note else ()
        return repr((*map(str, parts), self.reaches_earlier, self.day_as_known, *cited, *words))


Timeline = tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An act or other source that norms cite."""

    code: str
    name: Text
    link: str = ""


@dataclass(frozen=True, slots=True)
class Regime:
    """A regime: its norms by name, or by name and mineral where they depend on the mineral."""

    code: str
    title: Text
    summary: Text
    minerals: tuple[str, ...]
    default_mineral: str | None
    timelines: Mapping[tuple[str, str | None], Timeline]
    changes_on: tuple[date, ...] = ()  # days on which any value begins
    stricter_from: tuple[date, ...] = ()  # days before which an instrument keeps an earlier, milder value

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, _ in self.timelines))


@dataclass(frozen=True, slots=True)
class Rules:
    """The norms of one regime as they hold on one day for instruments of one age. Made and kept by the book."""

    regime: Regime
    mineral: str | None
    norms: Mapping[str, Norm]

    def get(self, name: str) -> Norm | None:
        return self.norms.get(name)


@dataclass(frozen=True, slots=True)
class NormBook:
    """All norms of one country, and its days off. `digest` is the SHA-256 of the norms' canonical text."""

    regimes: Mapping[str, Regime]
    acts: Mapping[str, Act]
    notes: Mapping[str, Text]
    digest: str
    working_days: "WorkingDays"
    _kept: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def regime(self, code: str) -> Regime:
        try:
            return self.regimes[code]
        except KeyError:
            raise RegimeUnknown(regime=code, known=", ".join(self.regimes)) from None

    def mineral(self, regime: Regime, mineral: str | None) -> str | None:
        """The mineral by which the regime's norms are read. Raises MineralUnknown or MineralMissing."""
        if not regime.minerals:
            return None
        chosen = mineral or regime.default_mineral
        if chosen is None:
            raise MineralMissing(regime=regime.code, known=", ".join(regime.minerals))
        if chosen not in regime.minerals:
            raise MineralUnknown(mineral=chosen, regime=regime.code, known=", ".join(regime.minerals))
        return chosen

    def timeline(self, regime: str, name: str, mineral: str | None = None) -> Timeline:
        """Every value of the norm, earliest first."""
        found = self.regime(regime)
        chosen = self.mineral(found, mineral)
        line = found.timelines.get((name, chosen)) or found.timelines.get((name, None))
        if line is None:
            raise NormMissing(norm=name, regime=regime)
        return line

    def norm(
        self, regime: str, name: str, on: date, *, mineral: str | None = None, concluded_on: date | None = None
    ) -> Norm:
        """The one value that holds on the day for an instrument of that date. Raises a LawError that says why not."""
        found = value_on(self.timeline(regime, name, mineral), on, concluded_on)
        if found is None:
            raise NormNotInForce(norm=name, regime=regime, day=on.isoformat())
        return found

    def rules(self, regime: str, day: date, *, mineral: str | None = None, concluded_on: date | None = None) -> Rules:
        """All norms of the regime that hold on the day; kept, since most rights of a regime share them."""
        found = self.regime(regime)
        chosen = self.mineral(found, mineral)
        earlier = None if concluded_on is None else bisect_right(found.stricter_from, concluded_on)
        key = (regime, chosen, bisect_right(found.changes_on, day), earlier)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._read(found, chosen, day, concluded_on)
        assert isinstance(kept, Rules)
        return kept

    def _read(self, regime: Regime, mineral: str | None, day: date, concluded_on: date | None) -> Rules:
        norms: dict[str, Norm] = {}
        for (name, of_mineral), line in regime.timelines.items():
            held = value_on(line, day, concluded_on) if of_mineral in (None, mineral) else None
            if held is not None:
                norms[name] = held
        return Rules(regime, mineral, norms)

    def keep(self, key: object, value: object) -> object:
        """Remember what follows from norms alone, so that it is worked out once."""
        self._kept[key] = value
        return value

    def kept(self, key: object) -> object | None:
        return self._kept.get(key)


def value_on(line: Timeline, day: date, concluded_on: date | None = None) -> Norm | None:
    """The value of a timeline that holds on the day for an instrument of that date; None outside its dates."""
    for index in range(len(line) - 1, -1, -1):
        norm = line[index]
        if norm.valid_from is None or norm.valid_from <= day:
            return None if norm.valid_to is not None and norm.valid_to < day else _reaching(line, index, concluded_on)
    return None


def _reaching(line: Timeline, index: int, concluded_on: date | None) -> Norm:
    """The value at `index`, or the nearest earlier one that an instrument of that date keeps instead."""
    while index > 0 and not line[index].reaches(concluded_on):
        index -= 1
    return line[index]


def periods_between(
    line: Timeline, first: date, last: date, concluded_on: date | None = None
) -> tuple[tuple[Norm, date | None, date | None], ...]:
    """The values that hold on any day from `first` to `last`, each with the days between which it holds."""
    found: list[tuple[Norm, date | None, date | None]] = []
    for index, norm in enumerate(line):
        begin, end = norm.valid_from, norm.valid_to
        if (begin is not None and begin > last) or (end is not None and end < first):
            continue
        held = _reaching(line, index, concluded_on)
        if found and found[-1][0] is held:
            found[-1] = (held, found[-1][1], end)
        else:
            found.append((held, begin, end))
    return tuple(found)


def known_on(line: Timeline, day: date) -> Timeline:
    """The timeline as it stood on the day: without later values, the last of the rest going on."""
    begun = [norm for norm in line if norm.valid_from is None or norm.valid_from <= day]
    if begun and len(begun) < len(line):
        begun[-1] = replace(begun[-1], valid_to=None)
    return tuple(begun)


def digest_of(norms: Mapping[str, Norm] | tuple[Norm, ...]) -> str:
    """SHA-256 of the norms' canonical text, in the order of their names and dates."""
    values = norms.values() if isinstance(norms, Mapping) else norms
    return sha256("\n".join(sorted(norm.canonical() for norm in values)).encode()).hexdigest()
