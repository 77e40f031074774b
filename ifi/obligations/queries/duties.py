"""The list of duties: one page of a selection, how many there are, and all of it for a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ifi.law.loader import load_working_days
from ifi.obligations.queries.names import RightName, names_of_organisations, names_of_rights
from ifi.obligations.queries.rows import Row, fetch, fetch_one, stream
from ifi.obligations.queries.selection import Branch, Place, Selection, branches, order_of
from ifi.obligations.queries.sight import Condition, Sight, sight_of
from ifi.obligations.queries.totals import known_years
from ifi.obligations.rules.status import CONDITIONS, DutyFacts, DutyStatus, Time, fulfilment, is_at_risk, status_of

PAGE_ROWS = 50
COUNTED_UP_TO = 1000  # above that many rows a count that has no stored total says "more than"

_COLUMNS = """duty_id, right_id, organisation_id, year, regime, region, authority, assessment_status, due, performed,
    brought, carried, credit_available, released, outstanding, report_by, closed_on, risk_threshold, is_public,
    is_demonstration"""
_BY_TOTALS = frozenset({Time.ANY, Time.BEFORE_YEAR, Time.FROM_YEAR, Time.IN_YEAR})


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty on the list, with its names and where it stands on the day asked for. Amounts in tenge."""

    duty: int
    right: int
    right_name: RightName
    organisation: int
    organisation_name: str
    year: int
    regime: str
    region: str
    authority: str
    status: DutyStatus
    due: Decimal
    performed: Decimal
    brought: Decimal
    shortfall: Decimal
    credit_available: Decimal
    fulfilment: Decimal | None
    is_at_risk: bool
    is_demonstration: bool

    @property
    def is_due_known(self) -> bool:
        """Nothing is owed, or nobody knows yet how much: the two are not the same zero."""
        waits = self.status is DutyStatus.NOT_YET_DUE and not self.due
        return not waits and self.status not in (DutyStatus.BASE_MISSING, DutyStatus.NORM_UNKNOWN)


@dataclass(frozen=True, slots=True)
class Count:
    """How many duties the selection has; `is_more`: more than the number."""

    number: int
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class DutyPage:
    """`years`: all that have a duty, newest first."""

    rows: tuple[DutyRow, ...]
    years: tuple[int, ...]
    count: Count
    next: Place | None
    previous: Place | None


def duties_page(*, actor: object, selection: Selection, on: date, language: str) -> DutyPage:
    """One page of the selection; `next` and `previous` are the places its neighbours start from."""
    sight, years = sight_of(actor), known_years()
    count = _count(selection.whole(), sight, on, years)
    found = _page(selection, sight, on, years) if count.number else []
    rows = found[:PAGE_ROWS]
    has_more = len(found) > PAGE_ROWS
    if selection.before is not None:
        rows.reverse()
    first, last = (_place(rows[0], selection), _place(rows[-1], selection)) if rows else (None, None)
    goes_back = selection.before is not None
    return DutyPage(
        rows=tuple(_duty_rows(rows, on, language)),
        years=years,
        count=count,
        next=last if has_more or goes_back else None,
        previous=first if selection.after is not None or (goes_back and has_more) else None,
    )


def all_duties(*, actor: object, selection: Selection, on: date, language: str) -> Iterator[list[DutyRow]]:
    """The whole selection in its order, in batches: what a file holds."""
    sight = sight_of(actor)
    parts = branches(selection.whole(), sight=sight, on=on, years=known_years())
    if not parts:
        return
    sqls, parameters = zip(*(_branch_sql(part) for part in parts), strict=True)
    order = _order(order_of(selection), selection.descending)
    sql = f"SELECT * FROM ({' UNION ALL '.join(sqls)}) AS merged ORDER BY {order}"  # noqa: S608
    for rows in stream(sql, [value for values in parameters for value in values]):
        yield list(_duty_rows(rows, on, language))


def count_duties(*, actor: object, selection: Selection, on: date) -> Count:
    return _count(selection.whole(), sight_of(actor), on, known_years())


def _page(selection: Selection, sight: Sight, on: date, years: tuple[int, ...]) -> list[Row]:
    """The rows of the page and one more, which tells that there is a next one; in the order of reading, turned round
    when reading backwards."""
    parts = branches(selection, sight=sight, on=on, years=years)
    if not parts:
        return []
    descending = selection.descending if selection.before is None else not selection.descending
    place = selection.before or selection.after
    order = order_of(selection)
    sqls, parameters = [], []
    for part in parts:
        sql, values = _branch_sql(part, place=place, order=order, descending=descending)
        sqls.append(f"({sql} ORDER BY {_order(part.order, descending)} LIMIT {PAGE_ROWS + 1})")
        parameters += values
    sql = sqls[0] if len(sqls) == 1 else f"SELECT * FROM ({' UNION ALL '.join(sqls)}) AS merged"  # noqa: S608
    if len(sqls) > 1:
        sql += f" ORDER BY {_order(order, descending)} LIMIT {PAGE_ROWS + 1}"
    return fetch(sql, parameters)


