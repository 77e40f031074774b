"""What the code itself must not do: bandit's findings, all but those that are reasoned here."""

import ast
import json
import subprocess
import sys

import pytest

from tests.architecture.sources import PROJECT, name, python_files, tree

# (bandit's check, file): why it is no hole
ALLOWED = {
    ("B108", "ifi/config/cluster/folders.py"): "a private folder made by mkdtemp, where a socket's path is too long",
    ("B310", "ifi/config/commands/running.py"): "asks our own web server on this machine whether it answers",
    ("B104", "ifi/config/commands/running.py"): "compares what the operator gave, binds nothing",
    ("B308", "ifi/notices/letters.py"): "plain letters: there is no markup to escape",
    ("B308", "ifi/obligations/views/duties.py"): "built by format_html_join of escaped parts",
    ("B703", "ifi/obligations/views/duties.py"): "the same",
    ("B703", "ifi/obligations/views/duty_rows.py"): "joined of parts that format_html made",
    ("B703", "ifi/pages/figures.py"): "an amount: digits and the signs among them",
    ("B303", "ifi/signing/verification/ocsp_service.py"): "the key of a question by RFC 6960, protects nothing",
}
# ruff's S608 looks at each of these line by line and asks for a reason there
ELSEWHERE = {"B608"}


def test_bandit_finds_nothing_of_medium_or_high_severity_but_what_is_reasoned():
    command = [sys.executable, "-m", "bandit", "-q", "-r", "ifi", "-x", "*/migrations/*", "-ll", "-f", "json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    found = {
        (one["test_id"], one["filename"].removeprefix("./"))
        for one in json.loads(done.stdout)["results"]
        if one["test_id"] not in ELSEWHERE
    }
    assert {"new": found - set(ALLOWED), "gone": set(ALLOWED) - found} == {"new": set(), "gone": set()}


FORBIDDEN = {
    "pickle.load",
    "pickle.loads",
    "marshal.loads",
    "shelve.open",
    "yaml.load",
    "yaml.unsafe_load",
    "eval",
    "exec",
    "os.system",
    "os.popen",
    "random.random",
    "random.choice",
    "random.randint",
    "random.getrandbits",
    "tempfile.mktemp",
}


# the same demonstration each time; pauses between tries
NOT_SECRET = ("ifi/obligations/demonstration/", "ifi/notices/sending.py")


@pytest.mark.parametrize("path", python_files("ifi"), ids=name)
def test_nothing_is_unpickled_evaluated_or_drawn_from_a_guessable_source(path):
    calls = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    found = calls & FORBIDDEN
    assert not {call for call in found if not (call.startswith("random.") and name(path).startswith(NOT_SECRET))}


@pytest.mark.parametrize("path", python_files("ifi"), ids=name)
def test_no_program_is_started_through_a_shell(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            shell = [word.value for word in node.keywords if word.arg == "shell"]
            assert not [value for value in shell if not (isinstance(value, ast.Constant) and value.value is False)]


def test_programs_are_started_by_the_command_line_only():
    """So that no name of a file that somebody uploads can be an argument."""
    starters = {"subprocess.run", "subprocess.Popen", "subprocess.check_output", "subprocess.call"}
    where = {
        name(path)
        for path in python_files("ifi")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in starters
    }
    assert {path for path in where if not path.startswith("ifi/config/")} == set()


def test_no_secret_stands_in_the_sources():
    """A long text without spaces or dots that is called a password, secret or token."""
    assigned = (
        (name(path), ast.unparse(target).upper(), node.value.value)
        for path in python_files("ifi", "benchmarks")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
    )
    words = ("PASSWORD", "SECRET_KEY", "TOKEN", "API_KEY")
    assert [
        (path, target)
        for path, target, text in assigned
        if any(word in target for word in words) and len(text) >= 16 and not {" ", "."} & set(text)
    ] == []
