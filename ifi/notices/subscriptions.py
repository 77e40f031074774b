"""Following public topics without an account: ask, confirm, change, end. What is kept of a person ends with it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from ifi.accounts.rights import Program
from ifi.audit.services import record
from ifi.core import targets
from ifi.core.targets import Target
from ifi.notices.catalogue import Channel
from ifi.notices.channels import is_configured
from ifi.notices.errors import ChannelOff, LinkOld, SubscribedTooOften, TopicUnknown
from ifi.notices.links import Purpose, handle_of
from ifi.notices.models import Delivery, Subscriber, Subscription, SubscriptionRequest, TelegramInvitation
from ifi.notices.recipients import Address, digest_of
from ifi.notices.rules import Mode, State
from ifi.notices.services import announce, check_public
from ifi.notices.tidying import REQUEST_LIFE

WINDOW = timedelta(hours=1)
MOST_FROM_ONE_NETWORK = 20
MOST_TO_ONE_ADDRESS = 3
_PROGRAM = Program("subscriptions")


def check_topics(topics: Collection[str]) -> None:
    """Raise TopicUnknown unless anyone may follow each of them; an object must be one that the public may see."""
    for topic in topics:
        check_public(topic)
        if topic.startswith("object/"):
            target = Target(*topic.split("/", 2)[1:])
            if target not in targets.show({target}, reader=AnonymousUser()):
                raise TopicUnknown(topic=topic)


@transaction.atomic
def request_subscription(*, email: str, topics: Collection[str], language: str, network: str, now: datetime) -> None:
    """Send a letter with a link to confirm. What happens is the same whether or not the address is known here.

    Raises ChannelOff, TopicUnknown, SubscribedTooOften (by network address). Above the limit of one e-mail address
    nothing is sent and nothing is said, so that nobody's mailbox is filled through this page.
    """
    if not is_configured(Channel.EMAIL):
        raise ChannelOff(channel=Channel.EMAIL)
    check_topics(topics)
    asked_from, email = digest_of("network", network), email.strip().lower()
    check_not_too_often(asked_from, now)
    recent = SubscriptionRequest.objects.filter(email=email, asked_at__gt=now - WINDOW)
    is_too_much = recent.count() >= MOST_TO_ONE_ADDRESS
    request = SubscriptionRequest.objects.create(
        email=email, topics=sorted(set(topics)), language=language, asked_from=asked_from, asked_at=now
    )
    if not is_too_much:
        announce(
            "notices.confirm_subscription",
            about=None,
            to=[Address(email, language)],
            parameters={"request": str(request.pk)},
            by=_PROGRAM,
            on=now.date(),
        )


def check_not_too_often(asked_from: str, now: datetime) -> None:
    """Raise SubscribedTooOften where this network has asked too much within the hour, by e-mail or Telegram."""
    since = now - WINDOW
    asked = SubscriptionRequest.objects.filter(asked_from=asked_from, asked_at__gt=since).count()
    asked += TelegramInvitation.objects.filter(asked_from=asked_from, made_at__gt=since).count()
    if asked >= MOST_FROM_ONE_NETWORK:
        raise SubscribedTooOften


def find_request(token: str, now: datetime) -> SubscriptionRequest:
    """The request behind the link of a letter. Raises LinkOld."""
    handle = handle_of(Purpose.CONFIRM, token)
    live = SubscriptionRequest.objects.filter(asked_at__gt=now - REQUEST_LIFE)
    request = live.filter(pk=handle).first() if handle else None
    if request is None:
        raise LinkOld
    return request


@transaction.atomic
def confirm_subscription(*, token: str, now: datetime) -> Subscriber:
    """The address is the reader's own: from now on it follows the topics, with those it followed before."""
    request = find_request(token, now)
    subscriber, _ = Subscriber.objects.get_or_create(email=request.email, defaults={"language": request.language})
    for topic in request.topics:
        Subscription.objects.get_or_create(subscriber=subscriber, topic=topic)
    keep("notices.subscribed", subscriber)
    return subscriber


def find_subscriber(token: str) -> Subscriber:
    """Whose secret page it is. Raises LinkOld."""
    handle = handle_of(Purpose.MANAGE, token)
    subscriber = Subscriber.objects.select_related("chat").filter(handle=handle).first() if handle else None
    if subscriber is None:
        raise LinkOld
    return subscriber


@transaction.atomic
def change_subscription(
    *, token: str, topics: Collection[str], mode: Mode, hour: int, weekday: int, language: str
) -> bool:
    """Keep the choices; without any topic the subscription ends. Whether it goes on. Raises LinkOld, TopicUnknown."""
    subscriber = find_subscriber(token)
    kept = set(subscriber.subscriptions.values_list("topic", flat=True))
    check_topics(set(topics) - kept)
    if not topics:
        erase_subscriber(subscriber)
        return False
    for topic in set(topics) - kept:
        Subscription.objects.create(subscriber=subscriber, topic=topic)
    subscriber.subscriptions.filter(topic__in=kept - set(topics)).delete()
    subscriber.mode, subscriber.hour, subscriber.weekday = mode.value, hour, weekday
    subscriber.language = language
    subscriber.save()
    keep("notices.subscription_changed", subscriber)
    return True


@transaction.atomic
def end_subscription(*, token: str) -> None:
    """Nothing more is sent, and nothing is kept of the subscriber. Raises LinkOld."""
    erase_subscriber(find_subscriber(token))


@transaction.atomic
def erase_subscriber(subscriber: Subscriber) -> None:
    """Delete the subscriber with all that names it; that something was sent to somebody stays."""
    own = Delivery.objects.filter(subscriber=subscriber)
    own.filter(state__in=[State.WAITING, State.HELD]).update(state=State.DROPPED)
    own.update(receiver=Concat(Value("x:"), Cast("pk", CharField())), address="")
    if subscriber.email:
        SubscriptionRequest.objects.filter(email=subscriber.email).delete()
    chat, target = subscriber.chat, _target(subscriber)
    subscriber.delete()
    record("notices.subscription_ended", target, by=_PROGRAM)
    if chat is not None and chat.person_id is None:
        chat.delete()


def leave_topics(subscriber: Subscriber, topics: Collection[str]) -> None:
    """Follow these no longer; whoever follows nothing any more is erased."""
    subscriber.subscriptions.filter(topic__in=topics).delete()
    if subscriber.subscriptions.exists():
        keep("notices.subscription_changed", subscriber)
    else:
        erase_subscriber(subscriber)


def keep(event: str, subscriber: Subscriber) -> None:
    """The act in the trail, which knows a follower by number only."""
    record(event, _target(subscriber), by=_PROGRAM, parameters={"count": subscriber.subscriptions.count()})


def _target(subscriber: Subscriber) -> Target:
    return Target.of("subscriber", subscriber.pk)
