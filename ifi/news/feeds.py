"""RSS 2.0 and Atom of a topic in one language; items that are not translated are left out."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from ifi.news.html import body_html
from ifi.news.models import NewsVersion
from ifi.news.queries import translated_news
from ifi.news.topics import TOPICS
from ifi.news.views import language

ALL = "all"


if TYPE_CHECKING:
    _Feed = Feed[NewsVersion, str]
else:
    _Feed = Feed


class NewsFeed(_Feed):
    """The newest items of a topic, or of all of them."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    item_guid_is_permalink = False

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=600"
        return response

    def get_object(self, request: HttpRequest, topic: str) -> str:
        if topic != ALL and topic not in TOPICS:
            raise Http404
        return topic

    def title(self, topic: str) -> str:
        name = _("Innovation for Industry: news")
        return name if topic == ALL else f"{name}. {TOPICS[topic]}"

    def description(self, topic: str) -> str:
        return _("News for subsoil users, industry, science and investors.")

    def link(self, topic: str) -> str:
        address = reverse("news:list")
        return address if topic == ALL else f"{address}?topic={topic}"

    def items(self, topic: str) -> Sequence[NewsVersion]:
        return translated_news(topic="" if topic == ALL else topic, language=language())

    def item_title(self, item: NewsVersion) -> str:
        title = str(getattr(item, f"title_{language()}"))
        return f"{title} ({_('demonstration')})" if item.item.is_demonstration else title

    def item_description(self, item: NewsVersion) -> str:
        return str(getattr(item, f"summary_{language()}"))

    def item_link(self, item: NewsVersion) -> str:
        return reverse("news:item", args=[item.item_id])

    def item_guid(self, item: NewsVersion) -> str:
        return f"urn:ifi:news:{item.item_id}:{language()}"

    def item_pubdate(self, item: NewsVersion) -> datetime | None:
        return item.item.published_at

    def item_updateddate(self, item: NewsVersion) -> datetime:
        return item.saved_at

    def item_categories(self, item: NewsVersion) -> list[str]:
        return [str(TOPICS[topic]) for topic in item.topics if topic in TOPICS]


class NewsAtom(NewsFeed):
    """The same as Atom, with the whole text."""

    feed_type = Atom1Feed

    def subtitle(self, topic: str) -> str:
        return self.description(topic)

    def item_extra_kwargs(self, item: NewsVersion) -> dict[str, object]:
        return {"content": body_html(getattr(item, f"body_{language()}"))}
