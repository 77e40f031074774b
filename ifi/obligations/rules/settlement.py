"""What follows from the years of one right together: credit carried, brought and lapsed, penalties, releases. Pure.

The result is a function of the facts alone, so it does not matter in which order acts came. Recomputed after an act, it
is compared with what stands in the ledger; what differs is undone by a counter-entry and posted anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ifi.core.money import ZERO, to_tiyn
from ifi.ledger.rules import Kind

SETTLED = frozenset({Kind.CARRY, Kind.BRING, Kind.LAPSE, Kind.PENALISE, Kind.RELEASE})


@dataclass(frozen=True, slots=True)
class YearFacts:
    """One duty of a right. Amounts in tenge; `performed_in_time`: what was paid by 31 December of the year.

    `carry_years`: how many following years may use its excess, None = no limit. `penalty_rate`: share charged
    of what was not performed in time, None = not known. `penalty_closes_year`: paying it all ends the duty.
    """

    duty: int
    year: int
    due: Decimal
    performed: Decimal
    performed_in_time: Decimal
    is_closed: bool
    carry_years: int | None = 1
    penalty_rate: Decimal | None = None
    penalty_closes_year: bool = False
    penalty_paid: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry that should stand: BRING goes from the credit of `duty` to `joined_duty`."""

    kind: Kind
    duty: int
    amount: Decimal
    joined_duty: int | None = None


@dataclass(slots=True)
class _Credit:
    duty: int
    left: Decimal
    last_year: int | None

    def is_usable_in(self, year: int) -> bool:
        return self.left > 0 and (self.last_year is None or year <= self.last_year)

    def ends_with(self, year: int) -> bool:
        return self.left > 0 and self.last_year is not None and self.last_year <= year


def settle(years: Iterable[YearFacts]) -> tuple[Movement, ...]:
    """The movements that should stand for the duties of one right.

    Credit counts before what is performed in the year itself, the oldest first, never above the year's duty; so money
    spent in the year becomes that year's own excess (Code 129(3), 178(3), 212(2)). An excess is carried at the close of
    its year; what is left of it lapses when the last year that may use it closes.
    """
    movements: list[Movement] = []
    credits: list[_Credit] = []
    for facts in sorted(years, key=lambda facts: facts.year):
        brought = ZERO
        for movement in _bring(facts, credits):
            brought += movement.amount
            movements.append(movement)
        if not facts.is_closed:
            continue
        excess = facts.performed + brought - facts.due
        if excess > 0:
            movements.append(Movement(Kind.CARRY, facts.duty, excess))
            last_year = None if facts.carry_years is None else facts.year + facts.carry_years
            credits.append(_Credit(facts.duty, excess, last_year))
        movements += _lapse(facts.year, credits)
        movements += _penalise(facts, brought)
    return tuple(movements)


def _bring(facts: YearFacts, credits: Sequence[_Credit]) -> Iterator[Movement]:
    need = facts.due
    for credit in credits:
        if need <= 0:
            return
        if credit.is_usable_in(facts.year):
            amount = min(credit.left, need)
            credit.left -= amount
            need -= amount
            yield Movement(Kind.BRING, credit.duty, amount, joined_duty=facts.duty)


def _lapse(closed_year: int, credits: Sequence[_Credit]) -> Iterator[Movement]:
    for credit in credits:
        if credit.ends_with(closed_year):
            yield Movement(Kind.LAPSE, credit.duty, credit.left)
            credit.left = ZERO


def _penalise(facts: YearFacts, brought: Decimal) -> Iterator[Movement]:
    """The penalty on what was not performed by the year's end; paid in full it ends a licence's year (Code 221(2))."""
    if facts.penalty_rate is None:
        return
    missing = max(facts.due - facts.performed_in_time - brought, ZERO)
    penalty = to_tiyn(missing * facts.penalty_rate)
    if penalty <= 0:
        return
    yield Movement(Kind.PENALISE, facts.duty, penalty)
    unperformed = facts.due - facts.performed - brought
    if facts.penalty_closes_year and facts.penalty_paid >= penalty and unperformed > 0:
        yield Movement(Kind.RELEASE, facts.duty, unperformed)
