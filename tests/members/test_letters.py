"""A letter is what its content says, is whole, is small enough, and nothing of a refused one stays."""

import stat

import pytest

from ifi.members import letters
from ifi.members.errors import LetterActive, LetterNotReadable, LetterTooLarge
from tests.members.scene import PDF

JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"\x00\x00\x00\x00IEND\xaeB`\x82"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(("kind", "content"), [("pdf", PDF), ("jpeg", JPEG), ("png", PNG)])
def test_the_kind_is_known_by_the_content(kind, content):
    letter = letters.keep([content[:7], content[7:]])
    assert (letter.kind, letter.size) == (kind, len(content))
    assert letters.path_of(letter.number).read_bytes() == content


def test_only_the_owner_of_the_process_reads_a_letter():
    path = letters.path_of(letters.keep([PDF]).number)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


HOSTILE = {
    "empty": b"",
    "page": b"<html><script>alert(1)</script></html>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program": b"MZ" + b"\x00" * 100,
    "archive": b"PK\x03\x04" + b"\x00" * 100,
    "cut off": PDF[:20],
    "picture with a page behind it": JPEG + b"<script>alert(1)</script>",
    "picture with an archive behind it": PNG + b"PK\x03\x04" + b"\x00" * 100,
    "page that is called a PDF further in": b"<html>%PDF-1.7 %%EOF",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_anything_else_is_refused_and_leaves_nothing(content, tmp_path):
    with pytest.raises(LetterNotReadable):
        letters.keep([content])
    assert list((tmp_path / "letters").iterdir()) == []


@pytest.mark.parametrize("word", [b"/JavaScript", b"/Launch", b"/EmbeddedFile"])
def test_a_pdf_that_does_something_is_refused(word, tmp_path):
    with pytest.raises(LetterActive):
        letters.keep([PDF.replace(b"<<>>", b"<<" + word + b">>")])
    assert list((tmp_path / "letters").iterdir()) == []


def test_a_letter_that_is_too_large_is_refused_while_it_comes_in(tmp_path):
    came = []

    def chunks():
        for _ in range(30):
            came.append(1)
            yield b"%PDF-" + b"\x00" * 1024**2

    with pytest.raises(LetterTooLarge):
        letters.keep(chunks())
    assert len(came) <= letters.LIMIT_MB + 1
    assert list((tmp_path / "letters").iterdir()) == []
