"""Days on which the made-up officers and accountants act: the 10th and the 25th of each month.

Acts of one day are loaded together, so fewer days make a quicker load; dates of payment stay any day.
"""

from datetime import date, timedelta


def sitting(day: date) -> date:
    """The first sitting on the day or after it."""
    if day.day <= 10:
        return day.replace(day=10)
    if day.day <= 25:
        return day.replace(day=25)
    return (day.replace(day=28) + timedelta(days=4)).replace(day=10)


def next_sitting(day: date) -> date:
    """The first sitting after the day."""
    return sitting(day + timedelta(days=1))
