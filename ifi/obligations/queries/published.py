"""Totals that others published: reference series with source and mark, shown beside ours and never added to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ifi.law.facts import Confidence

MEASURES = frozenset({"due", "performed", "received"})


class PublishedTotalsWrong(Exception):
    """The file of published totals has an entry that cannot be used; names the entry and what is wrong."""


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """A published range in tenge. `high` None = "at least". `measure` None = not comparable with ours."""

    code: str
    year: int
    about: bool
    low: Decimal
    high: Decimal | None
    measure: str | None
    authorities: tuple[str, ...]
    mark: Confidence
    source: str
    scope: dict[str, str]

    def place(self, ours: Decimal) -> str:
        """Where our figure lies: below, within or above the published range."""
        if ours < self.low:
            return "below"
        return "above" if self.high is not None and ours > self.high else "within"


@cache
def published_totals() -> tuple[PublishedTotal, ...]:
    source = files("ifi.obligations") / "data" / "published_totals.yaml"
    return tuple(read_published_totals(yaml.safe_load(source.read_text(encoding="utf-8"))))


def read_published_totals(entries: Iterable[dict[str, Any]]) -> list[PublishedTotal]:
    """Entries of the file as values. Raises PublishedTotalsWrong."""
    totals = [_read(entry) for entry in entries]
    codes = [total.code for total in totals]
    repeated = {code for code in codes if codes.count(code) > 1}
    if repeated:
        raise PublishedTotalsWrong(f"published_totals.yaml: {sorted(repeated)} stands more than once")
    return totals


def _read(entry: dict[str, Any]) -> PublishedTotal:
    try:
        compare = entry["compare"] or {}
        total = PublishedTotal(
            code=entry["code"],
            year=int(entry["year"]),
            about=bool(entry["about"]),
            low=_amount(entry["low"]),
            high=None if entry["high"] is None else _amount(entry["high"]),
            measure=compare.get("measure"),
            authorities=tuple(compare.get("authorities", ())),
            mark=Confidence(entry["mark"]),
            source=entry["source"],
            scope={language: entry["scope"][language] for language in ("kk", "ru", "en")},
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise PublishedTotalsWrong(f"published_totals.yaml: {entry.get('code')!r}: {error!r}") from error
    if (total.high is not None and total.high < total.low) or (total.measure not in {None, *MEASURES}):
        raise PublishedTotalsWrong(f"published_totals.yaml: {total.code!r}: range or measure")
    return total


def _amount(text: object) -> Decimal:
    if not isinstance(text, str):
        raise TypeError("an amount is quoted text")
    return Decimal(text)
