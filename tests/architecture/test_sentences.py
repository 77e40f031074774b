"""Everything that may go wrong can be said to a person."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import ifi
from ifi.core import sentences
from ifi.core.errors import IfiError
from ifi.obligations.reconcile import texts


def _errors() -> list[type[IfiError]]:
    for module in pkgutil.walk_packages(ifi.__path__, "ifi."):
        if ".migrations." not in module.name:
            import_module(module.name)
    return sorted(set(_below(IfiError)), key=lambda error: (error.code, error.__name__))


def _below(error: type[IfiError]) -> Iterator[type[IfiError]]:
    for kind in error.__subclasses__():
        yield from _below(kind)
        if kind.__module__.startswith("ifi."):
            yield kind


def test_every_error_has_a_code_of_its_own_and_a_sentence():
    """A class that others derive from need not have a code; what is raised must."""
    raised = [error for error in _errors() if not error.__subclasses__() or error.code != IfiError.code]
    speechless = [f"{error.__module__}.{error.__name__}: {error.code}" for error in raised if not _can_say(error.code)]
    assert not speechless, "without a sentence:\n" + "\n".join(speechless)


def _can_say(code: str) -> bool:
    """Registered, or told by the reconciliation itself, which speaks on a terminal without Django."""
    return code != IfiError.code and (sentences.knows(code) or code in texts.codes())


def test_sentences_are_short_and_calm():
    """At most 25 words, no exclamation, no "please", nothing done "successfully"."""
    loud = [
        (code, text)
        for code, text in ((code, str(sentence)) for code, sentence in sentences._sentences.items())
        if re.search(r"!|\bplease\b|\bsuccessfully\b", text, re.IGNORECASE)
        or max(len(part.split()) for part in re.split(r"(?<=[.?])\s+(?=[A-ZА-ЯҒҚҰӘҢӨҮІ“«])", text)) > 25
    ]
    assert loud == []
