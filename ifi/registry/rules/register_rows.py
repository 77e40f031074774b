"""One register of rights, line by line, joined into rights with their holders. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

_DAY_FIRST = re.compile(r"(?:от\s+)?(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?:\s*(?:г|ж)\w*\.?)?")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[ T]00:00(?::00)?)?")
_IN_WORDS_RU = re.compile(r"(?:от\s+)?«?(\d{1,2})»?\s+([а-я]+)\s+((?:19|20)\d\d)(?:\s*г\w*\.?)?")
_IN_WORDS_KK = re.compile(r"((?:19|20)\d\d)\s+ж\w*\.?\s+«?(\d{1,2})»?\s*([а-яәөұүқғңһі]+)")
_MONTHS_RU = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_MONTHS_KK = ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша",
              "желтоқсан")  # fmt: skip

RightKey = tuple[str, str, date | None, str]  # (register id, number, date, kind); with a register id the rest is empty


def read_written_date(text: str) -> date | None:
    """The day meant by `05.05.2005`, `2005-05-05`, `5 мая 2005 г.`, `2005 ж. 5 мамыр`; None where it is unclear."""
    written = " ".join(text.casefold().split())
    try:
        if match := _DAY_FIRST.fullmatch(written):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _YEAR_FIRST.fullmatch(written):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if (match := _IN_WORDS_RU.fullmatch(written)) and (month := _month(match[2], _MONTHS_RU)):
            return date(int(match[3]), month, int(match[1]))
        if (match := _IN_WORDS_KK.fullmatch(written)) and (month := _month(match[3], _MONTHS_KK)):
            return date(int(match[1]), month, int(match[2]))
    except ValueError:
        return None
    return None


def _month(word: str, stems: tuple[str, ...]) -> int | None:
    """The first month whose stem the word begins with: «мая» is May, «марта» is March."""
    return next((number for number, stem in enumerate(stems, 1) if word.startswith(stem)), None)


def right_key(
    registry_id: str | None, number: str | None, concluded_on: date | None, kind: str | None
) -> RightKey | None:
    """What tells one right from another; None for a line that names no right."""
    if registry_id:
        return (registry_id, "", None, "")
    return ("", number, concluded_on, kind or "unknown") if number else None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something wrong or worth a look in one line: `column` as in the import's table, "" = the line as a whole."""

    row: int
    column: str
    code: str
    parameters: tuple[tuple[str, str], ...] = ()
    is_warning: bool = False


@dataclass(slots=True)
class GivenRight:
    """A right as a file gives it: its values without empty cells, and its holders by the day from which they hold."""

    key: RightKey
    rows: list[int] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    holders: dict[date | None, dict[str, Decimal | None]] = field(default_factory=dict)
    regime: str | None = None
    regime_since: date | None = None
    details_since: date | None = None  # of minerals, region, authority and ground of exemption

    def shares(self, since: date | None) -> dict[str, Decimal]:
        """BIN → share of those that hold from the day; a single holder without a share holds all."""
        given = self.holders[since]
        if len(given) == 1:
            return {bin: share or Decimal(1) for bin, share in given.items()}
        return {bin: share for bin, share in given.items() if share is not None}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, read: codes instead of words, None where the cell is empty or bad."""

    row: int
    values: dict[str, Any]
    bin: str | None
    names: dict[str, str]
    share: Decimal | None
    holder_since: date | None
    regime: str | None
    regime_since: date | None
    details_since: date | None


@dataclass(slots=True)
class GivenRegister:
    rights: dict[RightKey, GivenRight]
    names: dict[str, dict[str, str]]  # BIN → names by language
    first_row: dict[str, int]  # BIN → the first line that names it
    problems: list[RowProblem]


def join_lines(lines: Iterable[Line]) -> GivenRegister:
    """Lines of one right become one right with several holders; what contradicts itself is reported by line."""
    register = GivenRegister({}, {}, {}, [])
    for line in lines:
        _take_names(register, line)
        key = right_key(*(line.values.get(name) for name in ("registry_id", "number", "concluded_on", "kind")))
        if key is None:
            register.problems.append(RowProblem(line.row, "number", "registry.right_unnumbered"))
            continue
        right = register.rights.setdefault(key, GivenRight(key))
        right.rows.append(line.row)
        _take_values(register, right, line)
        _take_holder(register, right, line)
    for right in register.rights.values():
        _check_shares(register, right)
    return register


def _take_values(register: GivenRegister, right: GivenRight, line: Line) -> None:
    given, known = line.values | _apart(line), right.values | _apart(right)
    for name, value in given.items():
        if value is not None and known.get(name) not in (None, value):
            register.problems.append(RowProblem(line.row, name, "registry.import.right_given_twice"))
    right.values |= {name: value for name, value in line.values.items() if value is not None}
    right.regime = line.regime or right.regime
    right.regime_since = line.regime_since or right.regime_since
    right.details_since = line.details_since or right.details_since


def _apart(given: Line | GivenRight) -> dict[str, Any]:
    return {"regime": given.regime, "regime_since": given.regime_since, "details_since": given.details_since}


def _take_holder(register: GivenRegister, right: GivenRight, line: Line) -> None:
    if line.bin is None:
        if line.names:
            register.problems.append(RowProblem(line.row, "bin", "registry.import.holder_needs_bin"))
        if line.share is not None:
            register.problems.append(RowProblem(line.row, "share", "registry.import.share_needs_holder"))
        return
    if line.share is not None and not 0 < line.share <= 1:
        register.problems.append(
            RowProblem(line.row, "share", "registry.share_out_of_range", (("value", f"{line.share:f}"),))
        )
        return
    held = right.holders.setdefault(line.holder_since, {})
    if line.bin in held and held[line.bin] != line.share:
        register.problems.append(RowProblem(line.row, "share", "registry.import.right_given_twice"))
    held[line.bin] = line.share


def _take_names(register: GivenRegister, line: Line) -> None:
    if line.bin is None:
        return
    register.first_row.setdefault(line.bin, line.row)
    known = register.names.setdefault(line.bin, {})
    for language, name in line.names.items():
        if known.setdefault(language, name) != name:
            column = f"holder_{language}"
            register.problems.append(RowProblem(line.row, column, "registry.import.names_differ", (("bin", line.bin),)))


def _check_shares(register: GivenRegister, right: GivenRight) -> None:
    for since, given in right.holders.items():
        if len(given) > 1 and None in given.values():
            register.problems += [RowProblem(row, "share", "registry.import.share_needed") for row in right.rows]
        elif sum(right.shares(since).values()) > 1:
            day = (("day", since.isoformat() if since else ""),)
            code = "registry.shares_over_one" if since else "registry.import.shares_over_one"
            register.problems += [RowProblem(row, "share", code, day) for row in right.rows]
