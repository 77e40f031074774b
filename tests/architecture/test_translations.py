"""The Kazakh and Russian catalogues of every room are complete and up to date."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ifi.config.catalogues import LANGUAGES, catalogues
from tests.architecture.sources import PROJECT

CATALOGUES = [str(path.relative_to(PROJECT)) for path in catalogues(PROJECT)]


def _read(path: str, root=PROJECT) -> Catalog:
    with (root / path).open("rb") as file:
        return read_po(file, abort_invalid=True)


def _identity(message):
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def _texts(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.mark.parametrize("path", CATALOGUES)
def test_every_text_is_translated_and_none_is_a_guess(path):
    messages = [message for message in _read(path) if message.id]
    assert [message.id for message in messages if message.fuzzy or not all(_texts(message))] == []


@pytest.mark.parametrize("path", CATALOGUES)
def test_a_translation_fills_the_same_places_as_the_source(path):
    """A lost `%(name)s` or `{name}` would show a person a hole, or stop the page."""
    assert [str(error) for _, errors in _read(path).check() for error in errors] == []
    broken = [
        message.id
        for message in _read(path)
        if isinstance(message.id, str) and message.id and _places(message.id) != _places(str(message.string))
    ]
    assert broken == []


def _places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|\{\w*(?:![a-z])?(?::[^}]*)?\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_text_has_one_translation_in_all_rooms(language):
    """Django joins the catalogues into one table, in which the last room would win."""
    found: dict[object, set[object]] = {}
    for path in (path for path in CATALOGUES if f"/{language}/" in path):
        for message in _read(path):
            if message.id:
                found.setdefault(_identity(message), set()).add(tuple(_texts(message)))
    assert {key: texts for key, texts in found.items() if len(texts) > 1} == {}


def _some(identities) -> str:
    listed = sorted(str(text) for _, text in identities)
    return f"{len(listed)} {listed[:5]}"


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed: apt-get install gettext")
def test_catalogues_hold_exactly_the_texts_of_the_code(tmp_path):
    """`makemessages`, run on a copy, must find nothing new and nothing gone."""
    shutil.copytree(PROJECT / "ifi", tmp_path / "ifi", ignore=shutil.ignore_patterns("__pycache__", "*.mo", "build"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "IFI_STATE": str(tmp_path / "var")}
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-obsolete"]
    command += [f"--locale={language}" for language in LANGUAGES]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = [str(path.relative_to(tmp_path)) for path in catalogues(tmp_path)]
    differences = []
    for path in sorted({*made, *CATALOGUES}):
        needed = {_identity(message) for message in _read(path, tmp_path)} if path in made else set()
        there = {_identity(message) for message in _read(path)} if path in CATALOGUES else set()
        if needed != there:
            differences.append(f"{path}: missing {_some(needed - there)}; no longer used {_some(there - needed)}")
    assert not differences, "run make messages and translate what it adds:\n" + "\n".join(differences)
