"""The link in a message that turns its topic off, without signing in."""

from dataclasses import dataclass

from django.db import transaction

from ifi.notices.addressing import is_security
from ifi.notices.catalogue import Channel
from ifi.notices.errors import LinkOld, SecurityStays
from ifi.notices.links import Purpose, handle_of
from ifi.notices.models import Delivery, Notice, Subscription
from ifi.notices.preferences import turn_topic_off
from ifi.notices.preparing import gathered_in
from ifi.notices.subscriptions import leave_topics


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was sent: on which channel, of which topics, in which language it was written."""

    delivery: Delivery
    topics: tuple[str, ...]
    language: str


def find_message(token: str) -> Message:
    """The message that the link stands in. Raises LinkOld where it was never made or its receiver is erased."""
    handle = handle_of(Purpose.OFF, token)
    rows = Delivery.objects.select_related("notice", "person", "subscriber__chat")
    delivery = rows.filter(handle=handle).first() if handle else None
    if delivery is None or (delivery.person is None and delivery.subscriber is None):
        raise LinkOld
    notices = [delivery.notice] if delivery.notice else gathered_in([delivery])[delivery.pk]
    language = delivery.person.language if delivery.person else delivery.subscriber.language  # type: ignore[union-attr]
    return Message(delivery, _topics(delivery, notices), language)


def _topics(delivery: Delivery, notices: list[Notice]) -> tuple[str, ...]:
    """For a person the topics of the preferences, for a subscriber those that it follows."""
    if delivery.person is not None:
        return tuple(dict.fromkeys(notice.topic for notice in notices if not is_security(notice.topic)))
    published = {topic for notice in notices for topic in notice.topics}
    followed = Subscription.objects.filter(subscriber=delivery.subscriber, topic__in=published)
    return tuple(followed.order_by("topic").values_list("topic", flat=True))


@transaction.atomic
def turn_off(*, token: str) -> None:
    """No more messages of these topics on this channel. A second click changes nothing.

    Raises LinkOld, and SecurityStays for a message on the safety of an account.
    """
    message = find_message(token)
    person, subscriber = message.delivery.person, message.delivery.subscriber
    if person is not None:
        if not message.topics:
            raise SecurityStays
        for topic in message.topics:
            turn_topic_off(topic=topic, by=person, channels=[Channel(message.delivery.channel)])
    elif subscriber is not None:
        leave_topics(subscriber, message.topics)
