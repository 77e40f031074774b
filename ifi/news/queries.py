"""What readers see of news: published items in their language, and for editors everything."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from ifi.accounts.rights import Permission, check_may, may
from ifi.core import targets
from ifi.core.identifiers import record_number
from ifi.core.targets import Shown, Target
from ifi.news.errors import NewsUnknown
from ifi.news.models import NewsItem, NewsVersion
from ifi.news.rules import LANGUAGES, Content, State
from ifi.news.services import content_of
from ifi.notices.models import Subscription

PAGE = 20
FEED = 50


@dataclass(frozen=True, slots=True)
class NewsLine:
    """An item of a list in one language. Where `language` is not the one asked for, it is not translated yet."""

    number: int
    language: str
    title: str
    summary: str
    topics: tuple[str, ...]
    published_on: date
    event_on: date | None
    is_translated: bool
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class NewsList:
    """One page. `before`: the number after which the next, older page begins; None on the last."""

    lines: tuple[NewsLine, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Correction:
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class NewsPage:
    """A published item, or what is left of a withdrawn one. `text` is None where the language is missing."""

    item: NewsItem
    content: Content
    corrections: tuple[Correction, ...]
    about: Shown | None


def latest_news(*, topic: str = "", language: str, before: int = 0, size: int = PAGE) -> NewsList:
    """Published items, the newest first, of one topic or of all."""
    rows = list(_published(topic, before)[: size + 1])
    lines = tuple(_line(row, language) for row in rows[:size])
    return NewsList(lines, rows[size - 1].item_id if len(rows) > size else None)


def translated_news(*, topic: str = "", language: str, size: int = FEED) -> tuple[NewsVersion, ...]:
    """Newest versions of published items that stand in the language, for feeds."""
    rows = _published(topic, 0).exclude(**{f"title_{language}": ""})
    return tuple(rows[:size])


def news_about(about: Target, *, language: str, size: int = 5) -> tuple[NewsLine, ...]:
    """What was published about an object."""
    rows = _published("", 0).filter(about_kind=about.kind, about_key=about.key)
    return tuple(_line(row, language) for row in rows[:size])


def news_page(number: int, *, language: str, reader: object) -> NewsPage:
    """An item that is or was published. Raises NewsUnknown for a draft, as for an item that is not there."""
    states = [State.PUBLISHED.value, State.WITHDRAWN.value]
    item = NewsItem.objects.filter(pk=number, state__in=states).first()
    if item is None:
        raise NewsUnknown(number=number)
    versions = list(item.versions.order_by("number"))
    content = content_of(versions[-1])
    corrections = tuple(
        Correction(version.saved_on, text)
        for version in reversed(versions)
        if (text := getattr(version, f"correction_{language}"))
    )
    return NewsPage(item, content, corrections, _shown(content, reader))


@dataclass(frozen=True, slots=True)
class Draft:
    """An item as its editors see it, with every version, the newest first."""

    item: NewsItem
    content: Content
    versions: tuple[NewsVersion, ...]


def editors_list(*, by: object, before: int = 0) -> tuple[list[NewsVersion], int | None]:
    """Newest versions of all items, the newest first, and where the next page begins."""
    check_may(by, Permission.NEWS_EDIT)
    rows = NewsVersion.objects.filter(is_newest=True).select_related("item").order_by("-item_id")
    found = list(rows.filter(item_id__lt=before)[: PAGE + 1] if before else rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].item_id if len(found) > PAGE else None


def draft(number: int, *, by: object) -> Draft:
    """Raises NewsUnknown."""
    check_may(by, Permission.NEWS_EDIT)
    item = NewsItem.objects.filter(pk=number).first()
    if item is None:
        raise NewsUnknown(number=number)
    versions = tuple(item.versions.select_related("saved_by").order_by("-number"))
    return Draft(item, content_of(versions[0]), versions)


def describe(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """How items are named elsewhere: published ones to everyone, the others to editors."""
    numbers = [number for key in keys if (number := record_number(key)) is not None]
    rows = NewsVersion.objects.filter(is_newest=True, item__in=numbers).select_related("item")
    is_editor, found = may(reader, Permission.NEWS_EDIT), {}
    for row in rows:
        is_public = row.item.state in (State.PUBLISHED.value, State.WITHDRAWN.value)
        if is_public or is_editor:
            name = "news:item" if is_public else "news:edit"
            found[str(row.item_id)] = Shown(_first_title(row), reverse(name, args=[row.item_id]))
    return found


def topics_followed(person_id: int, on: date) -> Iterable[str]:
    """What a person follows stands in their own calendar too."""
    return Subscription.objects.filter(person=person_id).values_list("topic", flat=True)


def _published(topic: str, before: int) -> QuerySet[NewsVersion]:
    rows = NewsVersion.objects.filter(is_newest=True, item__state=State.PUBLISHED.value).select_related("item")
    if topic:
        rows = rows.filter(topics__contains=[topic])
    if before:
        moment = NewsItem.objects.filter(pk=before).values_list("published_at", flat=True).first()
        rows = rows.filter(Q(item__published_at__lt=moment) | Q(item__published_at=moment, item__lt=before))
    return rows.order_by("-item__published_at", "-item_id")


def _line(row: NewsVersion, language: str) -> NewsLine:
    found = next((code for code in (language, *LANGUAGES) if getattr(row, f"title_{code}")), "kk")
    assert row.item.published_on is not None
    return NewsLine(
        number=row.item_id,
        language=found,
        title=getattr(row, f"title_{found}"),
        summary=getattr(row, f"summary_{found}"),
        topics=tuple(row.topics),
        published_on=row.item.published_on,
        event_on=row.event_on,
        is_translated=found == language,
        is_demonstration=row.item.is_demonstration,
    )


def _first_title(row: NewsVersion) -> str:
    language = (get_language() or "en")[:2]
    return next((title for code in (language, *LANGUAGES) if (title := getattr(row, f"title_{code}"))), "")


def _shown(content: Content, reader: object) -> Shown | None:
    if not content.about_key:
        return None
    about = Target(content.about_kind, content.about_key)
    return targets.show([about], reader=reader).get(about)
