"""Public topics of news, and the notice that one was published."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ifi.news.rules import LANGUAGES
from ifi.news.topics import focus_areas, industries
from ifi.notices.catalogue import Channel, NoticeKind, Topic, language

PUBLISHED = "news.published"


def in_language(value: object) -> str:
    """From `{"kk": …, "ru": …, "en": …}`: the reader's language, or else the first that the item has."""
    assert isinstance(value, Mapping)
    return next(str(value[code]) for code in (language(), *LANGUAGES) if value.get(code))


def _address(parameters: Mapping[str, object]) -> str:
    return reverse("news:item", args=[parameters["item"]])


ENTRIES = (
    Topic(
        "industry",
        _("News of an industry"),
        _("Technologies, projects and rules of one industry."),
        is_public=True,
        keys=industries,
        order=10,
    ),
    Topic(
        "focus",
        _("News of a focus area"),
        _("MedTech, AgriTech and GreenTech."),
        is_public=True,
        keys=focus_areas,
        order=20,
    ),
    Topic(
        "obligations",
        _("Obligations of subsoil users"),
        _("Changes of the law, report days, how obligations are fulfilled."),
        is_public=True,
        order=30,
    ),
    Topic("calls", _("Calls and deadlines"), _("Calls for proposals and their last days."), is_public=True, order=40),
    NoticeKind(
        PUBLISHED,
        "news",
        title="{title}",
        text="{summary}",
        reason=_("You follow a topic or an object that this news is about."),
        brief="{title}",
        is_public=True,
        parameters={"item": str, "title": in_language, "summary": in_language},
        channels=frozenset({Channel.PAGE, Channel.EMAIL, Channel.TELEGRAM}),
        address=_address,
    ),
    Topic("news", _("News"), _("News on topics that you follow."), order=50),
)
