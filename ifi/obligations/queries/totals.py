"""The national picture: sums by year, regime, region and authority; exact in every transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from ifi.core.money import ZERO
from ifi.obligations.queries.published import PublishedTotal, published_totals
from ifi.obligations.queries.rows import fetch
from ifi.obligations.queries.sight import Condition, Sight, sight_of

SUMS = ("due", "performed", "brought", "credit_available", "shortfall", "received", "declared")
COUNTS = (
    "duties",
    "duties_met",
    "duties_over",
    "duties_ended",
    "duties_part",
    "duties_none",
    "duties_base_missing",
    "duties_norm_unknown",
    "duties_exempt",
    "duties_below_threshold",
)
GROUPS = ("regime", "region", "authority")
LEGACY = "legacy"  # the one row over all instruments that are not public, in every breakdown

_SUMMED = ", ".join(f"coalesce(sum({column}), 0) AS {column}" for column in (*SUMS, *COUNTS))
_SUMMED += ", bool_or(is_demonstration) AS is_demonstration"


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums of a group of duties in tenge, and how many of them stand where."""

    due: Decimal = ZERO
    performed: Decimal = ZERO
    brought: Decimal = ZERO
    credit_available: Decimal = ZERO
    shortfall: Decimal = ZERO
    received: Decimal = ZERO
    declared: Decimal = ZERO
    counts: Mapping[str, int] | None = None
    is_demonstration: bool = False

    @property
    def covered(self) -> Decimal:
        """What of the due is no longer missing: an excess of one duty does not cover another."""
        return self.due - self.shortfall

    @property
    def beyond(self) -> Decimal:
        """What was performed or credited above what each duty itself owed."""
        return max(self.performed + self.brought - self.covered, ZERO)

    @property
    def share(self) -> Decimal | None:
        """Covered of due, cut (not rounded) to four decimals of one; None when nothing is due."""
        return None if self.due <= 0 else (self.covered / self.due).quantize(Decimal("0.0001"), rounding=ROUND_DOWN)

    def plus(self, other: "Figures") -> "Figures":
        counts = {name: (self.counts or {}).get(name, 0) + (other.counts or {}).get(name, 0) for name in COUNTS}
        made_up = self.is_demonstration or other.is_demonstration
        sums = {name: getattr(self, name) + getattr(other, name) for name in SUMS}
        return Figures(**sums, counts=counts, is_demonstration=made_up)


@dataclass(frozen=True, slots=True)
class HiddenYear:
    """`figures` is None where fewer than FEWEST_USERS users make them up."""

    figures: Figures | None
    has_due: bool


@dataclass(frozen=True, slots=True)
class YearFigures:
    """`is_over`: the calendar year has ended, so that what is missing no longer waits for the rest of it."""

    year: int
    figures: Figures
    is_over: bool = True


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One row of a breakdown; `code` is LEGACY for the sum over instruments that are not public one by one."""

    code: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published total beside ours; `ours` and `place` are None where they cannot be compared or ours is not shown."""

    published: PublishedTotal
    ours: Decimal | None
    place: str | None


@dataclass(frozen=True, slots=True)
class NationalPicture:
    """`includes_legacy`: the sum over instruments that are not public is in the totals. `hides_legacy`: there are such
    duties, and too few users make up their sum for it to be shown."""

    year: int
    is_over: bool
    years: tuple[YearFigures, ...]
    chosen: Figures
    before: Figures | None
    by: Mapping[str, tuple[GroupFigures, ...]]
    comparisons: tuple[Comparison, ...]
    sees_all: bool
    includes_legacy: bool
    hides_legacy: bool
    has_demonstration: bool


