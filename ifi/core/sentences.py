"""From a code and its parameters to a sentence in the reader's language.

Rooms register theirs at start-up (`<room>/sentences.py`, lazily translated); whoever shows an error or an event calls
`say`. Nothing stored is a sentence.
"""

from collections.abc import Mapping

from ifi.core.errors import IfiError

_sentences: dict[str, object] = {}


def register(sentences: Mapping[str, object]) -> None:
    """Add a room's sentences: code → template with `{parameter}` places. A code may have one sentence only."""
    for code, sentence in sentences.items():
        if _sentences.setdefault(code, sentence) is not sentence:
            raise ValueError(f"the code {code!r} has two sentences")


def knows(code: str) -> bool:
    return code in _sentences


def say(code: str, parameters: Mapping[str, object] | None = None) -> str:
    """The sentence of `code`. An unknown code is a programming error: KeyError."""
    return str(_sentences[code]).format_map({} if parameters is None else parameters)


def say_error(error: IfiError) -> str:
    return say(error.code, error.parameters)
