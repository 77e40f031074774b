"""Pages of news for readers and editors, and the feeds."""

import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest

from ifi.accounts.models import User
from ifi.news import services
from ifi.news.models import NewsItem
from ifi.news.rules import Text
from tests.news.conftest import ENGLISH, ON, content, texts

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


@pytest.mark.parametrize(("language", "title"), [("kk", "Байқау басталды"), ("ru", "Конкурс начался")])
def test_a_published_item_is_read_in_its_language(client, make_news, language, title):
    item = make_news()
    page = client.get(f"/{language}/news/{item.pk}/").content.decode()
    assert f'<h1 class="govuk-heading-xl">{title}</h1>' in page
    assert '<ul class="govuk-list govuk-list--bullet"><li>' in page


def test_a_missing_language_is_shown_as_missing_with_the_others(client, make_news):
    item = make_news()
    page = client.get(f"/en/news/{item.pk}/").content.decode()
    assert "Not translated yet" in page
    assert f'href="/kk/news/{item.pk}/" hreflang="kk" lang="kk">Байқау басталды' in page
    assert "Not translated yet" in client.get("/en/news/").content.decode()


@pytest.mark.parametrize("state", ["draft", "ready"])
def test_what_is_not_published_is_not_there(client, make_news, state):
    item = make_news(state=state)
    assert client.get(f"/ru/news/{item.pk}/").status_code == 404
    assert "Конкурс начался" not in client.get("/ru/news/").content.decode()
    assert "Конкурс начался" not in client.get("/ru/news/rss/all.xml").content.decode()


def test_a_withdrawn_item_says_so_and_is_gone_from_lists(client, editor, make_news):
    item = make_news()
    services.withdraw_news(number=item.pk, by=editor, on=ON)
    page = client.get(f"/ru/news/{item.pk}/")
    assert (page.status_code, "Конкурс начался" in page.content.decode()) == (410, False)
    assert "Конкурс начался" not in client.get("/ru/news/").content.decode()


def test_the_list_is_filtered_by_topic_and_goes_on(client, make_news):
    for number in range(23):
        make_news(texts=texts(ru=Text(f"Новость {number:02}", "Кратко.", "Текст.")), topics=("calls",))
    make_news(topics=("focus/medtech",))
    first = client.get("/ru/news/?topic=calls").content.decode()
    assert first.count("Новость") == 20
    assert "Конкурс начался" not in first
    link = first.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
    older = client.get(f"/ru/news/?{link}")
    assert older.content.decode().count("Новость") == 3
    assert client.get("/ru/news/?topic=industry/alchemy").status_code == 404


def test_the_home_page_shows_the_latest(client, make_news):
    make_news()
    assert "Байқау басталды" in client.get("/kk/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_rss_and_atom_hold_what_stands_in_the_language(client, make_news, language):
    make_news(texts=texts(en=ENGLISH), topics=("calls",))
    make_news(texts=texts(), topics=("calls", "focus/greentech"))
    rss = ElementTree.fromstring(client.get(f"/{language}/news/rss/calls.xml").content)
    atom = ElementTree.fromstring(client.get(f"/{language}/news/atom/calls.xml").content)
    number = 1 if language == "en" else 2
    assert len(rss.findall("channel/item")) == len(atom.findall(f"{ATOM}entry")) == number
    assert rss.findtext("channel/language") == atom.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert len({item.findtext("guid") for item in rss.iter("item")}) == number
    assert client.get(f"/{language}/news/rss/industry/alchemy.xml").status_code == 404


def test_a_body_in_a_feed_is_escaped(client, make_news):
    make_news(texts=texts(ru=Text("A & <b>", "<script>", "<script>x</script>")))
    answer = client.get("/ru/news/atom/all.xml")
    assert b"<script>" not in answer.content
    assert ElementTree.fromstring(answer.content).findtext(f"{ATOM}entry/{ATOM}title") == "A & <b>"


def form(**given):
    words = {
        f"{word}_{code}": getattr(text, word) for code, text in texts().items() for word in ("title", "summary", "body")
    }
    return words | {"topics": ["calls"], "about_kind": "", "about_key": "", "event_on": "", "seen_version": "1"} | given


def test_an_editor_writes_publishes_corrects_and_withdraws_with_forms_alone(editor_client):
    answer = editor_client.post("/ru/news/new/", form(event_on="14.12.2026"))
    item = NewsItem.objects.get()
    assert answer.headers["Location"] == f"/ru/news/{item.pk}/edit/"
    for step in ("make_ready", "publish"):
        editor_client.post(f"/ru/news/{item.pk}/{step}/")
    assert editor_client.get(f"/ru/news/{item.pk}/").status_code == 200
    refused = editor_client.post(f"/ru/news/{item.pk}/revise/", form())
    assert refused.status_code == 422
    told = {"correction_kk": "Күні түзетілді.", "correction_ru": "Исправлена дата."}
    assert editor_client.post(f"/ru/news/{item.pk}/revise/", form(**told)).status_code == 302
    assert "Исправлена дата." in editor_client.get(f"/ru/news/{item.pk}/").content.decode()
    editor_client.post(f"/ru/news/{item.pk}/withdraw/")
    assert editor_client.get(f"/ru/news/{item.pk}/").status_code == 410


def test_a_step_that_is_refused_says_what_to_do(editor_client, make_news):
    item = make_news(state="draft", texts=texts(ru=Text()))
    page = editor_client.post(f"/en/news/{item.pk}/make_ready/", follow=True).content.decode()
    assert "Complete title, summary and text in these languages: Russian." in page


def test_a_form_keeps_what_was_typed_when_it_is_refused(editor_client):
    page = editor_client.post("/en/news/new/", form(about_kind="", about_key="7", title_kk="Менің тақырыбым"))
    assert page.status_code == 422
    assert "Менің тақырыбым" in page.content.decode()


@pytest.mark.parametrize("path", ["drafts/", "new/", "{}/edit/", "{}/revise/"])
def test_pages_of_editors_are_closed_to_others(client, make_news, path):
    path = path.format(make_news(state="draft").pk)
    assert client.get(f"/en/news/{path}").status_code == 302
    client.force_login(User.objects.create_user("o@example.kz", "a long password", name="O", roles=["officer"]))
    assert client.get(f"/en/news/{path}").status_code == 403


def test_a_step_is_never_taken_by_a_link(editor_client, make_news):
    item = make_news(state="ready")
    assert editor_client.get(f"/en/news/{item.pk}/publish/").status_code == 405


def test_a_correction_is_not_shown_before_it_was_made(client, editor, make_news):
    item = make_news(on=date(2026, 11, 1))
    assert "Түзетілді" not in client.get(f"/kk/news/{item.pk}/").content.decode()
    told = {
        code: Text(text.title, text.summary, text.body, "Түзетілді") for code, text in texts().items() if text.title
    }
    changed = content(texts=texts() | told)
    services.revise_news(number=item.pk, seen_version=1, content=changed, by=editor, on=date(2026, 11, 2))
    assert "02.11.2026" in client.get(f"/kk/news/{item.pk}/").content.decode()
