"""The states of a news item."""

import pytest

from ifi.news.rules import (
    LANGUAGES,
    TRANSITIONS,
    Content,
    State,
    Step,
    Text,
    after,
    corrections_missing,
    languages_missing,
)
from ifi.news.sentences import STATES
from tests.news.conftest import ENGLISH, content, texts


def test_every_state_has_its_steps_and_its_name():
    assert set(TRANSITIONS) == set(State) == set(STATES)
    assert {step for steps in TRANSITIONS.values() for step in steps} == set(Step)


def test_nothing_is_published_that_was_not_made_ready():
    assert [state for state in State if after(state, Step.PUBLISH)] == [State.READY]


def test_what_was_withdrawn_stays_withdrawn():
    assert TRANSITIONS[State.WITHDRAWN] == {}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (texts(), ()),
        (texts(en=ENGLISH), ()),
        (texts(kk=Text()), ("kk",)),
        (texts(ru=Text("Название", "", "Текст")), ("ru",)),
        (texts(en=Text("Title only")), ("en",)),
        ({code: Text() for code in LANGUAGES}, ("kk", "ru")),
    ],
)
def test_kazakh_and_russian_are_needed_and_english_is_whole_or_absent(given, missing):
    assert languages_missing(Content(given)) == missing


def test_a_correction_is_told_in_every_language_of_the_item():
    assert corrections_missing(content()) == ("kk", "ru")
    told = {code: Text(*("x" * 4)) for code in ("kk", "ru")}
    assert corrections_missing(Content(told | {"en": ENGLISH})) == ("en",)
