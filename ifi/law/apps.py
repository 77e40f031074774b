"""The law's place among the Django rooms: its files are read at start-up, its errors speak the page's language."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.utils.translation import get_language

from ifi.core import sentences
from ifi.law.loader import load_book, load_cases, load_words
from ifi.law.norms import LANGUAGES


class Template(str):
    """A sentence that puts codes among its parameters (a regime, a kind of base) into words as it is filled in."""

    __slots__ = ("code", "language")

    code: str
    language: str

    def format_map(self, parameters: Mapping[str, Any], /) -> str:  # type: ignore[override]
        return load_words().say_refusal(self.code, parameters, self.language)


class Sentence:
    """The sentence of one law error in the language of the page; its words stand in `kz/sentences.yaml`."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        language = (get_language() or LANGUAGES[0])[:2]
        template = Template(load_words().errors[self.code].say(language))
        template.code, template.language = self.code, language
        return template


class LawConfig(AppConfig):
    name = "ifi.law"

    def ready(self) -> None:
        """Read every file of the law, so that a bad one stops the start with its name, line and reason."""
        load_book()
        load_cases()
        sentences.register({code: Sentence(code) for code in load_words().errors})
