"""Pages of editors: the list of all items, an item's form, its history, and the steps it may take."""

from collections.abc import Callable
from datetime import date
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ifi.accounts.rights import Actor
from ifi.core.errors import IfiError, NotAllowed
from ifi.core.identifiers import record_number
from ifi.core.sentences import say_error
from ifi.news import services
from ifi.news.errors import CorrectionMissing, NewsUnknown, ObjectUnknown, TextMissing
from ifi.news.forms import CorrectionForm, NewsForm, initial_of
from ifi.news.html import body_html
from ifi.news.models import NewsItem
from ifi.news.queries import Draft, draft, editors_list
from ifi.news.rules import LANGUAGES, TRANSITIONS, State, Step, Text
from ifi.news.sentences import LANGUAGE_NAMES, STATES
from ifi.news.topics import TOPICS

_ACTS: dict[Step, Callable[..., NewsItem]] = {
    Step.MAKE_READY: services.make_ready,
    Step.TAKE_BACK: services.take_back,
    Step.PUBLISH: services.publish_news,
    Step.WITHDRAW: services.withdraw_news,
}
STATE_COLOURS = {State.DRAFT: "neutral", State.READY: "info", State.PUBLISHED: "ok", State.WITHDRAWN: "warn"}


def drafts(request: HttpRequest) -> HttpResponse:
    """Every item, whatever its state."""
    rows, older = editors_list(by=request.user, before=record_number(request.GET.get("before")) or 0)
    lines = [(row, *_state(row.item)) for row in rows]
    return render(request, "news/drafts.html", {"lines": lines, "older": older})


def new(request: HttpRequest) -> HttpResponse:
    """The form of a new draft."""
    form = NewsForm(request.POST if request.method == "POST" else None)

    def act() -> NewsItem:
        return services.write_news(content=form.content(), by=_actor(request), on=timezone.localdate())

    return _answer(request, form, act, title=_("Write news"), back=reverse("news:drafts"))


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """One item: its texts as readers would see them, what may be done, and its history."""
    found = _draft(request, number)
    state, colour = _state(found.item)
    context = {
        "draft": found,
        "state": state,
        "colour": colour,
        "steps": {step.value for step in TRANSITIONS[State(found.item.state)]},
        "texts": [(code, LANGUAGE_NAMES[code], text, body_html(text.body)) for code, text in _texts(found)],
        "topics": [TOPICS[topic] for topic in found.content.topics if topic in TOPICS],
        "problem": _problem(request),
        "demonstration": found.item.is_demonstration or None,
    }
    return render(request, "news/edit.html", context)


def revise(request: HttpRequest, number: int) -> HttpResponse:
    """The form of the next version."""
    found = _draft(request, number)
    is_published = found.item.state == State.PUBLISHED.value
    kind = CorrectionForm if is_published else NewsForm
    form = kind(
        request.POST if request.method == "POST" else None, initial=initial_of(found.content, found.item.version)
    )

    def act() -> NewsItem:
        return services.revise_news(
            number=number,
            seen_version=form.cleaned_data["seen_version"] or 0,
            content=form.content(),
            by=_actor(request),
            on=timezone.localdate(),
        )

    title = _("Correct the news") if is_published else _("Change the news")
    return _answer(request, form, act, title=title, back=reverse("news:edit", args=[number]))


@require_POST
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """One step of an item. A refusal is shown on the item's page."""
    if step not in set(_ACTS):
        raise Http404
    on: date = timezone.localdate()
    try:
        _ACTS[Step(step)](number=number, by=request.user, on=on)
    except NewsUnknown as error:
        raise Http404 from error
    except NotAllowed:
        raise
    except IfiError as error:
        request.session["news_problem"] = _said(error)
    return redirect("news:edit", number=number)


def _answer(
    request: HttpRequest, form: NewsForm, act: Callable[[], NewsItem], *, title: str, back: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("news:edit", number=act().pk)
        except NotAllowed:
            raise
        except NewsUnknown as error:
            raise Http404 from error
        except ObjectUnknown as error:
            form.add_error("about_key", _said(error))
        except IfiError as error:
            form.add_error(None, _said(error))
    context = {"form": form, "title": title, "back": back}
    return render(request, "news/form.html", context, status=422 if form.is_bound else 200)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def _said(error: IfiError) -> str:
    """A refusal in words; languages by their names."""
    if isinstance(error, TextMissing | CorrectionMissing):
        codes = str(error.parameters["languages"]).split(", ")
        error = type(error)(languages=", ".join(str(LANGUAGE_NAMES[code]) for code in codes))
    return say_error(error)


def _problem(request: HttpRequest) -> str:
    return str(request.session.pop("news_problem", ""))


def _draft(request: HttpRequest, number: int) -> Draft:
    try:
        return draft(number, by=request.user)
    except NewsUnknown as error:
        raise Http404 from error


def _state(item: NewsItem) -> tuple[str, str]:
    state = State(item.state)
    return str(STATES[state]), STATE_COLOURS[state]


def _texts(found: Draft) -> list[tuple[str, Text]]:
    return [(code, found.content.texts[code]) for code in LANGUAGES]
