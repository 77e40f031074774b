"""Words for codes on pages and in files of this room, in the reader's language."""

from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ifi.core.display import show_day
from ifi.core.sentences import say
from ifi.law.errors import RegimeUnknown
from ifi.law.loader import load_book
from ifi.law.sentences import say_regime, say_value
from ifi.obligations.queries.names import RightName
from ifi.obligations.rules.performance import Step
from ifi.obligations.rules.status import DutyStatus
from ifi.registry.classifiers import classifier

DEFAULT_GROUND = "default"  # in place of words: the tolerance that the system brings along

STATUS_COLOURS = {
    DutyStatus.NOT_YET_DUE: "neutral",
    DutyStatus.OPEN: "info",
    DutyStatus.FULFILLED: "ok",
    DutyStatus.OVER_FULFILLED: "ok",
    DutyStatus.PART_FULFILLED: "warn",
    DutyStatus.UNFULFILLED: "bad",
    DutyStatus.OVERDUE: "bad",
    DutyStatus.ENDED_BY_PENALTY: "info",
    DutyStatus.EXEMPT: "neutral",
    DutyStatus.NO_DUTY: "neutral",
    DutyStatus.BASE_MISSING: "warn",
    DutyStatus.NORM_UNKNOWN: "warn",
}
STEP_COLOURS = {
    Step.PLANNED: "neutral",
    Step.DECLARED: "info",
    Step.ACCEPTED: "ok",
    Step.DISALLOWED: "bad",
    Step.REVERSED: "warn",
}


def language() -> str:
    return get_language() or "en"


def ground(source: str) -> str:
    """Why a tolerance was set: the words of the person who set it; for the one that the system brings along, ours."""
    return _("setting of this system after the example of USEITI") if source == DEFAULT_GROUND else source


def status(code: DutyStatus) -> str:
    return say(f"duty.status.{code.value}")


def step(code: str) -> str:
    return say(f"performance.step.{code}")


def regime(code: str) -> str:
    return _regime(code, language()) if code else _("Regime not known")


def region(code: str) -> str:
    return classifier("regions").label(code, language()) if code else _("Region not stated")


def authority(code: str) -> str:
    return classifier("authorities").label(code, language()) if code else _("Authority not stated")


def channel(code: str) -> str:
    return say_value("channel", code, language())


def base_type(code: str) -> str:
    return say_value("base_type", code, language())


def right(name: RightName) -> str:
    """`Mining licence No. 12-ML of 24.11.2020`."""
    kind = classifier("right_kinds").label(name.kind, language())
    number = name.number or _("without number")
    if name.concluded_on:
        return _("%(kind)s No. %(number)s of %(day)s") % {
            "kind": kind,
            "number": number,
            "day": show_day(name.concluded_on),
        }
    return _("%(kind)s No. %(number)s") % {"kind": kind, "number": number}


def regimes() -> tuple[tuple[str, str], ...]:
    """Code and title of every regime, in the order of the book."""
    return _regimes(language())


@cache
def _regime(code: str, in_language: str) -> str:
    try:
        return say_regime(code, in_language)
    except RegimeUnknown:
        return code


@cache
def _regimes(in_language: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, _regime(code, in_language)) for code in load_book().regimes)
