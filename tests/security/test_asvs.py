"""Every item of the table has a state, and every test that it names is there and is run."""

import ast
import datetime
import re
from functools import cache

import pytest
import yaml

from tests.architecture.sources import PROJECT

ITEMS = yaml.safe_load((PROJECT / "docs" / "security" / "asvs.yaml").read_text(encoding="utf-8"))["items"]
NEEDED = {"automated": {"tests"}, "manual": {"date", "how"}, "not_applicable": {"reason"}}
ALWAYS = {"number", "ids", "level", "what", "state"}
NOT_RUN = re.compile(r"\b(skip|skipif|xfail|importorskip|skipTest|skipUnless|expectedFailure)\b")


@cache
def named_in(path: str) -> dict[str, bool]:
    """Tests of a file, those of a class with its name before them, and whether something may keep each from running."""
    return found_in((PROJECT / path).read_text(encoding="utf-8"))


def found_in(source: str) -> dict[str, bool]:
    body = ast.parse(source).body
    whole = [node for node in body if isinstance(node, ast.Assign | ast.Expr) and not _is_text(node)]
    found = {}
    for node in body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _may_be_kept_from_running(node, *whole)
        if isinstance(node, ast.ClassDef):
            around = [*whole, *node.decorator_list, *(one for one in node.body if isinstance(one, ast.Assign))]
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    found[f"{node.name}::{inner.name}"] = _may_be_kept_from_running(inner, *around)
    return {name: kept for name, kept in found.items() if name.rpartition("::")[2].startswith("test_")}


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _may_be_kept_from_running(*nodes: ast.AST) -> bool:
    """Whether a name of what skips stands in a decorator, a mark or the test itself; texts do not count."""
    names = {
        each.id if isinstance(each, ast.Name) else each.attr
        for node in nodes
        for each in ast.walk(node)
        if isinstance(each, ast.Name | ast.Attribute)
    }
    return any(NOT_RUN.fullmatch(name) for name in names)


def test_all_forty_stand_in_the_table_once():
    assert [item["number"] for item in ITEMS] == list(range(1, 41))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: " ".join(item["ids"]))
def test_an_item_says_what_its_state_needs_and_its_tests_are_there_and_run(item):
    assert set(item) - {"tests"} == (ALWAYS | NEEDED[item["state"]]) - {"tests"}
    assert item.get("tests") or item["state"] != "automated"
    if item["state"] == "manual":
        assert isinstance(item["date"], datetime.date)
    for test in item.get("tests", []):
        path, _, wanted = test.partition("::")
        assert (PROJECT / path).is_file(), test
        assert wanted in named_in(path), f"{test}: a test by its name, not a file"
        assert not named_in(path)[wanted], f"{test} may be skipped"


@pytest.mark.parametrize(
    "source",
    [
        "@pytest.mark.skip\ndef test_a(): pass",
        "@pytest.mark.skipif(True, reason='x')\ndef test_a(): pass",
        "@pytest.mark.xfail\ndef test_a(): pass",
        "def test_a(): pytest.skip('x')",
        "pytestmark = [pytest.mark.slow, pytest.mark.skip]\ndef test_a(): pass",
        "x = pytest.importorskip('x')\ndef test_a(): pass",
        "@pytest.mark.skip\nclass TestA:\n    def test_a(self): pass",
        "class TestA:\n    pytestmark = pytest.mark.skip\n    def test_a(self): pass",
    ],
)
def test_a_test_that_may_be_skipped_is_known(source):
    assert set(found_in(source).values()) == {True}
    assert set(found_in('"""skip"""\ndef test_a(): "skip"').values()) == {False}
