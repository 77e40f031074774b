"""What editors do with news: write, revise, publish, withdraw. Each act is recorded; publication is told once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ifi.accounts.rights import Actor, Permission, Program, check_may
from ifi.audit.services import record
from ifi.core import targets
from ifi.core.targets import Target
from ifi.news import rules
from ifi.news.calendar.services import refresh_source
from ifi.news.calendar.values import Event
from ifi.news.errors import (
    CorrectionMissing,
    NewsChanged,
    NewsUnknown,
    ObjectUnknown,
    StepNotPossible,
    TextMissing,
    TopicMissing,
)
from ifi.news.models import NewsItem, NewsVersion
from ifi.news.notices import PUBLISHED
from ifi.news.rules import LANGUAGES, Content, State, Step, Text
from ifi.news.topics import TOPICS
from ifi.notices.services import publish

_NOBODY = Program("public")
_WORDS = ("title", "summary", "body", "correction")


@transaction.atomic
def write_news(*, content: Content, by: Actor, on: date, is_demonstration: bool = False) -> NewsItem:
    """A new draft. Raises ObjectUnknown for an object that has no public page."""
    check_may(by, Permission.NEWS_EDIT)
    _check_content(content)
    item = NewsItem.objects.create(written_by_id=by_id(by), is_demonstration=is_demonstration)
    _save_version(item, content, by, on)
    record("news.item_written", _target(item), by=by, on=on, also=_about(content))
    return item


@transaction.atomic
def revise_news(*, number: int, seen_version: int, content: Content, by: Actor, on: date) -> NewsItem:
    """The next version of an item's words. A draft again where it was ready; published at once where it is published.

    `seen_version`: the version that the editor changed. Raises NewsChanged where it is not the newest any more, and
    CorrectionMissing or TextMissing for a published item that would be incomplete or does not say what changed.
    """
    item = _locked(number, by)
    if item.version != seen_version:
        raise NewsChanged
    state = _after(item, Step.REVISE)
    _check_content(content)
    if state is State.PUBLISHED:
        _check_publishable(content)
        missing = rules.corrections_missing(content)
        if missing:
            raise CorrectionMissing(languages=", ".join(missing))
    old = _newest(item)
    item.state = state.value
    _save_version(item, content, by, on)
    changes = {name: (old_value, new_value) for name, old_value, new_value in _differences(old, content)}
    record(
        "news.item_revised",
        _target(item),
        by=by,
        on=on,
        changes=changes,
        also=_about(content),
        parameters={"version": item.version},
    )
    if state is State.PUBLISHED:
        refresh_source("news", dated_news, on=on)
    return item


@transaction.atomic
def make_ready(*, number: int, by: Actor, on: date) -> NewsItem:
    """The texts are complete: whoever publishes may do so. Raises TextMissing or TopicMissing."""
    item = _locked(number, by)
    state = _after(item, Step.MAKE_READY)
    _check_publishable(content_of(_newest(item)))
    return _move(item, state, "news.item_made_ready", by, on)


@transaction.atomic
def take_back(*, number: int, by: Actor, on: date) -> NewsItem:
    """A draft again."""
    item = _locked(number, by)
    return _move(item, _after(item, Step.TAKE_BACK), "news.item_taken_back", by, on)


@transaction.atomic
def publish_news(*, number: int, by: Actor, on: date, at: datetime | None = None) -> NewsItem:
    """The item is open to everyone from now on, and those who follow its topics are told, once.

    `at`: the moment that it is dated to, for the demonstration; without it, now.
    """
    item = _locked(number, by)
    state = _after(item, Step.PUBLISH)
    content = content_of(_newest(item))
    _check_publishable(content)
    _check_content(content)
    item.published_at, item.published_on = at or timezone.now(), on
    _move(item, state, "news.item_published", by, on, {"version": item.version}, also=_about(content))
    if not item.is_demonstration:
        _tell(item, content, by, on)
    refresh_source("news", dated_news, on=on)
    return item


@transaction.atomic
def withdraw_news(*, number: int, by: Actor, on: date) -> NewsItem:
    """The item is not shown any more; its page says that it was withdrawn, and when."""
    item = _locked(number, by)
    state = _after(item, Step.WITHDRAW)
    item.withdrawn_on = on
    _move(item, state, "news.item_withdrawn", by, on)
    refresh_source("news", dated_news, on=on)
    return item


def content_of(version: NewsVersion) -> Content:
    """A stored version as a value."""
    texts = {code: Text(*(getattr(version, f"{word}_{code}") for word in _WORDS)) for code in LANGUAGES}
    about = (version.about_kind, version.about_key)
    return Content(texts, tuple(version.topics), *about, event_on=version.event_on)


def dated_news(on: date) -> Iterable[Event]:
    """Published items with a day of their own, for calendars."""
    rows = NewsVersion.objects.filter(is_newest=True, item__state=State.PUBLISHED.value, event_on__isnull=False)
    rows = rows.select_related("item")
    for row in rows.filter(event_on__gte=on).order_by("item_id"):
        yield Event(
            uid=f"news-{row.item_id}",
            code="news.dated",
            day=row.event_on,  # type: ignore[arg-type]
            topics=("all", *row.topics),
            parameters={
                "title": {code: getattr(row, f"title_{code}") for code in LANGUAGES},
                "summary": {code: getattr(row, f"summary_{code}") for code in LANGUAGES},
                "mark": row.item.is_demonstration,
            },
            address=f"news/{row.item_id}/",
        )


def by_id(by: Actor) -> int | None:
    return getattr(by, "pk", None)


def _locked(number: int, by: Actor) -> NewsItem:
    check_may(by, Permission.NEWS_EDIT)
    try:
        return NewsItem.objects.select_for_update().get(pk=number)
    except NewsItem.DoesNotExist as error:
        raise NewsUnknown(number=number) from error


def _newest(item: NewsItem) -> NewsVersion:
    return item.versions.get(is_newest=True)


def _after(item: NewsItem, step: Step) -> State:
    state = rules.after(State(item.state), step)
    if state is None:
        raise StepNotPossible(state=item.state, step=step.value)
    return state


def _move(
    item: NewsItem,
    state: State,
    event: str,
    by: Actor,
    on: date,
    parameters: Mapping[str, object] | None = None,
    *,
    also: Iterable[Target] = (),
) -> NewsItem:
    before, item.state = item.state, state.value
    item.save()
    changes = {"state": (before, item.state)}
    record(event, _target(item), by=by, on=on, changes=changes, also=tuple(also), parameters=parameters)
    return item


def _save_version(item: NewsItem, content: Content, by: Actor, on: date) -> None:
    item.versions.filter(is_newest=True).update(is_newest=False)
    item.version += 1
    item.save()
    words = {f"{word}_{code}": getattr(content.texts[code], word) for code in LANGUAGES for word in _WORDS}
    NewsVersion.objects.create(
        item=item,
        number=item.version,
        topics=list(content.topics),
        about_kind=content.about_kind,
        about_key=content.about_key,
        event_on=content.event_on,
        saved_on=on,
        saved_by_id=by_id(by),
        **words,
    )


def _differences(old: NewsVersion, content: Content) -> Iterable[tuple[str, object, object]]:
    """Fields that differ; of long texts only that they do, since every version is kept whole."""
    before = content_of(old)
    for code in LANGUAGES:
        yield f"title_{code}", before.texts[code].title, content.texts[code].title
        for word in ("summary", "body"):
            differs = getattr(before.texts[code], word) != getattr(content.texts[code], word)
            yield f"{word}_{code}", old.number, old.number + differs
    yield "topics", list(before.topics), list(content.topics)
    yield "event_on", _iso(before.event_on), _iso(content.event_on)
    yield "about", f"{before.about_kind}/{before.about_key}", f"{content.about_kind}/{content.about_key}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _check_content(content: Content) -> None:
    unknown = [topic for topic in content.topics if topic not in TOPICS]
    if unknown:
        raise TopicMissing
    for about in _about(content):
        if not targets.show([about], reader=_NOBODY):
            raise ObjectUnknown(kind=about.kind, key=about.key)


def _check_publishable(content: Content) -> None:
    missing = rules.languages_missing(content)
    if missing:
        raise TextMissing(languages=", ".join(missing))
    if not content.topics:
        raise TopicMissing


def _tell(item: NewsItem, content: Content, by: Actor, on: date) -> None:
    parameters = {
        "item": item.pk,
        "title": {code: text.title for code, text in content.texts.items()},
        "summary": {code: text.summary for code, text in content.texts.items()},
    }
    about = next(iter(_about(content)), None)
    publish(PUBLISHED, topics=content.topics, about=about, parameters=parameters, by=by, on=on, once=f"news/{item.pk}")


def _about(content: Content) -> tuple[Target, ...]:
    return (Target(content.about_kind, content.about_key),) if content.about_key else ()


def _target(item: NewsItem) -> Target:
    return Target.of("news", item.pk)
