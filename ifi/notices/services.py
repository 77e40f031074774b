"""What other rooms call: tell those concerned (`announce`), or those who follow a topic (`publish`)."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from ifi.accounts.rights import Actor
from ifi.core import targets
from ifi.core.targets import Target
from ifi.notices import waking
from ifi.notices.addressing import deliveries_for
from ifi.notices.catalogue import Channel, NoticeKind, kind_of, knows_topic, topic_of
from ifi.notices.channels import is_configured
from ifi.notices.errors import TopicUnknown
from ifi.notices.models import Delivery, Notice
from ifi.notices.recipients import OFFICIAL, Address, Person, Recipient

__all__ = ["Address", "Person", "announce", "object_topic", "publish"]


def announce(
    code: str,
    *,
    about: Target | None,
    to: Collection[Recipient],
    parameters: Mapping[str, object] | None = None,
    by: Actor,
    on: date,
    topic: str = "",
    once: str = "",
    channels: Collection[Channel] | None = None,
) -> Notice | None:
    """Write a notice and its deliveries in the transaction of the act; sending begins when that is committed.

    `parameters`: JSON values, those that the catalogue names. `topic`: another one than the catalogue's. `once`: with
    the same code and key it is told only once, and None is returned the second time. `channels`: only these, whatever
    people prefer. Raises TransactionManagementError outside a transaction, ValueError for parameters the catalogue does
    not know.
    """
    kind = _check(code, parameters or {})
    notice = Notice(
        code=code,
        topic=topic or kind.topic,
        once=once,
        about_kind=about.kind if about else "",
        about_key=about.key if about else "",
        parameters=dict(parameters or {}),
        by_id=getattr(by, "pk", None),
        on=on,
    )
    if not _keep(notice):
        return None
    Delivery.objects.bulk_create(deliveries_for(notice, to, channels=channels), ignore_conflicts=True)
    waking.wake()
    return notice


def publish(
    code: str,
    *,
    topics: Collection[str],
    about: Target | None,
    parameters: Mapping[str, object] | None = None,
    by: Actor,
    on: date,
    once: str = "",
    official: bool = True,
) -> Notice | None:
    """Tell everybody who follows one of the topics, and whoever follows the object; each is told once.

    Followers are looked up by a job after the act is committed. `official`: the official Telegram channel gets it too.
    Raises as `announce` does, and TopicUnknown for a topic that is not open to everybody.
    """
    kind = _check(code, parameters or {})
    for topic in topics:
        check_public(topic)
    followed = [*dict.fromkeys(topics)] + ([object_topic(about)] if about else [])
    notice = Notice(
        code=code,
        topic=kind.topic,
        once=once,
        topics=list(dict.fromkeys(followed)),
        about_kind=about.kind if about else "",
        about_key=about.key if about else "",
        parameters=dict(parameters or {}),
        by_id=getattr(by, "pk", None),
        on=on,
    )
    if not _keep(notice):
        return None
    if official and is_configured(Channel.TELEGRAM) and waking.official_chat():
        Delivery.objects.create(notice=notice, receiver=OFFICIAL, channel=Channel.TELEGRAM)
    waking.wake(spread=True)
    return notice


def object_topic(about: Target) -> str:
    """The topic of one object: who follows it hears of what is published about it."""
    return f"object/{about.kind}/{about.key}"


def check_public(topic: str) -> None:
    """Raise TopicUnknown unless anyone may follow it."""
    family, _, key = topic.partition("/")
    if not knows_topic(family) or not topic_of(family).is_public:
        raise TopicUnknown(topic=topic)
    if family == "object":
        kind, _, thing = key.partition("/")
        is_known = kind in targets.kinds() and bool(thing)
    else:
        keys = topic_of(family).keys()
        is_known = key in keys if keys else not key
    if not is_known:
        raise TopicUnknown(topic=topic)


def _check(code: str, parameters: Mapping[str, object]) -> NoticeKind:
    if not connection.in_atomic_block:
        raise TransactionManagementError("a notice is written in the transaction of the act that it tells of")
    kind = kind_of(code)
    if set(parameters) != set(kind.parameters):
        raise ValueError(f"{code}: parameters {sorted(parameters)}, the catalogue names {sorted(kind.parameters)}")
    return kind


def _keep(notice: Notice) -> bool:
    """Write it; False where it was told before."""
    if not notice.once:
        notice.save()
        return True
    if Notice.objects.filter(code=notice.code, once=notice.once).exists():
        return False
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError as error:
        if "notice_told_once" not in str(error):
            raise
        return False
    return True
