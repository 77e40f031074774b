"""Classifiers: complete, checked, found by any name in any language."""

from datetime import date

import pytest

from ifi.law.regimes import REGIMES
from ifi.law.sentences import say_value
from ifi.registry.classifiers import (
    FOLDER,
    NAMES,
    ClassifierWrong,
    authority_on,
    classifier,
    find_region,
    make_classifier,
)
from ifi.registry.models import Organisation, SubsoilRight


def test_every_file_is_listed_and_every_listed_file_exists():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_is_found_by_its_name_in_each_language(name):
    for entry in classifier(name).entries:
        assert {classifier(name).find(text) for text in (*entry.names.values(), *entry.also, entry.code)} == {
            entry.code
        }


@pytest.mark.parametrize("name", NAMES)
def test_kazakh_names_hold_no_letter_of_russian_only_words_where_kazakh_has_its_own(name):
    for entry in classifier(name).entries:
        assert not set("ёщъ") & set(entry.names["kk"].lower()), entry.code


def test_there_are_twenty_regions():
    assert len(classifier("regions").entries) == 20


@pytest.mark.parametrize(
    "text",
    ["Атырауская область", "Атырау облысы", "23", "231010000", "KZ-23", "Atyrau region", "атырауская обл.", " ATYRAU "],
)
def test_a_region_is_found_however_it_is_written(text):
    assert find_region(text) == "23"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Алматинская область", "19"),
        ("Алматы облысы", "19"),
        ("Алматы обл.", "19"),
        ("Алматы", "75"),
        ("г. Алматы", "75"),
        ("ВКО", "63"),
        ("область Жетісу", "33"),
        ("Южно-Казахстанская область", "61"),
        ("Нур-Султан", None),
        ("город Нур-Султан", "71"),
        ("99", None),
        ("990000000", None),
        ("", None),
    ],
)
def test_regions_that_are_easily_confused_are_told_apart(text, code):
    assert find_region(text) == code


def test_every_mineral_belongs_to_a_known_group():
    groups = classifier("mineral_groups")
    assert all(entry.group in groups for entry in classifier("minerals").entries)
    assert classifier("minerals")["bauxite"].group == "solid"


def test_uranium_was_the_energy_ministry_s_before_the_agency():
    assert authority_on("atomic", date(2024, 12, 31)) == "energy"
    assert authority_on("atomic", date(2025, 12, 31)) == "atomic"
    assert authority_on("industry", date(1999, 1, 1)) == "industry"
    assert authority_on("", date(1999, 1, 1)) == ""


def test_a_name_is_told_as_it_was_on_a_day():
    industry = classifier("authorities")["industry"]
    assert industry.name("ru", date(2017, 5, 1)) == "Министерство по инвестициям и развитию"
    assert industry.name("ru", date(2020, 5, 1)) == "Министерство индустрии и инфраструктурного развития"
    assert industry.name("ru") == "Министерство промышленности и строительства Республики Казахстан"


def test_kinds_in_the_database_are_the_classifier_s():
    assert set(Organisation.Kind.values) == set(classifier("organisation_kinds").codes)
    assert set(SubsoilRight.Kind.values) == set(classifier("right_kinds").codes)


GOOD = {"code": "a", "kk": "а", "ru": "б", "en": "c"}


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([{"code": "a", "kk": "а", "ru": "б"}], "needs"),
        ([GOOD | {"kk": " "}], "not empty"),
        ([GOOD | {"code": 23}], "quoted"),
        ([GOOD | {"colour": "red"}], "may hold"),
        ([GOOD, GOOD], "twice"),
        ([GOOD, {"code": "d", "kk": "д", "ru": "Б", "en": "e"}], "also means"),
        ([GOOD | {"valid_from": "2022-02-31"}], "2022-02-31"),
        ([GOOD | {"valid_from": date(2022, 1, 1)}], "written as"),
        ([GOOD | {"confidence": "Z"}], "mark of confidence"),
        ([GOOD | {"former": [{"kk": "x", "ru": "y", "en": "z"}]}], "until"),
    ],
)
def test_a_wrong_file_is_refused_with_file_entry_and_reason(entries, reason):
    with pytest.raises(ClassifierWrong, match=f"colours.yaml, entry .*{reason}"):
        make_classifier("colours", {"source": "s", "confidence": "A", "note": "", "entries": entries})


def test_regimes_and_grounds_are_those_of_the_law():
    assert set(classifier("regimes").codes) == set(REGIMES)
    for ground in classifier("exemption_grounds").codes:
        assert say_value("exempt_ground", ground, "kk") != ground
