"""Every code has its words in Kazakh, Russian and English."""

import inspect
import re
from datetime import date
from decimal import Decimal

import pytest

from ifi.law import errors
from ifi.law.cases import run_case
from ifi.law.errors import BaseTypeWrong, LawError, NormNotKnown
from ifi.law.facts import AssessmentStatus, BaseType, Channel, Citation, Confidence, Step
from ifi.law.loader import FOLDER, load_book, load_cases, load_words
from ifi.law.norms import LANGUAGES
from ifi.law.parameters import PARAMETERS
from ifi.law.regimes import REGIMES
from ifi.law.sentences import say_amount, say_citation, say_error, say_norm_value, say_note, say_step, say_unknown
from ifi.law.terms import OWN_TERMS
from ifi.law.words import say_article, say_day

BOOK, WORDS = load_book(), load_words()
MODULES = list(FOLDER.parent.glob("*.py"))


def test_every_code_has_a_word():
    for kind, codes in (
        ("base_type", BaseType),
        ("channel", Channel),
        ("status", AssessmentStatus),
        ("confidence", Confidence),
        ("norm", {*PARAMETERS, *OWN_TERMS}),
        ("mineral", {mineral for code in REGIMES for mineral in BOOK.regime(code).minerals}),
        ("channel_kind", ("budget", "own_choice", "mixed", "contract", "none")),
    ):
        assert {str(code) for code in codes} <= set(WORDS.names[kind]), kind


def test_every_step_that_the_code_makes_has_a_sentence_and_none_is_idle():
    text = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    made = set(
        re.findall(r"\"((?:regime|instrument|mineral|life|duty|start|term|norm|rate|base|due|channel)\.\w+)\"", text)
    )
    made |= {"duty.none", "duty.exempt"}
    assert made - {"channel.none"} <= set(WORDS.steps)
    assert set(WORDS.steps) <= made


def test_every_law_error_has_a_sentence():
    codes = {kind.code for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, LawError)}
    assert codes == set(WORDS.errors)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_every_norm_can_be_said(language):
    for code in REGIMES:
        for (name, _), line in BOOK.regime(code).timelines.items():
            for norm in line:
                said = [say_norm_value(name, value, language) for value in (norm.value, norm.otherwise)]
                assert all("_" not in each for each in said), (code, name, said)
                assert say_citation(norm.citation, language)
                assert bool(say_note(norm.citation, language)) == (norm.note is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_in_another_languages_letters(language):
    """Kazakh and Russian are written in Cyrillic, English in Latin letters; names and codes apart."""
    letters = re.compile(r"[а-яәғқңөұүһі]", re.IGNORECASE) if language != "en" else re.compile(r"[a-z]", re.IGNORECASE)
    texts = [*WORDS.steps.values(), *WORDS.errors.values(), *WORDS.unknown.values(), *BOOK.notes.values()]
    texts += [text for regime in BOOK.regimes.values() for text in (regime.title, regime.summary)]
    assert [text.say(language) for text in texts if len(letters.findall(text.say(language))) < 4] == []
    assert [text for text in texts if len({text.kk, text.ru, text.en}) < 3] == []


def test_no_kazakh_letters_stand_in_russian_texts():
    special = re.compile("[әғқңөұүһі]", re.IGNORECASE)
    texts = [*WORDS.steps.values(), *WORDS.errors.values(), *BOOK.notes.values()]
    assert [text.ru for text in texts if special.search(text.ru.replace("н/қ", ""))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_of_every_worked_case_can_be_said(language):
    from ifi.law.assessment import assess
    from ifi.law.given import base_of, facts_of, year_of

    for case in load_cases():
        if case.kind == "assess" and "error" not in run_case(case, BOOK).actual:
            found = assess(facts_of(case.given), year_of(case.given), base_of(case.given), BOOK)
            for step in found.steps:
                assert "{" not in say_step(step, language)
            for name in found.unknown:
                assert say_unknown(name, language)


def test_amounts_keep_every_digit_and_are_grouped():
    assert say_amount(Decimal("1234567.89"), "ru") == "1\u202f234\u202f567,89\u00a0₸"
    assert say_amount(Decimal("81234567.8955"), "en") == "81\u202f234\u202f567.8955\u00a0₸"
    assert say_amount(Decimal("-5.00"), "kk") == "−5,00\u00a0₸"
    assert say_amount(Decimal("999.00"), "kk") == "999,00\u00a0₸"


def test_days_and_articles_are_written_as_each_language_writes_them():
    assert say_day(date(2026, 2, 21), "en") == "21 February 2026"
    assert say_day(date(2026, 2, 1), "kk") == "01.02.2026"
    assert say_article("129(1)(2)", "ru") == "пп. 2) п. 1 ст. 129"
    assert say_article("129(1-1)", "kk") == "129-баптың 1-1-тармағы"
    assert say_article("277(14)(13-1); 349", "en") == "Art. 277(14)(13-1); Art. 349"
    assert say_article("clause 7.4", "en") == "clause 7.4"


def test_a_note_of_an_own_term_is_said_as_it_was_written():
    assert say_note(Citation("instrument", "7.4", note="not less than 2 %"), "kk") == "not less than 2 %"


def test_errors_put_codes_into_words():
    error = BaseTypeWrong(given="mining_cost", wanted="production_cost", regime="kz.uranium")
    assert say_error(error, "en") == (
        "“Uranium: contract under the Code”: the base is production costs, not mining expenses. "
        "Declare the base of the right kind."
    )
    error = NormNotKnown(norm="excess_carry_years", regime="kz.legacy_contract", day="2014-12-31")
    assert "31.12.2014" in say_error(error, "ru")


def test_a_step_says_its_figures():
    step = Step("rate.minimum", None, None, (("rate", "0.0075"),))
    assert say_step(step, "ru") == "Ставка: не менее 0,75\u00a0%."
