"""The project's documents say what is there."""

import re

import pytest

from tests.architecture.sources import PROJECT, name, python_files

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
MADE_BY_A_TEST = "docs/screenshots/"


def _glossary() -> list[list[str]]:
    lines = (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] != "Қазақша" and not row[0].startswith("---")]


def test_every_word_stands_in_three_languages_with_its_meaning():
    assert [row for row in _glossary() if len(row) != 5 or not all((*row[:3], row[4]))] == []


def test_no_word_has_two_meanings():
    words = [row[2] for row in _glossary()]
    assert sorted(words) == sorted(set(words))


def test_the_words_in_code_are_in_the_code():
    text = "\n".join(path.read_text(encoding="utf-8") for path in python_files("ifi"))
    law = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "ifi").rglob("*.yaml"))
    words = [word for row in _glossary() for word in re.findall(r"`([^`]+)`", row[3])]
    assert [word for word in words if not re.search(rf"\b{re.escape(word)}\b", text + law)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_between_documents_lead_somewhere(path):
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    inner = [target for target in targets if "://" not in target and not target.startswith(MADE_BY_A_TEST)]
    assert [target for target in inner if not (path.parent / target).exists()] == []


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name[:4] for path in sorted((PROJECT / "docs" / "adr").glob("*.md"))]
    assert numbers == sorted(set(numbers))
    assert all(number.isdigit() for number in numbers)
