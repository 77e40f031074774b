"""Signing in and out, as people do it."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from ifi.accounts.models import User
from ifi.accounts.rights import Role
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, assert_in_language, screenshot

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long and quiet sentence"
TITLES = {"kk": "Кіру", "ru": "Войти", "en": "Sign in"}


@pytest.fixture
def administrator() -> User:
    cache.clear()
    return User.objects.create_user(
        "administrator@example.kz", PASSWORD, name="Сынақ әкімшісі", roles=[Role.ADMINISTRATOR.value], language="kk"
    )


def sign_in(page, password=PASSWORD):
    page.fill("#id_email", "administrator@example.kz")
    page.fill("#id_password", password)
    page.locator("main button").click()


def arrive(page, path):
    """Wait for the page itself; the sign-in address holds the wanted path in its query."""
    page.wait_for_url(lambda address: urlsplit(address).path == path)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_in_page_is_accessible_and_fits(page_in, language, width):
    page = page_in(language, "sign-in/", width=width)
    assert page.title().startswith(TITLES[language])
    assert_accessible(page)
    assert_fits(page)
    assert_in_language(page, language)
    screenshot(page, f"sign-in-{language}-{width}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_comes_back_with_what_to_enter(page_in, language):
    page = page_in(language, "sign-in/", may_fail=True)
    page.locator("main button").click()
    assert page.locator(".govuk-error-summary__list li").count() == 2
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert_accessible(page)
    assert_in_language(page, language)


def test_a_wrong_password_keeps_the_address_and_does_not_say_which_was_wrong(page_in, administrator):
    page = page_in("en", "sign-in/", may_fail=True)
    sign_in(page, "something else entirely")
    assert page.title().startswith("Error: ")
    known = page.locator(".govuk-error-summary__list").inner_text()
    assert page.input_value("#id_email") == "administrator@example.kz"
    assert page.input_value("#id_password") == ""
    page.fill("#id_email", "nobody@example.kz")
    page.fill("#id_password", "something else entirely")
    page.locator("main button").click()
    assert page.locator(".govuk-error-summary__list").inner_text() == known


def test_one_signs_in_with_the_keyboard_alone_and_lands_on_the_page_one_came_for(page_in, administrator):
    page = page_in("kk", "sign-in/?next=/kk/people/")
    page.locator("#id_email").focus()
    page.keyboard.type("administrator@example.kz")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    arrive(page, "/kk/people/")
    assert "Сынақ әкімшісі" in page.locator(".ifi-header__person").inner_text()
    assert_accessible(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_a_person_are_accessible_and_sign_out_works_without_javascript(
    page_in, no_javascript, administrator, width
):
    page = page_in("ru", "sign-in/?next=/ru/me/", width=width)
    sign_in(page)
    arrive(page, "/kk/me/")  # the person's own language
    assert_accessible(page)
    assert_fits(page)
    plain = no_javascript("kk", "sign-in/", width=width)
    sign_in(plain)
    plain.locator(".ifi-header__act").click()
    assert plain.locator(".ifi-header__person a").inner_text() == TITLES["kk"]


def test_a_page_that_needs_a_right_asks_to_sign_in_and_says_no_to_others(page_in):
    User.objects.create_user(
        "administrator@example.kz", PASSWORD, name="Aigul", roles=[Role.ANALYST.value], language="en"
    )
    page = page_in("en", "people/", may_fail=True)
    assert page.url.endswith("/en/sign-in/?next=/en/people/")
    sign_in(page)
    arrive(page, "/en/people/")
    assert page.locator("h1").inner_text() == "You may not see this page"
    assert_accessible(page)
