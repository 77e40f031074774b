"""What every source file keeps to: size, exact money, no names of package hosts."""

import ast
import re

import pytest

from tests.architecture.sources import PROJECT, kept_files, name, python_files, tree

# where workbooks are read a cell *is* a binary double, and is looked at as one to refuse what it cannot hold exactly
DOUBLES = PROJECT / "ifi" / "intake" / "reading"
MONEY_ROOMS = [f"ifi/{room}" for room in ("core", "law", "ledger", "registry", "intake", "obligations")]
# built from pieces, since this file is searched too
PACKAGE_HOSTS = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", r"registry\." + "npmjs", "artif" + "actory"))
)
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock", "package-lock.json")


@pytest.mark.parametrize("path", python_files("ifi", "tests", "benchmarks"), ids=name)
def test_a_file_can_be_read_at_a_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", python_files("ifi", "tests", "benchmarks"), ids=name)
def test_a_function_can_be_read_at_a_glance(path):
    functions = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    long = [f.name for f in functions if f.end_lineno and f.end_lineno - f.lineno + 1 > 60]
    assert not long


@pytest.mark.parametrize("path", [path for path in python_files(*MONEY_ROOMS) if DOUBLES not in path.parents], ids=name)
def test_money_never_passes_through_binary_floats(path):
    floats = [node.lineno for node in ast.walk(tree(path)) if _is_float(node)]
    assert not floats, f"lines {floats}"


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        return called in {"float", "FloatField"}
    return isinstance(node, ast.Attribute) and node.attr in {"Float32", "Float64"}


def test_lock_files_name_no_address():
    found = [
        f"{lock}:{number}"
        for lock in LOCKS
        if (PROJECT / lock).exists()
        for number, line in enumerate((PROJECT / lock).read_text().splitlines(), 1)
        if "://" in line and '"url"' not in line  # npm's lock keeps the projects' own pages for donations
    ]
    assert not found


def test_python_lock_files_have_a_hash_for_every_package():
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        packages = re.split(r"\n(?=\S)", (PROJECT / lock).read_text().strip())
        assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_no_file_names_a_package_host():
    texts = ((path, path.read_bytes()) for path in kept_files() if path.stat().st_size < 2_000_000)
    assert [name(path) for path, text in texts if PACKAGE_HOSTS.search(text.decode("utf-8", "ignore"))] == []


TEMPLATES = sorted((PROJECT / "ifi").rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_no_style_or_script(path):
    """The Content-Security-Policy forbids them, so that they would silently do nothing."""
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.findall(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|href\s*=\s*[\"']javascript:", text, re.IGNORECASE
    )
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.DOTALL | re.IGNORECASE)
    assert [content for _, content in scripts if content.strip()] == []
