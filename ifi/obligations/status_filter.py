"""The conditions of rules.status as a filter of DutyBalance."""

from datetime import date

from django.db.models import Q

from ifi.law.loader import load_working_days
from ifi.obligations.rules.status import CONDITIONS, DutyStatus, Time


def having_status(status: DutyStatus, on: date) -> Q:
    """Duties that have the status on the date: comparisons of stored columns, so that indexes serve them."""
    condition = CONDITIONS[status]
    return Q(standing__in=[standing.value for standing in condition.standings]) & _holds(condition.time, on)


def _holds(time: Time, on: date) -> Q:
    late_before = load_working_days().late_before(on)
    late = Q(report_by__lt=late_before) & (Q(closed_on=None) | Q(closed_on__gt=on))
    return {
        Time.ANY: Q(),
        Time.BEFORE_YEAR: Q(year__gt=on.year),
        Time.FROM_YEAR: Q(year__lte=on.year),
        Time.IN_YEAR: Q(year=on.year),
        Time.AFTER_YEAR_IN_TIME: Q(year__lt=on.year)
        & (Q(report_by=None) | Q(report_by__gte=late_before) | Q(closed_on__lte=on)),
        Time.AFTER_YEAR_LATE: Q(year__lt=on.year) & late,
    }[time]
