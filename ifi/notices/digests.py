"""Digests: what was held is gathered once its time has come. Exactly one for each receiver, channel and period."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from ifi.notices.models import Delivery
from ifi.notices.rules import State

_RECEIVERS_AT_ONCE = 500


def gather_due(*, now: datetime) -> int:
    """Make a digest of everything held until `now`, by receiver and channel; how many were made. May run again."""
    made = 0
    while _held(now).exists():
        made += _gather_some(now)
    return made


def _held(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=State.HELD.value, next_at__lte=now)


@transaction.atomic
def _gather_some(now: datetime) -> int:
    """All that is due of some receivers, in one transaction; of two runs at once, the second waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('ifi.notices.gather', 0))")
    receivers = _held(now).order_by("receiver").values_list("receiver", flat=True).distinct()[:_RECEIVERS_AT_ONCE]
    groups: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for row in _held(now).filter(receiver__in=list(receivers)).order_by("pk"):
        groups[row.receiver, row.channel].append(row)
    return sum(_gather(rows, now) for rows in groups.values())


def _gather(rows: list[Delivery], now: datetime) -> bool:
    """One digest of the rows. An act that was committed after the digest of its period was made joins the next one."""
    period = max(row.next_at for row in rows)
    same = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    digest, is_new = Delivery.objects.get_or_create(
        receiver=rows[0].receiver,
        channel=rows[0].channel,
        period=period,
        notice=None,
        defaults={"person_id": rows[0].person_id, "subscriber_id": rows[0].subscriber_id, "next_at": now},
    )
    if is_new:
        same.update(state=State.GATHERED.value, gathered_in=digest)
    else:
        same.update(next_at=period + timedelta(days=1))
    return is_new
