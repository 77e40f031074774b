"""Rooms import downwards, rules know nothing of the world, every room stands in the list."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import PROJECT, imports, name, python_files

CONTRACTS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
WORLD = ("django", "psycopg", "polars", "procrastinate", "yaml", "openpyxl", "xlsxwriter", "fastexcel", "requests")
WORLD_OF_PYTHON = ("os", "pathlib", "socket", "subprocess", "io", "time", "random", "urllib", "sqlite3")


def test_imports_keep_to_the_contracts():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([sys.executable, linter], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_room_stands_in_the_list_of_layers():
    listed = {room.strip() for layer in CONTRACTS[0]["layers"] for room in layer.split("|")}
    rooms = {f"ifi.{folder.name}" for folder in (PROJECT / "ifi").iterdir() if (folder / "__init__.py").exists()}
    assert {room.strip("()") for room in listed} >= rooms >= {room for room in listed if not room.startswith("(")}


RULES = [path for path in python_files("ifi") if path.name == "rules.py" or "rules" in path.parent.parts]


@pytest.mark.parametrize("path", RULES, ids=name)
def test_rules_import_neither_framework_nor_clock_nor_files(path):
    roots = {module.split(".")[0] for module in imports(path)}
    assert not roots & {*WORLD, *WORLD_OF_PYTHON}


@pytest.mark.parametrize("path", RULES, ids=name)
def test_rules_do_not_ask_what_day_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert not [call for call in ("date.today(", "datetime.now(", "timezone.now(") if call in text]


@pytest.mark.parametrize("path", [path for path in python_files("ifi") if path.name == "queries.py"], ids=name)
def test_queries_never_write(path):
    text = path.read_text(encoding="utf-8")
    writes = (
        ".save(",
        ".create(",
        ".bulk_create(",
        ".bulk_update(",
        ".get_or_create(",
        ".update_or_create(",
        ".delete(",
    )
    assert not [write for write in writes if write in text]