def national_picture(*, actor: object, year: int | None, this_year: int) -> NationalPicture | None:
    """All years, and the chosen one by regime, region and authority. None when there are no duties at all.

    Without a choice the newest year that is over is shown: the running one has hardly any performance yet.
    """
    sight = sight_of(actor).of_totals()
    seen = _by_year(sight.condition())
    hidden = {} if sight.is_whole else _hidden_by_year(sight)
    shown = {known: sums.figures for known, sums in hidden.items() if sums.figures is not None}
    years = {known: seen.get(known, Figures()).plus(shown.get(known, Figures())) for known in {*seen, *shown}}
    if not years:
        return None
    past = [known for known in years if known < this_year]
    chosen = year if year in years else max(past or years)
    groups = _groups(sight, chosen, shown.get(chosen))
    hides = chosen in hidden and chosen not in shown and hidden[chosen].has_due
    return NationalPicture(
        year=chosen,
        is_over=chosen < this_year,
        years=tuple(YearFigures(known, figures, known < this_year) for known, figures in sorted(years.items())),
        chosen=years[chosen],
        before=years.get(chosen - 1),
        by=groups,
        comparisons=_comparisons(chosen, groups["authority"], by_authority=sight.is_whole, complete=not hides),
        sees_all=sight.is_whole,
        includes_legacy=chosen in shown,
        hides_legacy=hides,
        has_demonstration=any(figures.is_demonstration for figures in years.values()),
    )


def known_years() -> tuple[int, ...]:
    """Years from the first to the last that has a duty, newest first; two look-ups of an index."""
    row = fetch("SELECT first, last FROM obligations_known_years()")[0]
    return () if row["first"] is None else tuple(range(row["last"], row["first"] - 1, -1))


def _by_year(condition: Condition) -> dict[int, Figures]:
    sql, parameters = condition
    rows = fetch(
        f"SELECT year, {_SUMMED} FROM obligations_live_year_total WHERE {sql} GROUP BY year",  # noqa: S608
        parameters,
    )
    return {row["year"]: _figures(row) for row in rows}


def _groups(sight: Sight, year: int, hidden: Figures | None) -> dict[str, tuple[GroupFigures, ...]]:
    """The year's rows by each group, the most that is due first; what is hidden is the last row of each."""
    condition, parameters = sight.condition()
    rows = fetch(
        f"""SELECT regime, region, authority, {_SUMMED} FROM obligations_live_year_total
            WHERE year = %s AND {condition} GROUP BY GROUPING SETS (regime, region, authority)""",  # noqa: S608
        [year, *parameters],
    )
    groups: dict[str, list[GroupFigures]] = {name: [] for name in GROUPS}
    for row in rows:
        name = next((name for name in GROUPS if row[name] is not None), GROUPS[0])
        groups[name].append(GroupFigures(row[name] or "", _figures(row)))
    for members in groups.values():
        members.sort(key=lambda group: (-group.figures.due, group.code))
        members += [GroupFigures(LEGACY, hidden)] if hidden is not None else []
    return {name: tuple(members) for name, members in groups.items()}


def _hidden_by_year(sight: Sight) -> dict[int, HiddenYear]:
    """Of each year what the reader may not see one by one; summed where its rows are, by their owner."""
    kept_by = sight.authority if sight.sees_all else None
    rows = fetch("SELECT * FROM obligations_hidden_totals(%s)", [kept_by])
    return {row["year"]: HiddenYear(_figures(row) if row["is_shown"] else None, row["has_due"]) for row in rows}


def _figures(row: Mapping[str, Any]) -> Figures:
    counts = {name: int(row[name]) for name in COUNTS}
    sums = {name: Decimal(row[name]) for name in SUMS}
    return Figures(**sums, counts=counts, is_demonstration=row["is_demonstration"])


def _comparisons(
    year: int, authorities: tuple[GroupFigures, ...], *, by_authority: bool, complete: bool
) -> tuple[Comparison, ...]:
    """Published totals of the year, then those of other years; ours only where we show the whole of what they cover."""
    found = []
    for published in published_totals():
        covered = [group for group in authorities if group.code in {*published.authorities, "", LEGACY}]
        is_whole = complete and len(covered) == len(authorities)
        if not is_whole:
            covered = [group for group in covered if group.code in published.authorities]
        ours = None
        if published.year == year and published.measure and (is_whole or by_authority):
            ours = sum((getattr(group.figures, published.measure) for group in covered), ZERO)
        found.append(Comparison(published, ours, published.place(ours) if ours is not None else None))
    return tuple(sorted(found, key=lambda comparison: (comparison.published.year != year, comparison.published.year)))