def _branch_sql(
    branch: Branch, *, place: Place | None = None, order: tuple[str, ...] = (), descending: bool = True
) -> tuple[str, list[object]]:
    """One scan; from a place on, rows that come after it in the order."""
    conditions: list[Condition] = list(branch.conditions)
    if place is not None:
        values = {"year": place.year, "duty_id": place.duty}
        compared = [values.get(column, place.amount) for column in order]
        sign, marks = "<" if descending else ">", ", ".join(["%s"] * len(order))
        conditions.append((f"({', '.join(order)}) {sign} ({marks})", compared))
    where = " AND ".join(sql for sql, _ in conditions)
    parameters = [value for _, values in conditions for value in values]
    return f"SELECT {_COLUMNS} FROM obligations_dutybalance WHERE {where}", parameters  # noqa: S608


def _order(columns: tuple[str, ...], descending: bool) -> str:
    return ", ".join(f"{column} {'DESC' if descending else 'ASC'}" for column in columns)


def _place(row: Row, selection: Selection) -> Place:
    return Place(row["year"], row[selection.amount], row["duty_id"])


def _count(selection: Selection, sight: Sight, on: date, years: tuple[int, ...]) -> Count:
    """Exact from the stored totals where the filters are what totals are kept by; else counted up to a limit."""
    time = CONDITIONS[selection.status].time if selection.status else Time.ANY
    is_one_count = selection.status is None or not selection.below_threshold
    if sight == sight.of_totals() and selection.organisations is None and time in _BY_TOTALS and is_one_count:
        return Count(_count_by_totals(selection, sight, on))
    parts = branches(selection, sight=sight, on=on, years=years)
    if not parts:
        return Count(0)
    sqls, parameters = [], []
    for part in parts:  # in the order of an index: read branch by branch, no further than the limit
        sql, values = _branch_sql(part)
        sqls.append(f"({sql} ORDER BY {_order(part.order, descending=True)} LIMIT {COUNTED_UP_TO + 1})")
        parameters += values
    every = " UNION ALL ".join(sqls)
    sql = f"SELECT count(*) AS number FROM (SELECT FROM ({every}) AS every LIMIT {COUNTED_UP_TO + 1}) AS found"  # noqa: S608
    row = fetch_one(sql, parameters)
    number = row["number"] if row else 0
    return Count(min(number, COUNTED_UP_TO), is_more=number > COUNTED_UP_TO)


def _count_by_totals(selection: Selection, sight: Sight, on: date) -> int:
    column = "duties"
    condition = CONDITIONS[selection.status] if selection.status else None
    if condition is not None:
        column = " + ".join(f"duties_{standing.value}" for standing in condition.standings)
    if selection.below_threshold:
        column = "duties_below_threshold"
    where, parameters = [sight.condition()[0]], list(sight.condition()[1])
    for name in ("year", "regime", "region", "authority"):
        if value := getattr(selection, name):
            where.append(f"{name} = %s")
            parameters.append(value)
    signs = {Time.BEFORE_YEAR: ">", Time.FROM_YEAR: "<=", Time.IN_YEAR: "="}
    if condition is not None and condition.time in signs:
        where.append(f"year {signs[condition.time]} %s")
        parameters.append(on.year)
    if selection.below_threshold:
        where.append("year < %s")
        parameters.append(on.year)
    number = f"coalesce(sum({column}), 0)::bigint AS number"
    row = fetch_one(
        f"SELECT {number} FROM obligations_live_year_total WHERE {' AND '.join(where)}",  # noqa: S608
        parameters,
    )
    return row["number"] if row else 0


def facts_of(row: Row) -> DutyFacts:
    """The facts of a balance row that its status follows from."""
    return DutyFacts(
        year=row["year"],
        assessment_status=row["assessment_status"],
        due=row["due"],
        performed=row["performed"],
        brought=row["brought"],
        released=row["released"],
        report_by=row["report_by"],
        closed_on=row["closed_on"],
        risk_threshold=row["risk_threshold"],
    )


def _duty_rows(rows: Iterable[Row], on: date, language: str) -> Iterator[DutyRow]:
    rows = list(rows)
    rights = names_of_rights({row["right_id"] for row in rows}, language)
    organisations = names_of_organisations({row["organisation_id"] for row in rows}, on, language)
    late_before = load_working_days().late_before(on)
    for row in rows:
        facts = facts_of(row)
        yield DutyRow(
            duty=row["duty_id"],
            right=row["right_id"],
            right_name=rights[row["right_id"]],
            organisation=row["organisation_id"],
            organisation_name=organisations[row["organisation_id"]],
            year=row["year"],
            regime=row["regime"],
            region=row["region"],
            authority=row["authority"],
            status=status_of(facts, on, late_before),
            due=row["due"],
            performed=row["performed"],
            brought=row["brought"],
            shortfall=max(row["outstanding"], Decimal("0.00")),
            credit_available=row["credit_available"],
            fulfilment=fulfilment(facts.due, facts.counted),
            is_at_risk=is_at_risk(facts, on),
            is_demonstration=row["is_demonstration"],
        )
