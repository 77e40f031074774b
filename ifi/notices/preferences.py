"""What a person chooses: how to be told of each topic, when digests come, which public topics to follow."""

from collections.abc import Collection, Mapping

from django.db import transaction

from ifi.accounts.models import User
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.notices.addressing import is_security
from ifi.notices.catalogue import Channel
from ifi.notices.errors import SecurityStays
from ifi.notices.models import DigestTime, Preference, Subscription
from ifi.notices.rules import Mode
from ifi.notices.services import check_public


@transaction.atomic
def save_preferences(
    *,
    modes: Mapping[tuple[str, Channel], Mode],
    hour: int,
    weekday: int,
    language: str,
    followed: Collection[str],
    by: User,
) -> None:
    """Keep all choices of the person. Raises TopicUnknown for a topic that cannot be followed."""
    for (topic, channel), mode in modes.items():
        if not is_security(topic):
            _choose(by, topic, channel, mode)
    DigestTime.objects.update_or_create(person=by, defaults={"hour": hour, "weekday": weekday})
    User.objects.filter(pk=by.pk).update(language=language)
    _follow(by, followed)
    record("notices.preferences_changed", Target.of("person", by.pk), by=by)


@transaction.atomic
def turn_topic_off(*, topic: str, by: User, channels: Collection[Channel] = tuple(Channel)) -> None:
    """No more notices of the topic on these channels; on all of them where none is named. Raises SecurityStays."""
    if is_security(topic):
        raise SecurityStays
    for channel in channels:
        _choose(by, topic, channel, Mode.OFF)
    parameters = {"topic": topic, "channels": [channel.value for channel in channels]}
    record("notices.topic_turned_off", Target.of("person", by.pk), by=by, parameters=parameters)


@transaction.atomic
def turn_topic_on(*, topic: str, by: User) -> None:
    """As the catalogue has it; undoes `turn_topic_off`."""
    Preference.objects.filter(person=by, topic=topic).delete()
    record("notices.topic_turned_on", Target.of("person", by.pk), by=by, parameters={"topic": topic})


@transaction.atomic
def follow(*, topic: str, by: User) -> None:
    """Follow one more public topic. Raises TopicUnknown."""
    check_public(topic)
    _subscription, is_new = Subscription.objects.get_or_create(person=by, topic=topic)
    if is_new:
        record("notices.topic_followed", Target.of("person", by.pk), by=by, parameters={"topic": topic})


def _choose(person: User, topic: str, channel: Channel, mode: Mode) -> None:
    Preference.objects.update_or_create(
        person=person, topic=topic, channel=channel.value, defaults={"mode": mode.value}
    )


def _follow(person: User, topics: Collection[str]) -> None:
    kept = set(Subscription.objects.filter(person=person).values_list("topic", flat=True))
    for topic in set(topics) - kept:
        check_public(topic)
        Subscription.objects.create(person=person, topic=topic)
    Subscription.objects.filter(person=person, topic__in=kept - set(topics)).delete()
