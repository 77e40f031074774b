"""News and calendars as people see them: every language, narrow and wide, without scripts, from the keyboard."""

from datetime import date

import pytest

from ifi.accounts.models import User
from ifi.accounts.rights import Permission, Program
from ifi.news.calendar.services import make_feed, refresh_calendars
from ifi.news.demonstration import add_news
from ifi.news.models import NewsItem
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, assert_in_language, screenshot
from tests.sign_in import open_for

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2026, 11, 24)


def a_newsroom() -> dict[str, str]:
    """Name of a picture → its page, with the demonstration's news published."""
    add_news(by=Program("demonstration", Permission.NEWS_EDIT), on=ON)
    refresh_calendars(on=ON)
    newest = NewsItem.objects.order_by("-published_at").first()
    untranslated = NewsItem.objects.get(versions__title_en="")
    return {
        "news": "news/",
        "news-topic": "news/?topic=focus/medtech",
        "news-item": f"news/{newest.pk}/",
        "news-item-untranslated": f"news/{untranslated.pk}/",
        "calendars": "calendars/",
    }


def an_editor() -> User:
    return User.objects.create_user("editor@example.kz", "a long password", name="IFI", roles=["news_editor"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_public_page_fits_and_is_accessible(page_in, language, width):
    for name, path in a_newsroom().items():
        page = page_in(language, path, width=width)
        assert_in_language(page, language)
        assert_fits(page)
        assert_accessible(page)
        if (language, width) == ("en", max(WIDTHS)):
            screenshot(page, name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_an_editor_fits_and_is_accessible(page_in, language, width):
    a_newsroom()
    editor = an_editor()
    make_feed(by=editor, on=ON)
    number = NewsItem.objects.order_by("published_at").first().pk
    for path in ("news/drafts/", "news/new/", f"news/{number}/edit/", f"news/{number}/revise/", "me/calendar/"):
        page = page_in(language, "", width=width)
        open_for(page, editor)
        page.goto(f"{page.url}{path}")
        assert_in_language(page, language)
        assert_fits(page)
        assert_accessible(page)


def test_an_editor_publishes_from_the_keyboard_without_scripts(no_javascript):
    page = no_javascript("ru", "")
    open_for(page, an_editor())
    page.goto(f"{page.url}news/new/")
    for field, words in (
        ("title_kk", "Жаңа стенд ашылды"),
        ("summary_kk", "Стенд сынаққа дайын."),
        ("body_kk", "Мәтін."),
        ("title_ru", "Открыт новый стенд"),
        ("summary_ru", "Стенд готов к испытаниям."),
        ("body_ru", "Текст.\n\n- раз\n- два"),
    ):
        page.focus(f"#id_{field}")
        page.keyboard.type(words)
    page.focus("#id_topics_0")
    page.keyboard.press("Space")
    page.focus("form.ifi-form button")
    page.keyboard.press("Enter")
    for button in ("Отметить готовой", "Опубликовать"):
        page.get_by_role("button", name=button, exact=True).focus()
        page.keyboard.press("Enter")
    page.get_by_role("link", name="Как её видят читатели").focus()
    page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Открыт новый стенд"
    assert page.locator("article li").all_inner_texts() == ["раз", "два"]


def test_a_refusal_is_said_at_the_head_of_the_item(no_javascript):
    page = no_javascript("ru", "")
    open_for(page, an_editor())
    page.goto(f"{page.url}news/new/")
    page.fill("#id_title_kk", "Тақырып")
    page.click("form.ifi-form button")
    page.get_by_role("button", name="Отметить готовой").click()
    assert "Заполните заголовок, краткое изложение и текст на языках: Казахский, Русский." in page.inner_text("main")
