"""Publications reach those who follow their topics, looked up after the act is committed."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ifi.notices.addressing import deliveries_for_people, deliveries_for_subscribers
from ifi.notices.models import Delivery, Notice, Subscriber, Subscription

_AT_ONCE = 2_000


def spread_all() -> int:
    """Give every publication that has none yet its deliveries; how many publications there were. May run again."""
    done = 0
    while _spread_one():
        done += 1
    return done


@transaction.atomic
def _spread_one() -> bool:
    """All deliveries of one publication, or none; people first, so that whoever also subscribes is told as a person."""
    waiting = Notice.objects.filter(Q(spread_at=None) & ~Q(topics=[])).order_by("pk")
    notice = waiting.select_for_update(skip_locked=True).first()
    if notice is None:
        return False
    followers = Subscription.objects.filter(topic__in=notice.topics)
    people = sorted(set(followers.exclude(person=None).values_list("person", flat=True)))
    for start in range(0, len(people), _AT_ONCE):
        _keep(deliveries_for_people(notice, people[start : start + _AT_ONCE]))
    last = 0
    wanted = Subscriber.objects.filter(pk__in=followers.values("subscriber")).select_related("chat").order_by("pk")
    while some := list(wanted.filter(pk__gt=last)[:_AT_ONCE]):
        _keep(deliveries_for_subscribers(notice, some))
        last = some[-1].pk
    notice.spread_at = timezone.now()
    notice.save(update_fields=["spread_at"])
    return True


def _keep(rows: list[Delivery]) -> None:
    """Whoever has this notice on this channel already is left out by the key."""
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
