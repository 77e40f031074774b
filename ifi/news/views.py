"""Pages of news for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import get_language

from ifi.accounts.rights import Permission, may
from ifi.core.identifiers import record_number
from ifi.news.errors import NewsUnknown
from ifi.news.html import body_html
from ifi.news.queries import NewsPage, latest_news, news_page
from ifi.news.rules import LANGUAGES, State
from ifi.news.topics import TOPICS

_PUBLIC_PAGES = {"right": "obligations:right", "organisation": "obligations:organisation"}


def language() -> str:
    return (get_language() or "en")[:2]


def news(request: HttpRequest) -> HttpResponse:
    """Published items, the newest first, of one topic where one is chosen."""
    topic = request.GET.get("topic", "")
    if topic and topic not in TOPICS:
        raise Http404
    number = record_number(request.GET.get("before")) or 0
    found = latest_news(topic=topic, language=language(), before=number)
    older = urlencode({key: value for key, value in (("topic", topic), ("before", found.before)) if value})
    context = {
        "news": found,
        "lines": found.lines,
        "older": older if found.before else "",
        "is_first_page": not number,
        "topic": topic,
        "topic_label": TOPICS.get(topic, ""),
        "topics": TOPICS.items(),
        "topic_labels": TOPICS,
        "may_edit": may(request.user, Permission.NEWS_EDIT),
        "feed": topic or "all",
    }
    return render(request, "news/list.html", context)


def item(request: HttpRequest, number: int) -> HttpResponse:
    """One published item in the reader's language; where it is not translated, the page says so."""
    try:
        page = news_page(number, language=language(), reader=request.user)
    except NewsUnknown as error:
        raise Http404 from error
    if page.item.state == State.WITHDRAWN.value:
        return render(request, "news/withdrawn.html", {"page": page}, status=410)
    text = page.content.texts[language()]
    context = {
        "page": page,
        "text": text if text.is_complete else None,
        "body": body_html(text.body),
        "others": [(code, page.content.texts[code].title, _address(number, code)) for code in _others(page)],
        "topics": [(topic, TOPICS[topic]) for topic in page.content.topics if topic in TOPICS],
        "about_address": _page_of_object(page),
        "is_over": page.content.event_on is not None and page.content.event_on < timezone.localdate(),
        "may_edit": may(request.user, Permission.NEWS_EDIT),
        "demonstration": page.item.is_demonstration or None,
    }
    return render(request, "news/item.html", context)


def _others(page: NewsPage) -> list[str]:
    texts = page.content.texts
    return [code for code in LANGUAGES if code != language() and texts[code].is_complete]


def _page_of_object(page: NewsPage) -> str:
    """The public page of what the news is about; the register's own page is not for everyone."""
    if page.about is None:
        return ""
    name = _PUBLIC_PAGES.get(page.content.about_kind)
    return reverse(name, args=[page.content.about_key]) if name else page.about.address


def _address(number: int, code: str) -> str:
    with translation.override(code):
        return reverse("news:item", args=[number])
