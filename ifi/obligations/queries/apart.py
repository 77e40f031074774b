"""What must be left to another: who entered a performance does not accept it, and who acts for the user who owes
decides nothing about the duty. The services refuse by it, and the pages do not offer what they would refuse."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ifi.core.separation import Act, Deed, Ground, why_not_apart
from ifi.members.standing import organisations_of
from ifi.obligations.models import PerformanceStep
from ifi.obligations.rules.performance import Step

_REPORTS = (Step.PLANNED.value, Step.DECLARED.value)
_ACTS = {Step.ACCEPTED: Act.ACCEPT, Step.DISALLOWED: Act.REFUSE, Step.REVERSED: Act.REFUSE}


@dataclass(frozen=True, slots=True)
class Bars:
    """What one person must leave to others on duties of these organisations, among these performances.

    `own`: the performances that the person entered. Nobody (a program) is barred from nothing.
    """

    person: int | None
    acts_for: frozenset[int]
    own: frozenset[int]

    def to_decide_on(self, performances: Collection[int], step: Step, owners: Collection[int]) -> Ground | None:
        """Why the person may not take the step on them; `owners`: the organisations that owe."""
        own = [Deed(Act.REPORT, person=self.person)] if self.own & set(performances) else []
        return self._why(_ACTS[step], [*self._concerned(owners), *own])

    def to_close(self, owners: Collection[int]) -> Ground | None:
        """Why the person may not close a year of theirs or enter what they paid as a penalty."""
        return self._why(Act.ACCEPT, self._concerned(owners))

    def _concerned(self, owners: Collection[int]) -> list[Deed]:
        return [Deed(Act.REPORT, organisation=owner) for owner in set(owners)]

    def _why(self, act: Act, done: list[Deed]) -> Ground | None:
        return why_not_apart(act, person=self.person, organisations=self.acts_for, done=done)


def bars_of(person: int | None, performances: Collection[int] = (), *, on: date) -> Bars:
    """At most two queries, however many performances there are."""
    if person is None:
        return Bars(None, frozenset(), frozenset())
    steps = PerformanceStep.objects.filter(performance__in=performances, step__in=_REPORTS, recorded_by=person)
    own = frozenset(steps.values_list("performance", flat=True)) if performances else frozenset()
    return Bars(person, organisations_of(person, on), own)
