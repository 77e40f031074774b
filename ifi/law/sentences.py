"""Words for what the law room says, in `kk`, `ru` or `en`, without Django."""

from ifi.core.errors import IfiError
from ifi.law.facts import Citation, Step


def say_step(step: Step, language: str) -> str:
    """The step as a sentence, amounts and dates written as the language writes them."""
    raise NotImplementedError


def say_citation(citation: Citation, language: str) -> str:
    """`Subsoil Code No. 125-VI, Art. 129(1)(2)`."""
    raise NotImplementedError


def say_note(citation: Citation, language: str) -> str:
    """The note that stands with a citation, or nothing."""
    raise NotImplementedError


def say_regime(regime: str, language: str) -> str:
    """The regime's title."""
    raise NotImplementedError


def say_value(kind: str, code: str, language: str) -> str:
    """The word for a code: kind `base_type`, `channel`, `status`, `confidence`, `mineral`, `exempt_ground`, `norm`."""
    raise NotImplementedError


def say_unknown(norm: str, language: str) -> str:
    """Why the figure cannot be said: the norm's name as `Assessment.unknown` gives it, explained."""
    raise NotImplementedError


def say_error(error: IfiError, language: str) -> str:
    """The sentence of a law error."""
    raise NotImplementedError
