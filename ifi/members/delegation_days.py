"""Telling of delegations that begin and end by their days; what they give is worked out at each request anyway."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from ifi.accounts.rights import Program
from ifi.members.models import Delegation
from ifi.members.services.telling import tell_delegation_begun, tell_delegation_ended

LATEST = timedelta(days=7)  # what no job told for so long is no news any more
_PROGRAM = Program("delegations")


@transaction.atomic
def tell_of_delegation_days(*, on: date) -> int:
    """Tell both people of what began and what ended by its day; how many delegations. Each is told once."""
    rows = Delegation.objects.filter(until__gt=F("since")).select_related("lender", "borrower").order_by("pk")
    begun = rows.filter(since__lte=on, since__gt=on - LATEST, until__gt=on, created_at__date__lt=F("since"))
    ended = rows.filter(until__lte=on, until__gt=on - LATEST)
    told = [tell_delegation_begun(row, by=_PROGRAM, on=on) for row in begun]
    told += [tell_delegation_ended(row, by=_PROGRAM, on=on) for row in ended]
    return sum(told)
