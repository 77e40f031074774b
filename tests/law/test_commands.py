"""`ifi law` as a person or another program uses it."""

import json

import pytest
from click.testing import CliRunner

from ifi.law.commands import law
from ifi.law.regimes import REGIMES


def run(*arguments):
    return CliRunner().invoke(law, list(arguments))


def assessed(*arguments):
    result = run("assess", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_answer_for_machines_has_the_promised_keys():
    answer = assessed("--regime", "kz.hydrocarbons", "--year", "2025", "--base", "12450000000.00")
    assert (answer["due"], answer["status"], answer["rate"]) == ("124500000.00", "assessed", "0.01")
    assert (answer["base_type"], answer["channel"], answer["unknown"]) == ("production_cost", "own_choice", [])
    assert all({"code", "amount", "citation"} <= set(step) for step in answer["steps"])
    assert [step["amount"] for step in answer["steps"] if step["code"] == "due.rounded"] == ["124500000.00"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("kz.hydrocarbons", "2026", "13000000000.00"), ("130000000.00", "production_cost", "budget")),
        (
            ("kz.hydrocarbons", "2026", "1.00", "--payment-date", "2026-02-20"),
            ("0.01", "production_cost", "own_choice"),
        ),
        (("kz.hydrocarbons", "2026", "1.00", "--on", "2026-01-15"), ("0.01", "production_cost", "own_choice")),
        (("kz.solid_minerals", "2026", "5000000000.00"), ("50000000.00", "mining_cost", "budget")),
        (
            ("kz.legacy_contract", "2026", "8123456789.55", "--mineral", "solid"),
            ("81234567.90", "aggregate_annual_income", "own_choice"),
        ),
        (("kz.common_minerals", "2025", "300000000.00"), ("0.00", None, "none")),
        (("kz.exempt", "2025", "1.00"), ("0.00", None, "none")),
        (("kz.hydrocarbons", "2025", "1000.00", "--start-year", "2025"), ("0.00", "production_cost", "none")),
        (("kz.hydrocarbons", "2025", "1000.00", "--own-term", "rate=0.02"), ("20.00", "production_cost", "own_choice")),
        (("kz.groundwater", "2019", "1000.00"), (None, None, "contract")),
    ],
)
def test_each_regime_is_assessed_from_the_command_line(arguments, expected):
    regime, year, base, *others = arguments
    answer = assessed("--regime", regime, "--year", year, "--base", base, *others)
    assert (answer["due"], answer["base_type"], answer["channel"]) == expected


def test_an_absent_start_is_said_to_be_assumed():
    answer = assessed("--regime", "kz.uranium", "--year", "2025", "--base", "100.00")
    assert "start.assumed" in [step["code"] for step in answer["steps"]]
    answer = assessed("--regime", "kz.uranium", "--year", "2025", "--base", "100.00", "--start-year", "2020")
    assert "start.assumed" not in [step["code"] for step in answer["steps"]]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--regime", "kz.oil", "--year", "2025"), "no regime “kz.oil”"),
        (("--regime", "kz.uranium", "--year", "2025", "--base=-1.00"), "cannot be negative"),
        (("--regime", "kz.uranium", "--year", "2025", "--base", "1e9"), "“1e9” is not an amount"),
        (("--regime", "kz.uranium", "--year", "2025", "--base", "1.005"), "“1.005” is not an amount"),
        (("--regime", "kz.uranium", "--year", "2025", "--base", "1", "--base-type", "mining_cost"), "production costs"),
        (("--regime", "kz.uranium", "--year", "2015", "--base", "1"), "was not in force"),
        (("--regime", "kz.legacy_contract", "--mineral", "gold", "--year", "2025"), "does not know the mineral “gold”"),
        (("--regime", "kz.uranium", "--year", "2025", "--own-term", "training=0.01"), "cannot set “training”"),
        (("--regime", "kz.uranium", "--year", "2025", "--own-term", "rate=1%"), "a share from 0 to 1"),
    ],
)
def test_what_is_refused_exits_with_1_and_says_why_on_stderr(arguments, reason):
    result = run("assess", *arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert reason in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--year", "2025"),
        ("--regime", "kz.uranium", "--year", "soon"),
        ("--regime", "kz.uranium", "--year", "2025", "--on", "31.02.2026"),
        ("--regime", "kz.uranium", "--year", "2025", "--own-term", "rate"),
    ],
)
def test_a_wrong_command_line_exits_with_2(arguments):
    assert run("assess", *arguments).exit_code == 2


@pytest.mark.parametrize(("language", "word"), [("kk", "Төлеуге тиіс"), ("ru", "К исполнению"), ("en", "Due")])
def test_reasons_are_read_in_three_languages_with_grouped_amounts(language, word):
    result = run(
        "assess", "--regime", "kz.uranium", "--year", "2025", "--base", "43210987654.32", "--language", language
    )
    point = "." if language == "en" else ","
    assert f"{word}: 432\u202f109\u202f876{point}54\u00a0₸" in result.output


@pytest.mark.parametrize("regime", REGIMES)
def test_every_regime_can_be_shown(regime):
    result = run("show", regime, "--on", "2026-02-23", "--language", "ru")
    assert result.exit_code == 0
    assert "Ставка (rate): " in result.output


def test_the_shown_day_decides_and_an_uncertain_day_is_told():
    old, new = (run("show", "kz.hydrocarbons", "--on", f"2026-02-{day}").output for day in (20, 21))
    assert "payment to the republican budget" not in old
    assert "payment to the republican budget" in new
    assert "[day by the source: 2026-02-??]" in new


def test_the_files_and_cases_of_the_law_are_in_order():
    result = run("check")
    assert result.exit_code == 0
    assert f"{len(REGIMES)} regimes" in result.output


def test_worked_cases_are_shown_with_their_answers():
    result = run("cases", "--file", "penalties", "--language", "kk")
    assert result.exit_code == 0
    assert "penalty-licence-closes-year" in result.output
    assert "DIFFERS" not in result.output
