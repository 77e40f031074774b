"""The worked cases: what a lawyer worked out by hand is what the norms give."""

import pytest

from ifi.law.cases import CASE_FILES, run_case
from ifi.law.loader import CASES, load_book, load_cases
from ifi.law.norms import LANGUAGES
from ifi.law.regimes import REGIMES
from ifi.law.sentences import say_citation


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.code)
def test_the_norms_give_the_answer_worked_out_by_hand(case):
    result = run_case(case, load_book())
    assert result.actual == result.expected


def test_every_case_file_is_listed_by_hand():
    assert {path.stem for path in CASES.glob("*.yaml")} == set(CASE_FILES)


def test_there_are_at_least_sixty_cases_and_some_for_every_regime():
    texts = [repr(case.given) for case in load_cases()]
    assert len(texts) >= 60
    assert [regime for regime in REGIMES if not any(f"'{regime}'" in text for text in texts)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_has_a_name_of_its_own_and_a_source_in_every_language(language):
    names = [case.name.say(language) for case in load_cases()]
    assert sorted(name for name in names if names.count(name) > 1) == []
    assert all(say_citation(case.citation, language) for case in load_cases())


def test_a_case_that_expects_something_else_does_not_pass():
    case = next(case for case in load_cases() if case.code == "hydrocarbons-one-per-cent")
    expect = {**case.expect, "due": "124500000.01"}
    changed = type(case)(case.code, case.file, case.name, case.citation, case.kind, case.given, expect)
    assert not run_case(changed, load_book()).passed
