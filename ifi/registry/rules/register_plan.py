"""What has to be written so that the registry says what a register's file says. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ifi.core.errors import IfiError
from ifi.core.years import Period
from ifi.registry.rules.details import Codes, Dated, codes_on
from ifi.registry.rules.holders import check_dates
from ifi.registry.rules.register_rows import GivenRight, RowProblem

Holding = tuple[str, Decimal, Period]  # BIN, share, period
DETAILS = ("minerals", "region", "authority", "exempt_ground")  # dated, each for itself


@dataclass(slots=True)
class RightPlan:
    """What one right needs; an empty plan means that everything is stored."""

    given: GivenRight
    right_id: int | None  # None = to be registered
    values: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Codes] = field(default_factory=dict)  # from `details_since` on
    holders: list[tuple[date | None, dict[str, Decimal]]] = field(default_factory=list)  # from the day, complete
    regime: tuple[str, date | None] | None = None
    terms: tuple[tuple[str, str, str], ...] = ()  # parameter, value, quote
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def details_since(self) -> date | None:
        return self.given.details_since

    @property
    def is_empty(self) -> bool:
        return self.right_id is not None and not (
            self.values or self.details or self.holders or self.regime or self.terms
        )


def plan_new(given: GivenRight) -> RightPlan:
    plan = RightPlan(given, None, _written(given), given_details(given))
    plan.holders = [(since, given.shares(since)) for since in _in_time(given)]
    plan.regime = (given.regime, given.regime_since) if given.regime else None
    _check_dates(plan, given.values)
    return plan


def plan_change(
    given: GivenRight,
    *,
    right_id: int,
    stored: dict[str, Any],
    details: Mapping[str, Sequence[Dated]],
    holders: Sequence[Holding],
    regimes: Sequence[tuple[str, Period]],
) -> RightPlan:
    """Values that differ; details, holders and a regime that are new: a change of these needs the day from which it
    holds."""
    plan = RightPlan(given, right_id)
    plan.values = {name: value for name, value in _written(given).items() if stored[name] != value}
    _plan_details(plan, details)
    _plan_holders(plan, holders)
    _plan_regime(plan, regimes)
    _check_dates(plan, stored | given.values)
    return plan


def _written(given: GivenRight) -> dict[str, Any]:
    return {name: value for name, value in given.values.items() if name not in DETAILS}


def given_details(given: GivenRight) -> dict[str, Codes]:
    """Field → its codes as the file has them."""
    values = {name: given.values[name] for name in DETAILS if given.values.get(name)}
    return {name: tuple(value) if name == "minerals" else (value,) for name, value in values.items()}


def _plan_details(plan: RightPlan, stored: Mapping[str, Sequence[Dated]]) -> None:
    since = plan.given.details_since
    for name, codes in given_details(plan.given).items():
        values = stored.get(name, ())
        if not values:
            plan.details[name] = codes
            continue
        held = codes_on(values, since) if since else values[-1].codes
        if set(held) == set(codes):
            continue
        shown = ("stored", ", ".join(held))
        if since is None:
            _report(plan, "details_since", "registry.import.detail_change_needs_day", shown)
        else:
            plan.details[name] = codes
            if held:
                day = ("day", since.isoformat())
                told = RowProblem(plan.given.rows[0], name, "registry.import.changes_from", (shown, day), True)
                plan.problems.append(told)


def _in_time(given: GivenRight) -> list[date | None]:
    return sorted(given.holders, key=lambda since: since or date.min)


def _plan_holders(plan: RightPlan, stored: Sequence[Holding]) -> None:
    for since in _in_time(plan.given):
        wanted = plan.given.shares(since)
        if not stored:
            plan.holders.append((since, wanted))
        elif since is None:
            at_first = {bin: share for bin, share, period in stored if period.start is None}
            at_last = {bin: share for bin, share, period in stored if period.end is None}
            if wanted not in (at_first, at_last):
                _report(plan, "holder_since", "registry.import.holder_change_needs_day")
        elif wanted != {bin: share for bin, share, period in stored if period.holds_on(since)}:
            later = [period.start for _, _, period in stored if period.start and period.start > since]
            if later:
                _report(plan, "holder_since", "registry.later_change_exists", ("day", min(later).isoformat()))
            plan.holders.append((since, wanted))


def _plan_regime(plan: RightPlan, stored: Sequence[tuple[str, Period]]) -> None:
    regime, since = plan.given.regime, plan.given.regime_since
    if regime is None:
        return
    if not stored:
        plan.regime = (regime, since)
    elif since is None:
        if regime != stored[-1][0]:
            _report(plan, "regime_since", "registry.import.regime_change_needs_day")
    elif regime not in [code for code, period in stored if period.holds_on(since)]:
        plan.regime = (regime, since)


def _check_dates(plan: RightPlan, values: dict[str, Any]) -> None:
    try:
        check_dates(**{name: values.get(name) for name in ("concluded_on", "starts_on", "ends_on")})
    except IfiError as error:
        _report(plan, "ends_on", error.code, *((name, str(value)) for name, value in error.parameters.items()))


def _report(plan: RightPlan, column: str, code: str, *parameters: tuple[str, str]) -> None:
    plan.problems += [RowProblem(row, column, code, parameters) for row in plan.given.rows]
