"""News of the demonstration."""

from datetime import date

import pytest
from icalendar import Calendar

from ifi.accounts.rights import Permission, Program
from ifi.news.demonstration import add_news
from ifi.news.models import CalendarEvent, NewsItem, NewsVersion
from ifi.news.rules import State
from ifi.news.topics import TOPICS
from ifi.notices.models import Notice

pytestmark = pytest.mark.django_db
LOADER = Program("demonstration", Permission.NEWS_EDIT)


@pytest.fixture
def _news():
    add_news(by=LOADER, on=date(2026, 11, 24))


@pytest.mark.usefixtures("_news")
def test_all_of_it_is_published_marked_and_told_to_nobody():
    assert set(NewsItem.objects.values_list("state", "is_demonstration")) == {(State.PUBLISHED.value, True)}
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("_news")
def test_one_item_shows_a_missing_language_and_each_group_of_topics_has_one():
    rows = NewsVersion.objects.all()
    assert [row.item_id for row in rows if not row.title_en] != []
    assert {topic.split("/")[0] for row in rows for topic in row.topics} == {topic.split("/")[0] for topic in TOPICS}


@pytest.mark.usefixtures("_news")
@pytest.mark.parametrize(
    ("language", "word"), [("kk", "көрсетілім"), ("ru", "демонстрационные"), ("en", "demonstration")]
)
def test_it_is_marked_wherever_it_goes(client, language, word):
    events = Calendar.from_ical(client.get(f"/{language}/calendars/calls.ics").content).walk("VEVENT")
    assert len(events) == CalendarEvent.objects.filter(code="news.dated", is_newest=True).count() > 0
    assert all(word in event["summary"] for event in events)
    items = client.get(f"/{language}/news/rss/all.xml").content.decode()
    assert items.count("<item>") == items.count(f"({word}") > 0
    page = client.get(f"/{language}/news/{NewsItem.objects.first().pk}/").content.decode()
    assert "ifi-strip--demonstration" in page


@pytest.mark.usefixtures("_news")
def test_news_whose_day_has_not_come_is_not_there():
    assert NewsItem.objects.count() == 6
    assert add_news(by=LOADER, on=date(2026, 10, 1)) == 2
