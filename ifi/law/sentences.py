"""Words for what the law room says, in `kk`, `ru` or `en`, without Django."""

from decimal import Decimal

from ifi.core.errors import IfiError
from ifi.law import words
from ifi.law.facts import Citation, Step
from ifi.law.loader import load_words
from ifi.law.norms import NormValue
from ifi.law.working_days import DayOff, Deadline


def say_step(step: Step, language: str) -> str:
    """The step as a sentence, amounts and dates written as the language writes them."""
    return load_words().say_step(step, language)


def say_citation(citation: Citation, language: str) -> str:
    """`Subsoil Code No. 125-VI, Art. 129(1)(2)`."""
    return load_words().say_citation(citation, language)


def say_note(citation: Citation, language: str) -> str:
    """The note that stands with a citation, or nothing."""
    return load_words().say_note(citation, language)


def say_regime(regime: str, language: str) -> str:
    """The regime's title. Raises RegimeUnknown."""
    return load_words().say_regime(regime, language)


def say_value(kind: str, code: str, language: str) -> str:
    """The word for a code.

    Kinds: base_type, channel, channel_kind, status, confidence, mineral, exempt_ground, norm, value, source.
    """
    return load_words().say_value(kind, code, language)


def say_norm_value(name: str, value: NormValue, language: str) -> str:
    """A norm's value in words."""
    return load_words().say_norm_value(name, value, language)


def say_unknown(norm: str, language: str) -> str:
    """Why a figure cannot be said: a name out of `Assessment.unknown`, explained."""
    return load_words().say_unknown(norm, language)


def say_moved(deadline: Deadline, language: str) -> str:
    """`Moved from 30 April 2028 (Sunday): Civil Code, Art. 175`; nothing where the deadline was not moved."""
    return load_words().say_moved(deadline, language)


def say_provisional(deadline: Deadline, language: str) -> str:
    """That the days off which a moved deadline rests on may still change; nothing where they are settled."""
    return load_words().say_label("deadline_provisional", language) if deadline.is_provisional else ""


def say_day_off(off: DayOff, language: str) -> str:
    """Why a day is off."""
    return load_words().say_day_off(off, language)


def say_error(error: IfiError, language: str) -> str:
    """The sentence of a law error. An error of another room is a programming error: KeyError."""
    return load_words().say_error(error, language)


def say_amount(amount: Decimal, language: str) -> str:
    """`124 500 000,00 ₸`; a point in English."""
    return words.say_amount(amount, language)
