"""What the free text of a register says a right's holder must do: percentages, bases and amounts, with their words.

Reads Kazakh, Russian and English. What cannot be read is not guessed: its clause stays in the remainder for a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from ifi.core.errors import IfiError
from ifi.core.money import parse_amount
from ifi.law.facts import BaseType
from ifi.registry.rules.obligation_words import (
    ABBREVIATIONS,
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    BASES,
    KINDS,
    NUMBER_WORDS,
    PERCENT,
    PREVIOUS_YEAR,
    SCALES,
    UNITS,
    AmountUnit,
    Bound,
    ObligationBase,
    ObligationKind,
)


@dataclass(frozen=True, slots=True)
class ObligationTerm:
    """One figure of one obligation.

    `share` is of 1 (0.01 = 1 %), `share_upto` the upper end of a range; `amount` is in `unit`. `base` is what the share
    is of, None where the text does not say. `quote` is the whole clause, as written.
    """

    kind: ObligationKind
    bound: Bound
    quote: str
    share: Decimal | None = None
    share_upto: Decimal | None = None
    base: ObligationBase | None = None
    amount: Decimal | None = None
    unit: AmountUnit | None = None
    of_previous_year: bool = False


@dataclass(frozen=True, slots=True)
class ObligationsRead:
    """Terms in the order of the text, and the clauses in which something could not be read."""

    terms: tuple[ObligationTerm, ...]
    remainder: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Figure:
    start: int
    end: int
    share: Decimal | None = None
    share_upto: Decimal | None = None
    amount: Decimal | None = None
    unit: AmountUnit | None = None


_Code = TypeVar("_Code", bound=StrEnum)

_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_WORD_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_ONE = rf"(?:{_NUMBER}|\b(?:{_WORD_NUMBER}))"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?:%|{PERCENT})?(?:-?(?:дан|ден|тан|тен|нан|нен))?\s*(?:[-–—]|до\b|to\b|\s)\s*"
    rf"(?P<high>{_NUMBER})\s*(?:%|{PERCENT})",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?P<value>{_ONE})\s*(?:\(\s*(?P<again>{_ONE})\s*\))?\s*(?:%|{PERCENT})"
    rf"(?:\s*\(\s*(?P<after>{_ONE})\s*(?:%|{PERCENT})\s*\))?",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"(?P<value>\b0[.,]\d+)(?=\s*(?:от|of|доли|үлес))", re.IGNORECASE)
_SCALE = "|".join(SCALES)
_UNIT = "|".join(f"(?P<after_{unit.value}>{pattern})" for unit, pattern in UNITS.items())
_UNIT_FIRST = "|".join(f"(?P<before_{unit.value}>{pattern})" for unit, pattern in UNITS.items())
_AMOUNT = re.compile(rf"(?P<value>{_NUMBER})\s*(?:(?P<scale>{_SCALE})\.?\s*)?(?:{_UNIT})", re.IGNORECASE)
_AMOUNT_AFTER_UNIT = re.compile(rf"(?:{_UNIT_FIRST})\s*(?P<value>{_NUMBER})(?:\s*(?P<scale>{_SCALE}))?", re.IGNORECASE)
_LEFT_OVER = re.compile(rf"\d|%|{PERCENT}|{'|'.join(UNITS.values())}", re.IGNORECASE)
_HARMLESS = re.compile(r"\b(?:19|20)\d\d\b|^\s*\d{1,2}[.)]\s")
_BOUNDARY = re.compile(r"[;\n•·]+|(?<=[.!?])\s+(?=[А-ЯЁӘҒҚҢӨҰҮҺІA-Z])")
_ABBREVIATION = re.compile(rf"(?:^|[\s(])(?:{'|'.join(ABBREVIATIONS)})\.$", re.IGNORECASE)
_SEGMENT = re.compile(r",(?!\d)|,(?<!\d,)")


def read_obligations(text: str) -> ObligationsRead:
    """Every figure of the text with its kind, bound and base; clauses that were not wholly understood are kept."""
    terms: list[ObligationTerm] = []
    remainder: list[str] = []
    inherited: ObligationKind | None = None
    for clause in _clauses(text):
        found, is_understood, kind = _read_clause(clause, inherited)
        terms += found
        if not is_understood:
            remainder.append(clause)
        inherited = kind or inherited
    return ObligationsRead(tuple(terms), tuple(remainder))


@lru_cache(maxsize=10_000)  # registers repeat the clauses of model contracts
def _read_clause(
    clause: str, inherited: ObligationKind | None
) -> tuple[tuple[ObligationTerm, ...], bool, ObligationKind | None]:
    """Terms of one clause, whether nothing in it was left unread, and the kind that it names first."""
    figures = _figures(clause)
    terms = tuple(_term(clause, figures, index, inherited) for index in range(len(figures)))
    return terms, bool(figures) and not _left_over(clause, figures), _first_of(KINDS, clause)


_DUTY_BASES = frozenset(base.value for base in BaseType)


def research_terms(read: ObligationsRead) -> tuple[tuple[str, str, str], ...]:
    """(parameter, value, quote) of the instrument's own terms for the research duty: `rate` and `base_type`.

    Only where the text gives exactly one percentage for research and no upper bound or range; otherwise nothing, since
    a person has to choose.
    """
    shares = [term for term in read.terms if term.kind is ObligationKind.RESEARCH and term.share is not None]
    if len(shares) != 1 or shares[0].bound in (Bound.AT_MOST, Bound.BETWEEN):
        return ()
    term = shares[0]
    found = [("rate", f"{term.share:f}", term.quote)]
    if term.base is not None and term.base.value in _DUTY_BASES:
        found.append(("base_type", term.base.value, term.quote))
    return tuple(found)


def _clauses(text: str) -> Iterator[str]:
    """Parts between semicolons, lines and ends of sentences; «долл. США» ends nothing."""
    begun = ""
    cut = 0
    for boundary in [*_BOUNDARY.finditer(text), None]:
        part = begun + text[cut : boundary.start() if boundary else len(text)]
        cut = boundary.end() if boundary else len(text)
        if boundary and not boundary[0].strip() and "\n" not in boundary[0] and _ABBREVIATION.search(part):
            begun = part + boundary[0]
            continue
        begun = ""
        if part.strip(" .,\t\r"):
            yield part.strip()


def _figures(clause: str) -> list[_Figure]:
    """Figures in the order of the clause; where two readings overlap the earlier in this list of ways wins."""
    found: list[_Figure] = []
    for pattern, read in (
        (_RANGE, _read_range),
        (_SHARE, _read_share),
        (_AMOUNT, _read_amount),
        (_AMOUNT_AFTER_UNIT, _read_amount),
        (_FRACTION, _read_fraction),
    ):
        for match in pattern.finditer(clause):
            free = all(match.end() <= other.start or other.end <= match.start() for other in found)
            if free and (figure := read(match)):
                found.append(figure)
    return sorted(found, key=lambda figure: figure.start)


def _read_range(match: re.Match[str]) -> _Figure | None:
    low, high = _number(match["low"]), _number(match["high"])
    if low >= high:
        return None
    return _Figure(match.start(), match.end(), share=low / 100, share_upto=high / 100)


def _read_share(match: re.Match[str]) -> _Figure | None:
    """«1 (один) процент» is read when both say the same."""
    values = {_number(match[name]) for name in ("value", "again", "after") if match[name]}
    if len(values) != 1 or not 0 <= (value := values.pop()) <= 100:
        return None
    return _Figure(match.start(), match.end(), share=value / 100)


def _read_fraction(match: re.Match[str]) -> _Figure:
    return _Figure(match.start(), match.end(), share=_number(match["value"]))


def _read_amount(match: re.Match[str]) -> _Figure | None:
    unit = next(AmountUnit(name.split("_", 1)[1]) for name, found in match.groupdict().items() if found and "_" in name)
    scale = next((size for word, size in SCALES.items() if re.fullmatch(word, match["scale"] or "", re.IGNORECASE)), 1)
    try:
        value = parse_amount(match["value"])
    except IfiError:
        return None
    return _Figure(match.start(), match.end(), amount=value * scale, unit=unit)


def _number(written: str) -> Decimal:
    word = next((value for word, value in NUMBER_WORDS.items() if re.fullmatch(word, written, re.IGNORECASE)), None)
    return word if word is not None else Decimal(re.sub(_SPACE, "", written).replace(",", "."))


def _term(clause: str, figures: list[_Figure], index: int, inherited: ObligationKind | None) -> ObligationTerm:
    figure = figures[index]
    before_from = figures[index - 1].end if index else 0
    after_to = figures[index + 1].start if index + 1 < len(figures) else len(clause)
    before, after = clause[before_from : figure.start], clause[figure.end : after_to]
    return ObligationTerm(
        kind=_kind(clause, figure) or inherited or ObligationKind.OTHER,
        bound=Bound.BETWEEN if figure.share_upto is not None else _bound(before, after),
        quote=clause,
        share=figure.share,
        share_upto=figure.share_upto,
        base=_base(clause, figures, index) if figure.share is not None else None,
        amount=figure.amount,
        unit=figure.unit,
        of_previous_year=bool(re.search(PREVIOUS_YEAR, clause, re.IGNORECASE)),
    )


def _bound(before: str, after: str) -> Bound:
    if re.search(rf"(?:{AT_LEAST_BEFORE})\D{{0,15}}$", before, re.IGNORECASE):
        return Bound.AT_LEAST
    if re.search(rf"(?:{AT_MOST_BEFORE})\D{{0,3}}$", before, re.IGNORECASE):
        return Bound.AT_MOST
    if re.match(rf".{{0,40}}?(?:{AT_LEAST_AFTER})", after, re.IGNORECASE | re.DOTALL):
        return Bound.AT_LEAST
    if re.match(rf".{{0,40}}?(?:{AT_MOST_AFTER})", after, re.IGNORECASE | re.DOTALL):
        return Bound.AT_MOST
    return Bound.EXACTLY


def _base(clause: str, figures: list[_Figure], index: int) -> ObligationBase | None:
    """Named beside the figure, within its own part between commas; anywhere in a clause that has one figure only."""
    figure = figures[index]
    start, end = (0, len(clause)) if len(figures) == 1 else _own_part(clause, figure)
    start = max(start, figures[index - 1].end if index else 0)
    end = min(end, figures[index + 1].start if index + 1 < len(figures) else len(clause))
    return _first_of(BASES, clause[figure.end : end]) or _last_of(BASES, clause[start : figure.start])


def _own_part(clause: str, figure: _Figure) -> tuple[int, int]:
    cuts = [cut.start() for cut in _SEGMENT.finditer(clause)]
    start = max((cut for cut in cuts if cut < figure.start), default=0)
    end = min((cut for cut in cuts if cut >= figure.end), default=len(clause))
    return start, end


def _kind(clause: str, figure: _Figure) -> ObligationKind | None:
    """Named in the figure's own part between commas, else the nearest before it in the clause, else the first after."""
    start, end = _own_part(clause, figure)
    own_before = _last_of(KINDS, clause[start : figure.start])
    own = own_before or _first_of(KINDS, clause[figure.end : end])
    return own or _last_of(KINDS, clause[: figure.start]) or _first_of(KINDS, clause[figure.end :])


def _first_of(patterns: dict[_Code, str], text: str) -> _Code | None:
    return min(_places(patterns, text), default=(0, None))[1]


def _last_of(patterns: dict[_Code, str], text: str) -> _Code | None:
    return max(_places(patterns, text), default=(0, None))[1]


def _places(patterns: dict[_Code, str], text: str) -> list[tuple[int, _Code]]:
    return [
        (found.start(), code) for code, words in patterns.items() for found in re.finditer(words, text, re.IGNORECASE)
    ]


def _left_over(clause: str, figures: list[_Figure]) -> bool:
    """Does the clause hold a figure, percentage or currency that was not read? Years and list marks do not count."""
    rest = clause
    for figure in figures:
        rest = rest[: figure.start] + " " * (figure.end - figure.start) + rest[figure.end :]
    return bool(_LEFT_OVER.search(_HARMLESS.sub(" ", rest)))
