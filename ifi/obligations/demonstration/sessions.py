"""The day on which the made-up officers and accountants act: the 20th of each month.

Acts of one day are loaded together, so fewer days make a quicker load; dates of payment stay any day.
"""

from datetime import date, timedelta

_DAY = 20


def sitting(day: date) -> date:
    """The first sitting on the day or after it."""
    if day.day <= _DAY:
        return day.replace(day=_DAY)
    return (day.replace(day=28) + timedelta(days=4)).replace(day=_DAY)


def next_sitting(day: date) -> date:
    """The first sitting after the day."""
    return sitting(day + timedelta(days=1))
