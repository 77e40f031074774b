"""Every public act of every room leaves a record, or stands below with the reason why not."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import name, python_files, tree

# what is written without a record of its own: a file, or a function of it
WITHOUT = {
    "ifi/accounts/services/factors.py:passkey_used": "the counter of a key; the sign-in is recorded",
    "ifi/accounts/services/links.py:ask_password": "nobody is known yet; setting the password is recorded",
    "ifi/accounts/services/links.py:ask_to_join": "nobody is known yet; joining is recorded",
    "ifi/accounts/services/sessions.py:note_session": "when a session was seen; its beginning and end are recorded",
    "ifi/accounts/services/signing_in.py:check_own_password": "counters of wrong passwords",
    "ifi/accounts/services/slowing.py": "counters of wrong passwords",
    "ifi/members/services/applications.py:make_administrator": "part of an approval, which is recorded",
    "ifi/members/services/writing.py": "parts of acts, which are recorded",
    "ifi/news/calendar/services.py:refresh_calendars": "made from what is recorded elsewhere",
    "ifi/news/calendar/services.py:refresh_source": "made from what is recorded elsewhere",
    "ifi/obligations/services/assessments.py:assess_locked": "part of acts, which record it",
    "ifi/obligations/services/totals.py": "read model that follows from acts",
    "ifi/registry/services/dated.py": "part of acts, which record it",
}
RECORDERS = {"record", "recorded"}
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update", "delete"}
WRITING_SQL = ("INSERT ", "UPDATE ", "DELETE ", "COPY ")


def _services() -> list[Path]:
    return [path for path in python_files("ifi") if path.name == "services.py" or path.parent.name == "services"]


@cache
def _functions() -> dict[str, list[tuple[Path, ast.FunctionDef]]]:
    """Name → functions of services of that name, private ones included."""
    found: dict[str, list[tuple[Path, ast.FunctionDef]]] = {}
    for path in _services():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, []).append((path, node))
    return found


def _called(function: ast.FunctionDef) -> set[str]:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    named = {call.id for call in calls if isinstance(call, ast.Name)}
    # a function that is handed on as a value is a name in the body as well
    return (
        named
        | {call.attr for call in calls if isinstance(call, ast.Attribute)}
        | {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    )


def _reaches(function: ast.FunctionDef, path: Path, wanted, seen: frozenset[str] = frozenset()) -> bool:
    if wanted(function, path):
        return True
    if function.name in seen:
        return False
    deeper = seen | {function.name}
    following = ((where, one) for called in _called(function) for where, one in _functions().get(called, ()))
    return any(_reaches(one, where, wanted, deeper) for where, one in following if _is_near(where, path))


def _is_near(called: Path, caller: Path) -> bool:
    """Names are looked up in the same file first, and among the services of the rooms."""
    return called == caller or called.parts[-2] == "services" or called.name == "services.py"


def _records(function: ast.FunctionDef, path: Path) -> bool:
    return bool(_called(function) & RECORDERS)


def _writes(function: ast.FunctionDef, path: Path) -> bool:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    if {call.attr for call in calls if isinstance(call, ast.Attribute)} & WRITES:
        return True
    texts = [
        node.value for node in ast.walk(function) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return any(text.lstrip().startswith(WRITING_SQL) for text in texts)


ACTS = [
    (path, node)
    for path in _services()
    for node in tree(path).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _reaches(node, path, _writes)
]


@pytest.mark.parametrize(("path", "act"), ACTS, ids=[f"{name(path)}:{act.name}" for path, act in ACTS])
def test_an_act_leaves_a_record(path, act):
    excused = {name(path), f"{name(path)}:{act.name}"} & WITHOUT.keys()
    assert excused or _reaches(act, path, _records)


def test_the_list_of_exceptions_names_what_exists():
    known = {name(path) for path, _ in ACTS} | {f"{name(path)}:{act.name}" for path, act in ACTS}
    assert WITHOUT.keys() <= known
