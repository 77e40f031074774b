"""What editors do, what is refused, what is recorded and who is told."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from ifi.accounts.models import User
from ifi.audit.models import Record
from ifi.core.errors import NotAllowed
from ifi.news import services
from ifi.news.errors import (
    CorrectionMissing,
    NewsChanged,
    NewsUnknown,
    ObjectUnknown,
    StepNotPossible,
    TextMissing,
    TopicMissing,
)
from ifi.news.models import CalendarEvent, NewsItem, NewsVersion
from ifi.news.rules import State, Text
from ifi.notices.models import Notice
from tests.news.conftest import ENGLISH, ON, content, texts

pytestmark = pytest.mark.django_db


def corrected(**given):
    told = {code: Text(*(getattr(text, word) for word in ("title", "summary", "body")), f"Түзетілді {code}")
            for code, text in texts().items() if text.is_complete}  # fmt: skip
    return content(texts=texts() | told | given)


def test_only_an_editor_may_do_anything(editor, make_news):
    item = make_news(state="ready")
    officer = User.objects.create_user("officer@example.kz", "a long password", name="Officer", roles=["officer"])
    acts = [
        lambda: services.write_news(content=content(), by=officer, on=ON),
        lambda: services.revise_news(number=item.pk, seen_version=1, content=content(), by=officer, on=ON),
        lambda: services.make_ready(number=item.pk, by=officer, on=ON),
        lambda: services.take_back(number=item.pk, by=officer, on=ON),
        lambda: services.publish_news(number=item.pk, by=officer, on=ON),
        lambda: services.withdraw_news(number=item.pk, by=officer, on=ON),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_publication_is_told_once_in_the_same_transaction(editor, make_news):
    item = make_news(texts=texts(en=ENGLISH))
    (notice,) = Notice.objects.filter(code="news.published")
    assert (notice.topics, notice.parameters["item"]) == (["calls", "industry/mining"], item.pk)
    assert notice.parameters["title"] == {"kk": "Байқау басталды", "ru": "Конкурс начался", "en": "A call has begun"}
    services.revise_news(number=item.pk, seen_version=1, content=corrected(), by=editor, on=ON)
    assert Notice.objects.filter(code="news.published").count() == 1


def test_what_is_rolled_back_tells_nobody(editor, make_news):
    item = make_news(state="ready")

    @transaction.atomic
    def publish_and_fail():
        services.publish_news(number=item.pk, by=editor, on=ON)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish_and_fail()
    assert not Notice.objects.exists()
    assert NewsItem.objects.get(pk=item.pk).state == State.READY.value


def test_demonstration_news_is_told_to_nobody(editor):
    item = services.write_news(content=content(), by=editor, on=ON, is_demonstration=True)
    services.make_ready(number=item.pk, by=editor, on=ON)
    services.publish_news(number=item.pk, by=editor, on=ON)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"texts": texts(ru=Text("Название"))}, TextMissing),
        ({"texts": texts(en=Text("Title"))}, TextMissing),
        ({"topics": ()}, TopicMissing),
    ],
)
def test_an_incomplete_item_is_not_ready(editor, given, refusal):
    item = services.write_news(content=content(**given), by=editor, on=ON)
    with pytest.raises(refusal):
        services.make_ready(number=item.pk, by=editor, on=ON)


def test_a_topic_that_does_not_exist_is_refused(editor):
    with pytest.raises(TopicMissing):
        services.write_news(content=content(topics=("industry/alchemy",)), by=editor, on=ON)


def test_an_object_without_a_public_page_is_refused(editor):
    with pytest.raises(ObjectUnknown):
        services.write_news(content=content(about_kind="right", about_key="999999"), by=editor, on=ON)


def test_a_published_item_is_corrected_only_with_words_about_it(editor, make_news):
    item = make_news()
    with pytest.raises(CorrectionMissing):
        services.revise_news(number=item.pk, seen_version=1, content=content(), by=editor, on=ON)
    services.revise_news(number=item.pk, seen_version=1, content=corrected(), by=editor, on=ON)
    item.refresh_from_db()
    assert (item.version, item.state) == (2, State.PUBLISHED.value)


def test_a_published_item_cannot_lose_a_language_it_needs(editor, make_news):
    item = make_news()
    with pytest.raises(TextMissing):
        services.revise_news(number=item.pk, seen_version=1, content=corrected(ru=Text()), by=editor, on=ON)


def test_a_ready_item_that_is_changed_is_a_draft_again(editor, make_news):
    item = make_news(state="ready")
    assert services.revise_news(number=item.pk, seen_version=1, content=content(), by=editor, on=ON).state == "draft"


def test_two_editors_do_not_overwrite_one_another(editor, make_news):
    item = make_news(state="draft")
    services.revise_news(number=item.pk, seen_version=1, content=content(topics=("calls",)), by=editor, on=ON)
    with pytest.raises(NewsChanged):
        services.revise_news(number=item.pk, seen_version=1, content=content(), by=editor, on=ON)


def test_steps_out_of_order_are_refused(editor, make_news):
    draft, published = make_news(state="draft"), make_news()
    for act, item in (
        (services.publish_news, draft),
        (services.withdraw_news, draft),
        (services.take_back, draft),
        (services.publish_news, published),
        (services.make_ready, published),
    ):
        with pytest.raises(StepNotPossible):
            act(number=item.pk, by=editor, on=ON)
    with pytest.raises(NewsUnknown):
        services.publish_news(number=10**9, by=editor, on=ON)


def test_every_version_stays_as_it_was(editor, make_news):
    item = make_news(state="draft")
    services.revise_news(number=item.pk, seen_version=1, content=content(topics=("calls",)), by=editor, on=ON)
    assert list(item.versions.order_by("number").values_list("number", "is_newest")) == [(1, False), (2, True)]
    first = item.versions.get(number=1)
    for change in (lambda: item.versions.filter(number=1).update(title_kk="Басқа"), first.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert NewsVersion.objects.get(pk=first.pk).title_kk == "Байқау басталды"


def test_every_act_is_recorded(editor, make_news):
    item = make_news()
    services.revise_news(number=item.pk, seen_version=1, content=corrected(), by=editor, on=ON)
    services.withdraw_news(number=item.pk, by=editor, on=ON)
    found = Record.objects.filter(target_kind="news", target_key=str(item.pk)).order_by("pk")
    assert [(row.event, row.person) for row in found] == [
        ("news.item_written", editor.pk),
        ("news.item_made_ready", editor.pk),
        ("news.item_published", editor.pk),
        ("news.item_revised", editor.pk),
        ("news.item_withdrawn", editor.pk),
    ]


def test_a_dated_item_comes_into_calendars_moves_and_is_cancelled(editor, make_news):
    item = make_news(event_on=date(2026, 12, 14))
    moved = content(texts=corrected().texts, event_on=date(2026, 12, 21))
    services.revise_news(number=item.pk, seen_version=1, content=moved, by=editor, on=ON)
    services.withdraw_news(number=item.pk, by=editor, on=ON)
    states = CalendarEvent.objects.filter(uid=f"news-{item.pk}").order_by("sequence")
    assert [(row.sequence, row.day, row.is_cancelled, row.is_newest) for row in states] == [
        (0, date(2026, 12, 14), False, False),
        (1, date(2026, 12, 21), False, False),
        (2, date(2026, 12, 21), True, True),
    ]


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_of_its_caller_is_whole(editor, make_news):
    assert not connection.in_atomic_block
    make_news()
    assert Notice.objects.count() == 1
