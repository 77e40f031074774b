"""Pages about the law: complete, in three languages, as of a day."""

from datetime import date

import pytest
from django.utils import translation

from ifi.law.loader import load_book, load_cases, load_words
from ifi.law.parameters import PARAMETERS
from ifi.law.regimes import REGIMES
from ifi.portal.law import cases, queries
from ifi.portal.law.groups import GROUPS

LANGUAGES = ("kk", "ru", "en")
TODAY = date(2026, 11, 24)


def test_every_norm_is_in_exactly_one_group():
    assert sorted(name for group in GROUPS for name in group.norms) == sorted(PARAMETERS)


def test_the_list_has_every_regime():
    assert [line.code for line in queries.regimes(on=TODAY, language="en")] == list(REGIMES)


@pytest.mark.parametrize("code", REGIMES)
def test_a_regime_shows_each_of_its_norms_with_every_value_it_ever_had(code):
    regime = load_book().regime(code)
    mineral = regime.default_mineral or next(iter(regime.minerals), None)
    shown = [
        norm for group in queries.groups(code=code, mineral=mineral, on=TODAY, language="kk") for norm in group.norms
    ]
    assert sorted(norm.name for norm in shown) == sorted(regime.names())
    for norm in shown:
        assert len(norm.others) + (norm.present is not None) == len(load_book().timeline(code, norm.name, mineral))


def test_the_value_of_another_day_is_the_one_that_held_then():
    def channels(day):
        groups = queries.groups(code="kz.hydrocarbons", mineral=None, on=day, language="en")
        return next(norm for group in groups for norm in group.norms if norm.name == "channels").present

    assert channels(date(2018, 6, 28)) is None
    assert "digitalisation" not in channels(date(2019, 1, 1)).value
    assert "digitalisation" in channels(date(2022, 1, 1)).value
    assert channels(date(2026, 6, 1)).value == "payment to the republican budget"


def test_what_is_unknown_is_shown_as_unknown_and_named_with_its_regimes():
    unknown, unconfirmed = queries.unsure(on=TODAY, language="en")
    assert all(item.line.value == "" and item.places for item in unknown)
    assert all(item.line.value for item in unconfirmed)
    found = {(place.regime, item.line.name) for item in unknown for place in item.places}
    expected = {
        (regime.code, norm.name)
        for regime in load_book().regimes.values()
        for line in regime.timelines.values()
        for norm in line
        if norm.value is None
        and (norm.valid_from is None or norm.valid_from <= TODAY)
        and (norm.valid_to is None or norm.valid_to >= TODAY)
    }
    assert {name for _, name in expected} == {name for _, name in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worked_case_can_be_said_in_every_language_without_a_code(language):
    with translation.override(language):
        shown = [cases.shown(result, language) for result in cases.results()]
    assert len(shown) == len(load_cases())
    texts = [
        text
        for case in shown
        for text in (*(value for _, value in case.given), *(answer.expected for answer in case.answers))
    ]
    codes = {"no_duty", "own_choice", "production_cost", "kz.hydrocarbons", "true", "false"}
    assert codes.isdisjoint(texts)
    assert [text for text in texts if "_" in text or "{" in text] == []


def test_every_case_file_has_its_subject():
    assert list(cases.SUBJECTS) == list(dict.fromkeys(case.file for case in load_cases()))


def test_a_case_that_differs_is_shown_as_differing():
    result = next(result for result in cases.results() if result.case.code == "hydrocarbons-one-per-cent")
    wrong = type(result)(result.case, result.expected, {**result.actual, "due": "1.00"})
    with translation.override("en"):
        shown = cases.shown(wrong, "en")
    assert not shown.agrees
    assert [answer.label for answer in shown.answers if not answer.agrees] == ["Due"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["law/", "law/cases/", "law/unknown/", *(f"law/{code}/" for code in REGIMES)])
def test_every_page_of_the_law_is_public(client, address, language):
    answer = client.get(f"/{language}/{address}")
    assert answer.status_code == 200
    assert "ifi-strip--demonstration" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["law/kz.atlantis/", "law/kz.legacy_contract/?mineral=cheese", "law/cases/?of=cheese"]
)
def test_what_the_law_does_not_have_is_not_found(client, address):
    assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.django_db
def test_the_page_says_the_titles_of_the_law_in_the_readers_language(client):
    for language in LANGUAGES:
        page = client.get(f"/{language}/law/kz.uranium/?on=2026-01-01").content.decode()
        assert load_words().say_regime("kz.uranium", language) in page
        assert "01.01.2026" in page
