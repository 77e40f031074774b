"""Which right and which duty a row is about."""

import difflib
from collections.abc import Iterable
from datetime import date

import polars as pl
from django.db.models import F
from django.db.models.functions import Lower, Upper

from ifi.intake.kinds import join, problems
from ifi.law.errors import RegimeMissing
from ifi.law.regimes import governing_regime
from ifi.obligations.models import Duty
from ifi.obligations.services.duties import open_duties
from ifi.registry.models import RightHolder, SubsoilRight
from ifi.registry.queries import facts_of_rights, places_in_years

_SUGGESTED_FOR = (
    200  # so many different unknown numbers get a suggestion; more mean that the file is about other rights
)
_DASHES, _DROPPED = r"[‐‑‒–—−]", r"[\s№]+"


def with_rights(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(the frame with `right_id`, null where it is not found; the problems of numbers)."""
    registered = _registered()
    keyed = frame.with_columns(_key(pl.col("right_number")).alias("key"))
    found = _found(keyed, registered)
    result = frame.with_columns(found["right_id"])
    told = keyed.with_columns(found)
    unknown = told.filter(pl.col("key").is_not_null() & (pl.col("known") == 0))
    near = _suggestions(unknown, registered)
    told = told.join(near, on="key", how="left", maintain_order="left")
    is_unknown = pl.col("key").is_not_null() & (pl.col("known") == 0)
    return result, join(
        problems(told, is_unknown & pl.col("near").is_null(), "right.unknown", column="right_number"),
        problems(
            told,
            is_unknown & pl.col("near").is_not_null(),
            "right.unknown_near",
            column="right_number",
            near=pl.col("near"),
        ),
        problems(
            told,
            (pl.col("known") > 1) & pl.col("right_id").is_null(),
            "right.ambiguous",
            column="right_number",
            dates=pl.col("dates"),
        ),
        problems(
            told,
            (pl.col("known") == 1) & pl.col("right_id").is_null(),
            "right.other_date",
            column="right_date",
            dates=pl.col("dates"),
        ),
    )


def _key(number: pl.Expr) -> pl.Expr:
    """Numbers are compared without spaces, № and case, all dashes alike."""
    return number.str.replace_all(_DROPPED, "").str.replace_all(_DASHES, "-").str.to_lowercase()


def _registered() -> pl.DataFrame:
    """Every right under its number and, where it has one, under its id in the state register."""
    rows = list(SubsoilRight.objects.values_list("pk", "number", "registry_id", "concluded_on"))
    schema = {"right_id": pl.Int64, "number": pl.String, "registry_id": pl.String, "concluded_on": pl.Date}
    rights = pl.DataFrame(rows, schema=schema, orient="row")
    by_number = rights.filter(pl.col("number") != "").with_columns(_key(pl.col("number")).alias("key"))
    by_id = rights.filter(pl.col("registry_id").is_not_null()).with_columns(_key(pl.col("registry_id")).alias("key"))
    return pl.concat([by_number, by_id]).unique(["right_id", "key"], maintain_order=True)


def _found(keyed: pl.DataFrame, registered: pl.DataFrame) -> pl.DataFrame:
    """right_id, known (rights under the number), dates (of those rights); one row per row of `keyed`."""
    wanted = keyed.select("key", "right_date").unique().filter(pl.col("key").is_not_null())
    pairs = wanted.join(registered, on="key", how="left")
    matching = pl.col("right_date").is_null() | (pl.col("right_date") == pl.col("concluded_on"))
    known = (
        pairs.group_by("key", "right_date")
        .agg(
            pl.col("right_id").filter(matching).first().alias("right_id"),
            (matching & pl.col("right_id").is_not_null()).sum().alias("matching"),
            pl.col("right_id").drop_nulls().len().alias("known"),
            pl.col("concluded_on").drop_nulls().dt.strftime("%d.%m.%Y").sort().str.join(", ").alias("dates"),
        )
        .with_columns(
            pl.when(pl.col("matching") == 1).then("right_id").alias("right_id"),
        )
    )
    joined = keyed.select("key", "right_date").join(
        known, on=["key", "right_date"], how="left", maintain_order="left", nulls_equal=True
    )
    return joined.select("right_id", "known", "dates")


def _suggestions(unknown: pl.DataFrame, registered: pl.DataFrame) -> pl.DataFrame:
    """Unknown key → the nearest registered number."""
    keys, numbers = registered["key"].to_list(), dict(registered.select("key", "number").iter_rows())
    near = {
        key: numbers[close[0]]
        for key in unknown["key"].unique(maintain_order=True).head(_SUGGESTED_FOR)
        if (close := difflib.get_close_matches(key, keys, n=1, cutoff=0.75))
    }
    return pl.DataFrame({"key": list(near), "near": list(near.values())}, schema={"key": pl.String, "near": pl.String})


def year_problems(frame: pl.DataFrame, year: str, column: str, by: object) -> pl.DataFrame:
    """Rows whose duty cannot be: outside the right's life, without a regime, without anyone who held the right; or is
    of a year of another authority than the importer's.

    `year` is the frame's column with the duty's year, `column` the one that the problem is told at.
    """
    wanted = frame.select("right_id", pl.col(year).alias("year")).drop_nulls().unique()
    stored = _duties(wanted)
    missing = wanted.join(stored, on=["right_id", "year"], how="anti")
    bad = _impossible(missing)
    told = frame.join(
        bad, left_on=["right_id", year], right_on=["right_id", "year"], how="inner", maintain_order="left"
    )
    return join(
        problems(
            told, pl.col("why") == "life", "right.outside_life", column=column,
            begins=pl.col("begins"), ends=pl.col("ends"),
        ),
        problems(told, pl.col("why") == "regime", "right.regime_missing", column=column),
        problems(told, pl.col("why") == "holder", "right.holder_missing", column=column),
        _of_others(frame, wanted.join(bad, on=["right_id", "year"], how="anti"), year, getattr(by, "authority", "")),
    )  # fmt: skip


def _of_others(frame: pl.DataFrame, wanted: pl.DataFrame, year: str, bound_to: str) -> pl.DataFrame:
    """An officer of one authority brings in what is of its years."""
    places = places_in_years(wanted.iter_rows()) if bound_to else {}
    others = [key for key, place in places.items() if place.authority != bound_to]
    strange = pl.DataFrame(others, schema={"right_id": pl.Int64, "year": pl.Int64}, orient="row")
    strange = strange.cast({"year": wanted.schema["year"]})
    told = frame.join(strange, left_on=["right_id", year], right_on=["right_id", "year"], how="semi")
    return problems(told, pl.lit(True), "right.other_authority", column="right_number")


def _impossible(wanted: pl.DataFrame) -> pl.DataFrame:
    facts = facts_of_rights(wanted["right_id"].unique().to_list())  # regimes and life are dated there
    held = _held(wanted)
    bad: list[tuple[int, int, str, str, str]] = []
    for right_id, year in wanted.iter_rows():
        fact = facts[right_id]
        try:
            why = "life" if governing_regime(fact, year) is None else ""
        except RegimeMissing:
            why = "regime"
        if not why and (right_id, year) not in held:
            why = "holder"
        if why:
            bad.append((right_id, year, why, _shown(fact.concluded_on), _shown(fact.ends_on)))
    schema = {"right_id": pl.Int64, "year": pl.Int32, "why": pl.String, "begins": pl.String, "ends": pl.String}
    return pl.DataFrame(bad, schema=schema, orient="row")


def _shown(day: date | None) -> str:
    return "…" if day is None else day.strftime("%d.%m.%Y")


def _holders(right_ids: Iterable[int]) -> pl.DataFrame:
    """right_id, bin, first_year, last_year of every holding."""
    rows = (
        RightHolder.objects.filter(right__in=list(right_ids))
        .annotate(begins=Lower("validity"), ends=Upper("validity"), bin=F("organisation__bin"))
        .values_list("right_id", "bin", "begins", "ends")
    )
    schema = {"right_id": pl.Int64, "bin": pl.String, "begins": pl.Date, "ends": pl.Date}
    return pl.DataFrame(list(rows), schema=schema, orient="row").select(
        "right_id",
        "bin",
        pl.col("begins").dt.year().fill_null(0).alias("first_year"),
        (pl.col("ends") - pl.duration(days=1)).dt.year().fill_null(9999).alias("last_year"),
    )


def _held(wanted: pl.DataFrame) -> set[tuple[int, int]]:
    """The (right, year) in which somebody held the right."""
    holders = _holders(wanted["right_id"].unique().to_list())
    rows = wanted.join(holders, on="right_id").filter(pl.col("year").is_between("first_year", "last_year"))
    return set(rows.select("right_id", "year").iter_rows())


def holder_warnings(frame: pl.DataFrame, bin_column: str) -> pl.DataFrame:
    """A payer that did not hold the right in the year: shown, and imported, for a parent company may pay."""
    wanted = frame.select("right_id", "year", pl.col(bin_column).alias("bin")).drop_nulls().unique()
    holders = _holders(wanted["right_id"].unique().to_list())
    holding = wanted.join(holders, on="right_id", suffix="_held").filter(
        pl.col("year").is_between("first_year", "last_year")
    )
    held_by_payer = holding.filter(pl.col("bin") == pl.col("bin_held"))
    strange = wanted.join(holding, on=["right_id", "year"], how="semi").join(
        held_by_payer, on=["right_id", "year", "bin"], how="anti"
    )
    told = frame.join(
        strange,
        left_on=["right_id", "year", bin_column],
        right_on=["right_id", "year", "bin"],
        how="semi",
        maintain_order="left",
    )
    return problems(told, pl.lit(True), "right.payer_not_holder", column=bin_column, is_warning=True)


def _duties(wanted: pl.DataFrame) -> pl.DataFrame:
    """right_id, year → duty_id of the duties that are there."""
    rows = Duty.objects.filter(
        right__in=wanted["right_id"].unique().to_list(), year__in=wanted["year"].unique().to_list()
    ).values_list("right_id", "year", "pk")
    schema = {"right_id": pl.Int64, "year": pl.Int32, "duty_id": pl.Int64}
    return pl.DataFrame(list(rows.iterator(chunk_size=50_000)), schema=schema, orient="row")


def with_duties(frame: pl.DataFrame, year: str, by: object) -> pl.DataFrame:
    """The frame with `duty_id`; duties that are not there yet are opened."""
    wanted = frame.select("right_id", pl.col(year).alias("year")).unique()
    duties = _duties(wanted)
    missing = wanted.join(duties, on=["right_id", "year"], how="anti")
    for (one_year,), rights in missing.group_by("year"):
        open_duties(right_ids=sorted(rights["right_id"]), years=[int(str(one_year))], by=by)  # type: ignore[arg-type]
    if not missing.is_empty():
        duties = _duties(wanted)
    return frame.join(duties.rename({"year": year}), on=["right_id", year], how="left", maintain_order="left")
