"""What of this room goes when a person is erased, besides what is theirs alone: the subscription of their address."""

from datetime import date

from ifi.accounts.personal import rooms
from ifi.notices.models import Subscriber, SubscriptionRequest
from ifi.notices.subscriptions import erase_subscriber


def nothing_hinders(person_id: int, on: date) -> None:
    """A subscription stands in nobody's way."""


def erase_subscription(person_id: int, email: str) -> None:
    """Whoever followed topics before there was an account is not written to after it."""
    SubscriptionRequest.objects.filter(email=email).delete()
    for subscriber in Subscriber.objects.filter(email=email):
        erase_subscriber(subscriber)


def register() -> None:
    rooms.register("notices", check=nothing_hinders, erase=erase_subscription)
