"""Worked cases: a question about the law with the answer worked out by hand, run against the norms."""

from collections.abc import Mapping
from dataclasses import dataclass

from ifi.core.errors import IfiError
from ifi.law.case_kinds import KINDS
from ifi.law.facts import Citation
from ifi.law.given import Plain
from ifi.law.norms import NormBook, Text

# Written by hand: files of `kz/cases/` in the order in which they are shown.
CASE_FILES: tuple[str, ...] = (
    "hydrocarbons",
    "uranium",
    "solid_minerals",
    "legacy_contract",
    "no_duty",
    "own_terms",
    "penalties",
    "carry",
    "deadlines",
    "working_days",
    "channels",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case. `expect` holds the answers worked out by hand; `null` means that there is no answer."""

    code: str
    file: str
    name: Text
    citation: Citation
    kind: str
    given: Mapping[str, Plain]
    expect: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What the case expects and what the norms give, for the same names."""

    case: Case
    expected: Mapping[str, str | None]
    actual: Mapping[str, str | None]

    @property
    def passed(self) -> bool:
        return self.expected == self.actual


def run_case(case: Case, book: NormBook) -> CaseResult:
    """Run one case. A refusal is an answer too: `error` holds its code."""
    try:
        answers = KINDS[case.kind](case.given, book)
    except IfiError as error:
        answers = {"error": error.code}
    actual = {name: answers.get(name) for name in case.expect}
    if "error" in answers:
        actual["error"] = answers["error"]
    return CaseResult(case, dict(case.expect), actual)
