"""Reads of the ledger; they never write."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from ifi.ledger.models import Entry
from ifi.ledger.rules import Balance, Kind, balances


def entries_of(duty_ids: Iterable[int], *, known_at: datetime | None = None) -> QuerySet[Entry]:
    """The entries that touch the duties, in the order of posting; where `known_at` is given, those recorded by then."""
    ids = list(duty_ids)
    entries = Entry.objects.filter(Q(debit_duty__in=ids) | Q(credit_duty__in=ids)).order_by("id")
    return entries if known_at is None else entries.filter(recorded_at__lte=known_at)


def balances_of(duty_ids: Iterable[int], *, known_at: datetime | None = None) -> dict[int, Balance]:
    """Duty id → its balance from its entries, as known at the moment; a duty without entries stands at nil."""
    ids = list(duty_ids)
    found = balances(entries_of(ids, known_at=known_at))
    return {duty: found.get(duty, Balance()) for duty in ids}


def live_entries(duty_ids: Iterable[int], kinds: Iterable[Kind]) -> QuerySet[Entry]:
    """The uncorrected entries of these kinds that have one of the duties on their debit side."""
    return Entry.objects.filter(
        debit_duty__in=list(duty_ids),
        kind__in=[kind.value for kind in kinds],
        corrects=None,
        corrected_by=None,
    ).order_by("id")
