"""Who entered a performance does not accept it, and who acts for the user concerned decides nothing about it."""

from collections.abc import Mapping
from datetime import date

from ifi.accounts.rights import Actor
from ifi.core.separation import Act, Deed, check_apart
from ifi.members.standing import organisations_of
from ifi.obligations.models import DutyBalance, Performance, PerformanceStep
from ifi.obligations.rules.performance import Step
from ifi.obligations.services.acting import person_id

_REPORTS = (Step.PLANNED.value, Step.DECLARED.value)


def check_duties_apart(
    step: Step, performances: Mapping[int, Performance], balances: Mapping[int, DutyBalance], *, by: Actor, on: date
) -> None:
    """Raise NotApart where the decision must be left to another. A program is nobody and decides for nobody."""
    person = person_id(by)
    if person is None:
        return
    act = Act.ACCEPT if step is Step.ACCEPTED else Act.REFUSE
    organisations = organisations_of(person, on)
    entered = PerformanceStep.objects.filter(performance__in=list(performances), step__in=_REPORTS, recorded_by=person)
    own = [Deed(Act.REPORT, person=person)] if entered.exists() else []
    check_apart(act, person=person, organisations=organisations, done=[*own, *_concerned(balances)])


def check_not_concerned(balances: Mapping[int, DutyBalance], *, by: Actor, on: date) -> None:
    """Raise NotApart where whoever decides on duties acts for the user who owes them."""
    person = person_id(by)
    if person is not None:
        organisations = organisations_of(person, on)
        check_apart(Act.ACCEPT, person=person, organisations=organisations, done=_concerned(balances))


def _concerned(balances: Mapping[int, DutyBalance]) -> list[Deed]:
    return [Deed(Act.REPORT, organisation=owner) for owner in {row.organisation_id for row in balances.values()}]
