"""Where a duty stands: a function of its facts and a date, the same in Python and as conditions over columns. Pure.

A status is never stored. `standing_of` is what the facts say without a date; `status_of` adds the date:

=================  ==================  =====================================================================
standing           on the date         status
=================  ==================  =====================================================================
exempt, no_duty,   any                 exempt, no_duty, norm_unknown
norm_unknown
all others         before 1 Jan of N   not_yet_due
base_missing       from 1 Jan of N     base_missing
over, met, ended   from 1 Jan of N     over_fulfilled, fulfilled, ended_by_penalty
part, none         in N                open
part, none         after N, closed     part_fulfilled, unfulfilled: final
part, none         after N, not        part_fulfilled, unfulfilled until the deadline of the report has passed,
                   closed              then overdue; where that deadline is not known it never becomes overdue.
                                       A deadline on a day off passes with the next working day
=================  ==================  =====================================================================

Counted is what was accepted together with the credit brought from earlier years. A year is closed from its day of
closing on; before that day it is judged as an open one.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from ifi.core.money import ZERO
from ifi.law.facts import AssessmentStatus


class Standing(StrEnum):
    """What the facts of a duty say without a date."""

    OVER = "over"  # more was counted than due
    MET = "met"  # exactly what was due was counted
    ENDED = "ended"  # the paid statutory penalty covers what was not performed (Code 221(2))
    PART = "part"
    NONE = "none"
    BASE_MISSING = "base_missing"
    NORM_UNKNOWN = "norm_unknown"
    EXEMPT = "exempt"
    NO_DUTY = "no_duty"


class DutyStatus(StrEnum):
    """Where a duty stands on a date."""

    NOT_YET_DUE = "not_yet_due"
    OPEN = "open"
    FULFILLED = "fulfilled"
    OVER_FULFILLED = "over_fulfilled"
    PART_FULFILLED = "part_fulfilled"
    UNFULFILLED = "unfulfilled"
    OVERDUE = "overdue"
    ENDED_BY_PENALTY = "ended_by_penalty"
    EXEMPT = "exempt"
    NO_DUTY = "no_duty"
    BASE_MISSING = "base_missing"
    NORM_UNKNOWN = "norm_unknown"


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """The facts that a status follows from; the columns of DutyBalance of the same names. Amounts in tenge."""

    year: int
    assessment_status: str
    due: Decimal = ZERO
    performed: Decimal = ZERO
    brought: Decimal = ZERO
    released: Decimal = ZERO
    report_by: date | None = None
    closed_on: date | None = None
    risk_threshold: Decimal | None = None

    @property
    def counted(self) -> Decimal:
        return self.performed + self.brought


def standing_of(facts: DutyFacts) -> Standing:
    """The standing of a duty; the generated column `standing` computes the same."""
    if facts.assessment_status in (AssessmentStatus.NO_DUTY, AssessmentStatus.OUTSIDE_LIFE):
        return Standing.NO_DUTY
    if facts.assessment_status != AssessmentStatus.ASSESSED:
        return Standing(facts.assessment_status)
    if facts.counted > facts.due:
        return Standing.OVER
    if facts.counted == facts.due:
        return Standing.MET
    if facts.released > 0 and facts.counted + facts.released >= facts.due:
        return Standing.ENDED
    return Standing.PART if facts.counted else Standing.NONE


def status_of(facts: DutyFacts, on: date, late_before: date | None = None) -> DutyStatus:
    """Where the duty stands on the date; see the table at the head of this file.

    `late_before`: the first stated day whose report is still in time on the date (`WorkingDays.late_before`), since a
    deadline on a day off moves on; absent: days off are not heeded.
    """
    standing = standing_of(facts)
    if standing in _AT_ANY_TIME:
        return _AT_ANY_TIME[standing]
    if on.year < facts.year:
        return DutyStatus.NOT_YET_DUE
    if standing in _FROM_THE_YEAR_ON:
        return _FROM_THE_YEAR_ON[standing]
    if on.year == facts.year:
        return DutyStatus.OPEN
    is_closed = facts.closed_on is not None and facts.closed_on <= on
    if not is_closed and facts.report_by is not None and facts.report_by < (late_before or on):
        return DutyStatus.OVERDUE
    return DutyStatus.PART_FULFILLED if standing is Standing.PART else DutyStatus.UNFULFILLED


_AT_ANY_TIME = {
    Standing.EXEMPT: DutyStatus.EXEMPT,
    Standing.NO_DUTY: DutyStatus.NO_DUTY,
    Standing.NORM_UNKNOWN: DutyStatus.NORM_UNKNOWN,
}
_FROM_THE_YEAR_ON = {
    Standing.OVER: DutyStatus.OVER_FULFILLED,
    Standing.MET: DutyStatus.FULFILLED,
    Standing.ENDED: DutyStatus.ENDED_BY_PENALTY,
    Standing.BASE_MISSING: DutyStatus.BASE_MISSING,
}


class Time(StrEnum):
    """What a condition asks of the date, over the columns `year`, `closed_on` and `report_by`."""

    ANY = "any"
    BEFORE_YEAR = "before_year"  # year > the date's year
    FROM_YEAR = "from_year"  # year <= the date's year
    IN_YEAR = "in_year"  # year = the date's year
    AFTER_YEAR_IN_TIME = "after_year_in_time"  # year < the date's year, and closed or the report not yet late
    AFTER_YEAR_LATE = "after_year_late"  # year < the date's year, not closed and the report late


@dataclass(frozen=True, slots=True)
class Condition:
    """A duty has the status when its standing is one of these and the time holds."""

    standings: tuple[Standing, ...]
    time: Time


_DATED = (Standing.OVER, Standing.MET, Standing.ENDED, Standing.PART, Standing.NONE, Standing.BASE_MISSING)

# status → its condition over the columns of DutyBalance; the same decision as status_of, for filters
CONDITIONS: dict[DutyStatus, Condition] = {
    DutyStatus.NOT_YET_DUE: Condition(_DATED, Time.BEFORE_YEAR),
    DutyStatus.OPEN: Condition((Standing.PART, Standing.NONE), Time.IN_YEAR),
    DutyStatus.FULFILLED: Condition((Standing.MET,), Time.FROM_YEAR),
    DutyStatus.OVER_FULFILLED: Condition((Standing.OVER,), Time.FROM_YEAR),
    DutyStatus.PART_FULFILLED: Condition((Standing.PART,), Time.AFTER_YEAR_IN_TIME),
    DutyStatus.UNFULFILLED: Condition((Standing.NONE,), Time.AFTER_YEAR_IN_TIME),
    DutyStatus.OVERDUE: Condition((Standing.PART, Standing.NONE), Time.AFTER_YEAR_LATE),
    DutyStatus.ENDED_BY_PENALTY: Condition((Standing.ENDED,), Time.FROM_YEAR),
    DutyStatus.EXEMPT: Condition((Standing.EXEMPT,), Time.ANY),
    DutyStatus.NO_DUTY: Condition((Standing.NO_DUTY,), Time.ANY),
    DutyStatus.BASE_MISSING: Condition((Standing.BASE_MISSING,), Time.FROM_YEAR),
    DutyStatus.NORM_UNKNOWN: Condition((Standing.NORM_UNKNOWN,), Time.ANY),
}


def fulfilment(due: Decimal, counted: Decimal) -> Decimal | None:
    """Per cent of the duty that was counted, exact and then cut (not rounded) to two decimals.

    Cutting keeps the promise that 100.00 is shown only when all that was due was counted. None when nothing is due.
    """
    if due <= 0:
        return None
    return (counted * 100 / due).quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def is_at_risk(facts: DutyFacts, on: date) -> bool:
    """Whether the year ended with less counted than the threshold of the regime: a ground to end the contract
    (Code 133(2)(1), 163(1)(2)). Strictly less. Indicative: the law speaks of all financial obligations, we hold R&D."""
    if facts.assessment_status != AssessmentStatus.ASSESSED or facts.risk_threshold is None or facts.due <= 0:
        return False
    return on.year > facts.year and facts.counted < facts.risk_threshold * facts.due
