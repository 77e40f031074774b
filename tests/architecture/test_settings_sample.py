"""`.env.sample` and the code name the same variables."""

import ast
import re

from tests.architecture.sources import PROJECT, python_files, tree

# set by the operating system or by the tools, not by our operators
FOREIGN = {"PATH", "XDG_RUNTIME_DIR", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
READERS = {"text", "flag", "number", "names", "choice", "get", "getenv", "pop"}


def test_every_variable_that_the_code_reads_is_explained_and_no_other():
    sample = (PROJECT / ".env.sample").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", sample, re.MULTILINE))
    assert explained == _variables_read()


def test_every_variable_of_the_sample_has_a_sentence_above_it():
    blocks = (PROJECT / ".env.sample").read_text(encoding="utf-8").strip().split("\n\n")[1:]
    assert all(re.match(r"# [A-Z].*\.\n", block) for block in blocks)


def _variables_read() -> set[str]:
    calls = (node for path in python_files("ifi") for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return {name for call in calls if (name := _variable(call)) and name.isupper()} - FOREIGN


def _variable(call: ast.Call) -> str | None:
    """The name in `environment.flag("DEBUG", …)` or `os.environ.get("DEBUG")`, or None."""
    target = ast.unparse(call.func)
    reads = target.startswith(("environment.", "os.environ.", "os.getenv")) or target in {"text", "flag", "number"}
    if not reads or target.split(".")[-1] not in READERS or not call.args:
        return None
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
