"""`ifi reconcile`: two plain files in, verdicts out, no database."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ifi.obligations.commands import reconcile
from ifi.obligations.reconcile import texts
from ifi.obligations.reconcile.rules import Cause

USEITI = Path(__file__).parents[2] / "ifi/obligations/data/useiti"
PAIRS = "id,stream,company_amount,government_amount\n"
RULES = "stream,margin,floor\nrents,0.02,1000\n"


def run(tmp_path, pairs, *options, rules=RULES):
    for name, written in (("pairs.csv", pairs), ("rules.csv", rules)):
        content = written if isinstance(written, bytes) else written.encode()
        (tmp_path / name).write_bytes(content)
    arguments = [str(tmp_path / "pairs.csv"), "--rules", str(tmp_path / "rules.csv"), *options]
    return CliRunner().invoke(reconcile, arguments)


def test_json_states_each_pair_and_the_totals(tmp_path):
    answer = json.loads(run(tmp_path, PAIRS + "1,rents,90000,100000\n2,rents,500,500\n3,bonus,1,2\n", "--json").stdout)
    first, second, third = answer["pairs"]
    assert (first["difference"], first["share"], first["flagged"], first["cause"]) == (
        "10000.00",
        "0.1000000000",
        True,
        "unexplained",
    )
    assert (second["difference"], second["flagged"], second["cause"]) == ("0.00", False, None)
    assert third["flagged"] is None
    assert answer["totals"] == {
        "pairs": 3,
        "flagged": 1,
        "not_judged": 1,
        "company_amount": "90501.00",
        "government_amount": "100502.00",
        "difference": "10001.00",
        "flagged_difference": "10000.00",
    }


def test_a_share_that_cannot_be_formed_is_null(tmp_path):
    (only,) = json.loads(run(tmp_path, PAIRS + "1,rents,5000,0\n", "--json").stdout)["pairs"]
    assert (only["share"], only["flagged"], only["cause"]) == (None, True, "missing_government")


def test_semicolons_a_byte_order_mark_and_columns_in_any_order_are_read(tmp_path):
    written = "\ufeffgovernment_amount;company_amount;stream;id\r\n100 000,00;90000,50;rents;1\r\n"
    (only,) = json.loads(run(tmp_path, written, "--json").stdout)["pairs"]
    assert only["difference"] == "9999.50"


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_published_example_is_printed_with_a_cause_for_every_difference(language):
    arguments = [str(USEITI / "pairs.csv"), "--rules", str(USEITI / "rules.csv"), "--language", language]
    answer = CliRunner().invoke(reconcile, arguments)
    assert answer.exit_code == 0
    causes = {texts.text(f"cause.{cause.value}", language, year="", stream="", amount="") for cause in Cause}
    assert sum(line.strip() in causes for line in answer.stdout.splitlines()) == 17


@pytest.mark.parametrize(
    ("pairs", "rules", "words"),
    [
        ("id,stream\n1,2\n", RULES, "pairs.csv lacks these columns: company_amount, government_amount."),
        ("", RULES, "pairs.csv lacks these columns"),
        (PAIRS, RULES, "pairs.csv has no rows"),
        (PAIRS + "1,rents,5,1e9\n", RULES, "line 2, column government_amount, “1e9”"),
        (PAIRS + "1,rents,5,6\n2,rents,0.125,6\n", RULES, "line 3, column company_amount, “0.125”"),
        (PAIRS + '1,rents,"1,234",6\n', RULES, "The comma can be read in two ways"),
        (PAIRS + "1,,5,6\n", RULES, "line 2, column stream"),
        (PAIRS + "1,rents,5,6\n1,rents,7,8\n", RULES, "line 3: “1, rents” already stands on line 2"),
        (PAIRS + "1,rents,5,6\n", "stream,margin,floor\nrents,1%,0\n", "rules.csv, line 2, column margin"),
        (PAIRS + "1,rents,5,6\n", "stream,margin,floor\nrents,0.01,-1\n", "rules.csv, line 2, column floor"),
        (PAIRS + "1,rents,5,6\n", "stream,margin,floor\nrents,NaN,0\n", "Enter a share"),
        (PAIRS + "1,rents,5,6\n", "stream,margin,floor\na,0,0\na,0,0\n", "“a” already stands on line 2"),
        (b"\xff\xfe\x00", RULES, "pairs.csv cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_line_and_reason(tmp_path, pairs, rules, words):
    answer = run(tmp_path, pairs, "--json", rules=rules)
    assert answer.exit_code == 1
    assert words in answer.stderr
    assert answer.stdout == ""


def test_django_and_a_database_are_not_needed(tmp_path):
    program = (
        "import sys; from ifi.config.cli import main; main(standalone_mode=False); assert 'django' not in sys.modules"
    )
    command = [sys.executable, "-c", program, "reconcile", str(USEITI / "pairs.csv"), "--rules"]
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = subprocess.run([*command, str(USEITI / "rules.csv"), "--json"], env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["totals"]["flagged"] == 17


def test_every_text_is_there_in_three_languages_with_the_same_places():
    for code in texts.codes():
        sentences = texts._texts()[code]
        assert set(sentences) == set(texts.LANGUAGES), code
        assert len({frozenset(re.findall(r"\{\w+\}", sentence)) for sentence in sentences.values()}) == 1, code
