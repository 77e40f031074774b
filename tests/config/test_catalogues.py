"""Catalogues compile without gettext's tools."""

import gettext
import os

import pytest

from ifi.config.catalogues import compile_stale

TEXT = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "credit"
msgstr "есепке жатқызу"

#, fuzzy
msgid "guess"
msgstr "болжам"
"""


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "ifi" / "room" / "locale" / "kk" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_compiled_catalogue_speaks_and_leaves_guesses_out(tmp_path, source):
    assert compile_stale(tmp_path) == 1
    with source.with_suffix(".mo").open("rb") as file:
        kazakh = gettext.GNUTranslations(file)
    assert (kazakh.gettext("credit"), kazakh.gettext("guess")) == ("есепке жатқызу", "guess")


def test_only_what_changed_is_compiled_again(tmp_path, source):
    compile_stale(tmp_path)
    os.utime(source, (1, 1))
    assert compile_stale(tmp_path) == 0
    os.utime(source)
    os.utime(source.with_suffix(".mo"), (1, 1))
    assert compile_stale(tmp_path) == 1
