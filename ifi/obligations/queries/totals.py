"""The national picture: sums by year, regime, region and authority; exact in every transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from ifi.core.money import ZERO
from ifi.obligations.queries.published import PublishedTotal, published_totals
from ifi.obligations.queries.rows import Row, fetch
from ifi.obligations.queries.sight import FEWEST_USERS, Sight, sight_of

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

    @property
    def counted(self) -> Decimal:
        """Accepted performance with the credit of earlier years."""
        return self.performed + self.brought

    @property
    def share(self) -> Decimal | None:
        """Counted of due, cut (not rounded) to four decimals of one; None when nothing is due."""
        return None if self.due <= 0 else (self.counted / self.due).quantize(Decimal("0.0001"), rounding=ROUND_DOWN)

    def plus(self, other: "Figures") -> "Figures":
        counts = {name: (self.counts or {}).get(name, 0) + (other.counts or {}).get(name, 0) for name in COUNTS}
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in SUMS}, counts=counts)


@dataclass(frozen=True, slots=True)
class YearFigures:
    year: int
    figures: Figures


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
    sight = sight_of(actor)
    years = _years(sight)
    if not years:
        return None
    past = [known for known in years if known < this_year]
    chosen_year = year if year in years else max(past or years)
    groups = _groups(sight, chosen_year)
    chosen = years[chosen_year]
    includes = any(group.code == LEGACY for group in groups["regime"])
    hides = not sight.is_whole and not includes and any(row["due"] for row in _hidden(sight, chosen_year))
    return NationalPicture(
        year=chosen_year,
        years=tuple(YearFigures(known, figures) for known, figures in sorted(years.items())),
        chosen=chosen,
        before=years.get(chosen_year - 1),
        by=groups,
        comparisons=_comparisons(chosen_year, groups["authority"], by_authority=sight.is_whole, complete=not hides),
        sees_all=sight.is_whole,
        includes_legacy=includes,
        hides_legacy=hides,
        has_demonstration=has_demonstration(),
    )


def has_demonstration() -> bool:
    """Whether any of the totals is over made-up duties."""
    row = fetch("SELECT EXISTS (SELECT FROM obligations_live_year_total WHERE is_demonstration) AS found")[0]
    return bool(row["found"])


def known_years() -> tuple[int, ...]:
    """Years from the first to the last that has a duty, newest first; two look-ups of an index."""
    row = fetch("SELECT min(year) AS first, max(year) AS last FROM obligations_dutybalance")[0]
    return () if row["first"] is None else tuple(range(row["last"], row["first"] - 1, -1))


def _years(sight: Sight) -> dict[int, Figures]:
    condition, parameters = sight.condition()
    rows = fetch(
        f"SELECT year, {_SUMMED} FROM obligations_live_year_total WHERE {condition} GROUP BY year",  # noqa: S608
        parameters,
    )
    years = {row["year"]: _figures(row) for row in rows}
    if not sight.is_whole:
        for row in _hidden(sight):
            if _is_many(sight, row["year"]):
                years[row["year"]] = years.get(row["year"], Figures()).plus(_figures(row))
    return years


def _groups(sight: Sight, year: int) -> dict[str, tuple[GroupFigures, ...]]:
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
    legacy = [row for row in _hidden(sight, year) if _is_many(sight, year)] if not sight.is_whole else []
    for members in groups.values():
        members.sort(key=lambda group: (-group.figures.due, group.code))
        members += [GroupFigures(LEGACY, _figures(row)) for row in legacy]
    return {name: tuple(members) for name, members in groups.items()}


def _hidden(sight: Sight, year: int | None = None) -> list[Row]:
    """Sums over what the reader may not see one by one, by year."""
    condition, parameters = sight.condition()
    of_year = "AND year = %s" if year is not None else ""
    return fetch(
        f"""SELECT year, {_SUMMED} FROM obligations_live_year_total
            WHERE NOT {condition} {of_year} GROUP BY year""",  # noqa: S608
        [*parameters, *([year] if year is not None else [])],
    )


def _is_many(sight: Sight, year: int) -> bool:
    """Whether at least FEWEST_USERS users make up the hidden sum of the year; so many look-ups of an index."""
    condition, parameters = sight.condition()
    found, last = 0, 0
    while found < FEWEST_USERS:
        row = fetch(
            f"""SELECT organisation_id FROM obligations_dutybalance
                WHERE year = %s AND NOT is_public AND due > 0 AND NOT {condition} AND organisation_id > %s
                ORDER BY organisation_id LIMIT 1""",  # noqa: S608
            [year, *parameters, last],
        )
        if not row:
            return False
        found, last = found + 1, row[0]["organisation_id"]
    return True


def _figures(row: Mapping[str, Any]) -> Figures:
    return Figures(**{name: Decimal(row[name]) for name in SUMS}, counts={name: int(row[name]) for name in COUNTS})


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
