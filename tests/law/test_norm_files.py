"""A bad file of the law is refused by its name, line and reason."""

import re
import shutil

import pytest

from ifi.law.errors import NormFileBad
from ifi.law.loader import FOLDER, OTHER_FILES, read_book
from ifi.law.loader.nodes import read_place
from ifi.law.loader.word_files import read_words
from ifi.law.norms import digest_of
from ifi.law.regimes import REGIMES


@pytest.fixture
def folder(tmp_path):
    """A copy of the law's folder that a test may spoil."""
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def spoil(folder, file, old, new):
    """Replace the first `old` by `new`; the line on which it stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


RATE = '{from: 2018-06-29, value: "0.01", act: code, article: 129(1)(2), confidence: A}'


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('value: "0.01"', "value: 0.01", "the number 0.01 must stand in quotes"),
        ('value: "0.01"', "value: 1", "the number 1 must stand in quotes"),
        ('value: "0.01"', 'value: "1.5"', "rate cannot be “1.5”"),
        ('value: "0.01"', 'value: "-0.01"', "rate cannot be “-0.01”"),
        (RATE, RATE.replace("act: code, ", ""), "“act” is missing"),
        (RATE, RATE.replace("article: 129(1)(2), ", ""), "the article of the Code is missing"),
        (RATE, RATE.replace(", confidence: A", ""), "“confidence” is missing"),
        (RATE, RATE.replace("confidence: A", "confidence: D"), "confidence cannot be “D”"),
        (RATE, RATE.replace("act: code", "act: cod"), "unknown act “cod”"),
        (RATE, RATE.replace("129(1)(2)", "paragraph 2 of 129"), "is not written like 129(1)(2)"),
        (RATE, RATE.replace("from: 2018-06-29", "from: 2018-06-31"), "“2018-06-31” is not a date"),
        (RATE, RATE.replace("from: 2018-06-29, ", ""), "“from” is missing"),
        (RATE, RATE.replace("value:", "valu:"), "unknown key “valu”"),
        (RATE, RATE.replace('value: "0.01"', 'value: "0.01", value: "0.02"'), "“value” is here twice"),
        (RATE, RATE.replace("confidence: A", 'confidence: A, otherwise: "0.02"'), "“otherwise” stands only where"),
        (RATE, RATE.replace("confidence: A", "confidence: A, stricter: true"), "the first value cannot be stricter"),
        (RATE, RATE.replace("confidence: A", "confidence: A, day_as_known: 2018-06-??"), "with a note"),
        ("  rate:\n", "  rates:\n", "unknown norm “rates”"),
        (
            "cluster_project, own_research]",
            "tech_garden, own_research]",
            "channels cannot be “kz_performer, tech_garden",
        ),
        ("value: production_cost", "value: revenue", "base_type cannot be “revenue”"),
        ("value: true", "value: maybe", "rate_is_minimum cannot be “maybe”"),
        ("kk: ", "kz: ", "unknown key “kz”"),
        ("to: 2020-07-06", "to: 2020-07-07", "overlaps the value before"),
        ("to: 2020-07-06", "to: 2020-07-05", "leaves a gap"),
        ("to: 2020-07-06", "to: 2018-01-01", "ends on 2018-01-01 before it begins"),
        ("      to: 2020-07-06\n", "", "the value before has no “to”"),
        ("regime: kz.hydrocarbons", "regime: kz.oil", "names “kz.oil”"),
    ],
)
def test_a_bad_norm_is_refused_by_file_line_and_reason(folder, old, new, reason):
    line = spoil(folder, "hydrocarbons.yaml", old, new)
    with pytest.raises(NormFileBad) as refused:
        read_book(folder, REGIMES)
    assert refused.value.parameters["file"] == "hydrocarbons.yaml"
    assert reason in refused.value.parameters["reason"]
    assert abs(refused.value.parameters["line"] - line) <= 17  # a period's fault is told where the next one begins


def test_the_line_is_that_of_the_fault(folder):
    line = spoil(folder, "uranium.yaml", 'value: "0.01"', "value: 0.01")
    with pytest.raises(NormFileBad) as refused:
        read_book(folder, REGIMES)
    assert (refused.value.parameters["file"], refused.value.parameters["line"]) == ("uranium.yaml", line)


def test_a_norm_that_is_missing_is_named(folder):
    text = (folder / "solid_minerals.yaml").read_text(encoding="utf-8")
    cut = re.sub(r"  penalty_base:\n    - .*\n", "", text)
    (folder / "solid_minerals.yaml").write_text(cut, encoding="utf-8")
    with pytest.raises(NormFileBad, match="the norm “penalty_base” is missing"):
        read_book(folder, REGIMES)


def test_a_mineral_without_a_value_is_named(folder):
    spoil(folder, "legacy_contract.yaml", "    uranium, common:\n", "    uranium:\n")
    with pytest.raises(NormFileBad, match="the mineral “common” has no value"):
        read_book(folder, REGIMES)


def test_a_file_that_is_not_listed_is_refused(folder):
    (folder / "diamonds.yaml").write_text("regime: kz.diamonds\n", encoding="utf-8")
    with pytest.raises(NormFileBad, match=r"diamonds\.yaml.*not listed in REGIMES"):
        read_book(folder, REGIMES)


def test_a_listed_regime_without_a_file_is_refused(folder):
    (folder / "uranium.yaml").unlink()
    with pytest.raises(NormFileBad, match=r"uranium\.yaml.*cannot be read"):
        read_book(folder, REGIMES)


def test_a_file_that_is_no_yaml_is_refused_by_line(folder):
    (folder / "exempt.yaml").write_text("regime: kz.exempt\ntitle: [\n", encoding="utf-8")
    with pytest.raises(NormFileBad) as refused:
        read_book(folder, REGIMES)
    assert refused.value.parameters["line"] in (2, 3)
    assert "no readable YAML" in refused.value.parameters["reason"]


def test_every_file_beside_the_regimes_is_listed_by_hand():
    listed = {f"{code.partition('.')[2]}.yaml" for code in REGIMES} | set(OTHER_FILES)
    assert {path.name for path in FOLDER.glob("*.yaml")} == listed


def test_sentences_whose_places_differ_between_languages_are_refused(folder):
    line = spoil(folder, "sentences.yaml", "Режим права: {regime}.", "Режим права.")
    with pytest.raises(NormFileBad, match="the places in braces differ") as refused:
        read_words(read_place(folder / "sentences.yaml"), read_book(folder, REGIMES))
    assert abs(refused.value.parameters["line"] - line) <= 2


def test_the_digest_changes_with_any_change_of_a_norm(folder):
    before = read_book(folder, REGIMES).digest
    seen = {before}
    for file, old, new in (
        ("hydrocarbons.yaml", 'value: "0.01"', 'value: "0.02"'),
        ("uranium.yaml", "from: 2018-06-29", "from: 2018-06-30"),
        ("solid_minerals.yaml", "confidence: A", "confidence: B"),
        ("legacy_contract.yaml", "otherwise: running", 'otherwise: "2"'),
        ("common.yaml", 'value: "4325"', 'value: "4326"'),
        ("exempt.yaml", "not extended to old contracts", "not extended to contracts of old"),
        ("acts.yaml", "Subsoil Code No. 125-VI of 27.12.2017", "Subsoil Code"),
    ):
        spoil(folder, file, old, new)
        seen.add(read_book(folder, REGIMES).digest)
    assert len(seen) == 8


def test_the_digest_stays_where_no_norm_changes(folder):
    before = read_book(folder, REGIMES).digest
    spoil(folder, "hydrocarbons.yaml", "norms:\n", "# a remark\nnorms:\n")
    spoil(folder, "sentences.yaml", "Rate: at least {rate}.", "Rate: {rate} or more.")
    assert read_book(folder, REGIMES).digest == before


def test_the_digest_of_norms_does_not_depend_on_their_order():
    line = read_book(FOLDER, REGIMES).timeline("kz.hydrocarbons", "channels")
    assert digest_of(line) == digest_of(tuple(reversed(line)))
    assert digest_of(line) != digest_of(line[1:])
