"""What this room puts into calendars: dated news, one calendar a topic and one of them all."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ifi.news.calendar.sources import EventKind, PublicCalendar
from ifi.news.notices import in_language
from ifi.news.topics import TOPICS

KINDS = (
    EventKind(
        "news.dated",
        title=gettext_lazy("{title}"),
        text=gettext_lazy("{summary}"),
        parameters={"title": in_language, "summary": in_language},
    ),
)


def calendars() -> Iterable[PublicCalendar]:
    yield PublicCalendar("all", _("All public deadlines"))
    for topic, label in TOPICS.items():
        yield PublicCalendar(topic, str(label))
