"""From stored notices to words, in the language that is active."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ifi.core import targets
from ifi.core.targets import Shown, Target
from ifi.notices.catalogue import kind_of, knows, knows_topic, topic_of
from ifi.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words. `address`: path of the page it leads to; empty where the reader has none to go to."""

    title: str
    text: str
    reason: str
    brief: str
    address: str
    topic: str


def say_all(notices: Iterable[Notice], *, reader: object) -> dict[int, Said]:
    """Notice id → its words, as far as the reader may know what it is about; one query for each kind of object."""
    known = [notice for notice in notices if knows(notice.code)]
    about = {target_of(notice) for notice in known if notice.about_kind}
    shown = targets.show(about, reader=reader)
    return {notice.pk: _say(notice, shown.get(target_of(notice))) for notice in known}


def target_of(notice: Notice) -> Target:
    return Target(notice.about_kind, notice.about_key)


def _say(notice: Notice, shown: Shown | None) -> Said:
    kind = kind_of(notice.code)
    stored = notice.parameters
    words = {name: say(stored[name]) for name, say in kind.parameters.items() if name in stored}
    words = {name: words.get(name, "") for name in kind.parameters}
    words["about"] = shown.label if shown else _("an object that you may not see")
    address = kind.address(stored) if kind.address else (shown.address if shown else "")
    filled = [str(template).format_map(words) for template in (kind.title, kind.text, kind.reason, kind.brief)]
    return Said(filled[0], filled[1], filled[2], filled[3], address, topic_name(notice.topic))


def topic_name(topic: str) -> str:
    """The label of a topic, with its part where it names one: `Industries: uranium`."""
    family, _sep, key = topic.partition("/")
    if not knows_topic(family):
        return topic
    label = str(topic_of(family).label)
    part = topic_of(family).keys().get(key, "") if key and family != "object" else ""
    return f"{label}: {part}" if part else label


def topic_names(topics: Sequence[str], *, reader: object) -> dict[str, str]:
    """Topic → name; single objects by their own names, where the reader may see them."""
    objects = {topic: Target(*topic.split("/", 2)[1:]) for topic in topics if topic.startswith("object/")}
    shown = targets.show(set(objects.values()), reader=reader)
    return {
        topic: shown[objects[topic]].label if topic in objects and objects[topic] in shown else topic_name(topic)
        for topic in topics
    }
