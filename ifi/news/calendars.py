"""What this room puts into calendars: dated news, one calendar a topic and one of them all."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ifi.news.calendar.sources import EventKind, Group, PublicCalendar
from ifi.news.notices import in_language
from ifi.news.topics import TOPICS


def demonstration_mark(is_demonstration: object) -> str:
    return f" ({_('demonstration')})" if is_demonstration else ""


KINDS = (
    EventKind(
        "news.dated",
        title="{title}{mark}",
        text="{summary}",
        parameters={"title": in_language, "summary": in_language, "mark": demonstration_mark},
    ),
)


def calendars() -> Iterable[PublicCalendar]:
    yield PublicCalendar("all", _("All public deadlines"), Group.ALL)
    for topic, label in TOPICS.items():
        yield PublicCalendar(topic, str(label), Group.INDUSTRY if topic.startswith("industry/") else Group.TOPIC)
