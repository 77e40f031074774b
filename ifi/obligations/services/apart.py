"""Who entered a performance does not accept it, and who acts for the user concerned decides nothing about it."""

from collections.abc import Mapping
from datetime import date

from ifi.accounts.rights import Actor
from ifi.core.separation import Ground, not_apart
from ifi.obligations.models import DutyBalance, Performance
from ifi.obligations.queries.apart import bars_of
from ifi.obligations.rules.performance import Step
from ifi.obligations.services.acting import person_id


def check_duties_apart(
    step: Step, performances: Mapping[int, Performance], balances: Mapping[int, DutyBalance], *, by: Actor, on: date
) -> None:
    """Raise NotApart where the decision must be left to another. A program is nobody and decides for nobody."""
    bars = bars_of(person_id(by), list(performances), on=on)
    _check(bars.to_decide_on(performances, step, _owners(balances)), step.value)


def check_not_concerned(balances: Mapping[int, DutyBalance], *, by: Actor, on: date) -> None:
    """Raise NotApart where whoever decides on duties acts for the user who owes them."""
    _check(bars_of(person_id(by), on=on).to_close(_owners(balances)), "close")


def _owners(balances: Mapping[int, DutyBalance]) -> set[int]:
    return {balance.organisation_id for balance in balances.values()}


def _check(ground: Ground | None, act: str) -> None:
    if ground is not None:
        raise not_apart(ground, act=act)
