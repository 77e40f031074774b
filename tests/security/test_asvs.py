"""Every item of the table has a state, and every test that it names is there."""

import ast
import datetime
from functools import cache

import pytest
import yaml

from tests.architecture.sources import PROJECT

ITEMS = yaml.safe_load((PROJECT / "docs" / "security" / "asvs.yaml").read_text(encoding="utf-8"))["items"]
NEEDED = {"automated": {"tests"}, "manual": {"date", "how"}, "not_applicable": {"reason"}}
ALWAYS = {"number", "ids", "level", "what", "state"}


@cache
def names_in(path):
    """Tests of a file, those of a class with its name before them."""
    found = set()
    for node in ast.parse((PROJECT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
    return {one for one in found if one.rpartition("::")[2].startswith("test_")}


def test_all_forty_stand_in_the_table_once():
    assert [item["number"] for item in ITEMS] == list(range(1, 41))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: " ".join(item["ids"]))
def test_an_item_says_what_its_state_needs_and_its_tests_are_there(item):
    assert set(item) == ALWAYS | NEEDED[item["state"]]
    if item["state"] == "manual":
        assert isinstance(item["date"], datetime.date)
    for test in item.get("tests", ["tests/security/test_asvs.py"]):
        path, _, wanted = test.partition("::")
        assert (PROJECT / path).is_file(), test
        assert wanted in names_in(path) if wanted else names_in(path), test
