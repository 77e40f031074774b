"""The portfolio in the order in which it happened: what is recorded on each day. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ifi.obligations.demonstration.sessions import sitting
from ifi.obligations.demonstration.values import (
    Closing,
    Declaration,
    DutyYear,
    PenaltyPaid,
    Performed,
    Portfolio,
    Receipt,
    Step,
)

_NEXT_YEAR_OPENS = 9  # month in which the duties of the next year are opened that plans are made for

Taken = tuple[Performed, Step]


@dataclass(slots=True)
class Day:
    """What is recorded on one day, in this order."""

    on: date
    opened: list[DutyYear] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    entered: list[Taken] = field(default_factory=list)  # planned and declared
    reversed: list[Taken] = field(default_factory=list)
    accepted: list[Taken] = field(default_factory=list)
    disallowed: list[Taken] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    penalties: list[PenaltyPaid] = field(default_factory=list)


def days_of(portfolio: Portfolio, today: date) -> tuple[Day, ...]:
    """Every day with its acts, earliest first. What falls after the last sitting is recorded on `today`."""
    book = _Book(today)
    rights = {right.number: right for right in portfolio.rights}
    for duty in portfolio.duties:
        opens_on = rights[duty.number].opens_on(duty.year)
        book.day(min(opens_on, date(today.year, _NEXT_YEAR_OPENS, 1))).opened.append(duty)
    for declared in portfolio.declarations:
        book.day(declared.declared_on).declarations.append(declared)
    for made in portfolio.performances:
        for step in made.steps:
            _place(book.day(step.taken_on), step.step).append((made, step))
    for receipt in portfolio.receipts:
        book.day(receipt.paid_on).receipts.append(receipt)
    for closing in portfolio.closings:
        book.day(closing.closed_on).closings.append(closing)
    for penalty in portfolio.penalties:
        book.day(penalty.paid_on).penalties.append(penalty)
    return tuple(book.in_order())


class _Book:
    def __init__(self, today: date) -> None:
        self._today = today
        self._days: dict[date, Day] = {}

    def day(self, on: date) -> Day:
        day = min(sitting(on), self._today)
        return self._days.setdefault(day, Day(day))

    def in_order(self) -> Iterator[Day]:
        for on in sorted(self._days):
            yield self._days[on]


def _place(day: Day, step: str) -> list[Taken]:
    if step in ("planned", "declared"):
        return day.entered
    return {"accepted": day.accepted, "disallowed": day.disallowed, "reversed": day.reversed}[step]
