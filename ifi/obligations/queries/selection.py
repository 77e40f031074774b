"""What a reader chose on the list of duties, as conditions over the balance table. Each filter and order has its index.

The amount orders are indexed within a year, so a list over all years is put together from the first rows of each year.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

from ifi.law.loader import load_working_days
from ifi.obligations.queries.sight import Condition, Sight
from ifi.obligations.rules.status import CONDITIONS, DutyStatus, Standing, Time

SORTS = ("year", "due", "outstanding", "performed")


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in the order: its year, the amount sorted by, its duty."""

    year: int
    amount: Decimal
    duty: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters and order of the list. `organisations` are the ids that the text in `organisation` was found to mean."""

    year: int | None = None
    regime: str = ""
    region: str = ""
    authority: str = ""
    status: DutyStatus | None = None
    organisation: str = ""
    organisations: tuple[int, ...] | None = None
    below_threshold: bool = False
    sort: str = "year"
    descending: bool = True
    after: Place | None = None
    before: Place | None = None

    @property
    def amount(self) -> str:
        """The column of the amount that orders rows: within a year the largest duty comes first."""
        return "due" if self.sort == "year" else self.sort

    def whole(self) -> "Selection":
        """The same selection without a page."""
        return replace(self, after=None, before=None)


@dataclass(frozen=True, slots=True)
class Branch:
    """One ordered scan of an index: conditions, and the columns of its order."""

    conditions: tuple[Condition, ...]
    order: tuple[str, ...]


def branches(selection: Selection, *, sight: Sight, on: date, years: tuple[int, ...]) -> tuple[Branch, ...]:
    """The scans whose merged rows are the selection: one where the order is that of an index, else one for each year;
    and for each standing of a status. None when nothing can be found."""
    common = _common(selection, sight, on)
    chosen_years = _years(selection, on, years)
    standings = CONDITIONS[selection.status].standings if selection.status else ()
    if not chosen_years:
        return ()
    if selection.organisations is not None:
        return (_of_organisations(selection, common, chosen_years, standings),)
    if selection.sort == "year":
        of_year: list[Condition] = [("year = %s", [selection.year])] if selection.year is not None else []
        if standings:  # the years of the status, and no others
            of_year = [("year BETWEEN %s AND %s", [min(chosen_years), max(chosen_years)])]
        return tuple(
            Branch((*common, *of_year, *_standing(standing)), ("year", selection.amount, "duty_id"))
            for standing in standings or (None,)
        )
    return tuple(
        Branch((*common, ("year = %s", [year]), *_standing(standing)), (selection.amount, "duty_id"))
        for year, standing in product(chosen_years, standings or (None,))
    )


def order_of(selection: Selection) -> tuple[str, ...]:
    """The columns of the list's order, all in the same direction."""
    return ("year", selection.amount, "duty_id") if selection.sort == "year" else (selection.amount, "duty_id")


def _of_organisations(
    selection: Selection, common: list[Condition], years: tuple[int, ...], standings: tuple[Standing, ...]
) -> Branch:
    """All duties of a few organisations: few enough to be put in order as they are."""
    conditions = [*common, ("organisation_id = ANY(%s)", [list(selection.organisations or ())])]
    conditions.append(("year BETWEEN %s AND %s", [min(years), max(years)]))
    if standings:
        conditions.append(("standing = ANY(%s)", [[standing.value for standing in standings]]))
    return Branch(tuple(conditions), order_of(selection))


def _standing(standing: Standing | None) -> tuple[Condition, ...]:
    return () if standing is None else (("standing = %s", [standing.value]),)


def _years(selection: Selection, on: date, years: tuple[int, ...]) -> tuple[int, ...]:
    """The years that the selection can have rows in."""
    time = CONDITIONS[selection.status].time if selection.status else Time.ANY
    first, last = {
        Time.ANY: (min(years, default=0), max(years, default=0)),
        Time.BEFORE_YEAR: (on.year + 1, max(years, default=0)),
        Time.FROM_YEAR: (0, on.year),
        Time.IN_YEAR: (on.year, on.year),
        Time.AFTER_YEAR_IN_TIME: (0, on.year - 1),
        Time.AFTER_YEAR_LATE: (0, on.year - 1),
    }[time]
    return tuple(year for year in years if first <= year <= last and selection.year in (None, year))


def _common(selection: Selection, sight: Sight, on: date) -> list[Condition]:
    """Conditions that hold in every branch."""
    conditions: list[Condition] = [sight.condition()]
    for column in ("regime", "region", "authority"):
        if value := getattr(selection, column):
            conditions.append((f"{column} = %s", [value]))
    if selection.below_threshold:
        conditions += [("is_below_threshold", []), ("year < %s", [on.year])]
    if selection.status is not None:
        conditions += _time(CONDITIONS[selection.status].time, on)
    return conditions


def _time(time: Time, on: date) -> list[Condition]:
    """What a status asks of the day of closing and the deadline of the report; its years are chosen apart.

    The list is one of today: no year is closed from a day to come on, so that open means without a day of closing.
    """
    late_before = load_working_days().late_before(on)
    if time is Time.AFTER_YEAR_LATE:
        return [("report_by < %s", [late_before]), ("closed_on IS NULL", [])]
    if time is Time.AFTER_YEAR_IN_TIME:
        return [("(report_by IS NULL OR report_by >= %s OR closed_on <= %s)", [late_before, on])]
    return []
