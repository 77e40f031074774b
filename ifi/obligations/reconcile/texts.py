"""Says the reconciliation's words in kk, ru or en, on a terminal as on a page."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import cast

import yaml

from ifi.core.errors import IfiError
from ifi.obligations.reconcile.rules import Cause

LANGUAGES = ("kk", "ru", "en")


@cache
def _texts() -> dict[str, dict[str, str]]:
    source = files("ifi.obligations.reconcile") / "texts.yaml"
    return cast(dict[str, dict[str, str]], yaml.safe_load(source.read_text(encoding="utf-8")))


def text(code: str, language: str, **parameters: object) -> str:
    """The sentence of `code`. An unknown code or language is a programming error: KeyError."""
    return template(code, language).format_map(parameters)


def template(code: str, language: str) -> str:
    """The sentence with its places not yet filled."""
    return _texts()[code][language]


def codes() -> frozenset[str]:
    return frozenset(_texts())


def say_cause(cause: Cause, evidence: Mapping[str, str] | None, language: str) -> str:
    """The probable cause with what it rests on; amounts grouped."""
    shown = dict(evidence or {})
    if "amount" in shown:
        shown["amount"] = grouped(Decimal(shown["amount"]))
    return text(f"cause.{cause.value}", language, **shown)


def say_file_error(error: IfiError, language: str) -> str:
    parameters = dict(error.parameters)
    if "reason" in parameters:
        parameters["reason"] = text(str(parameters["reason"]), language)
    return text(error.code, language, **parameters)


def grouped(amount: Decimal) -> str:
    """`-1 234 567.89` with narrow no-break spaces, never rounded."""
    return f"{amount:,.2f}".replace(",", "\u202f")
