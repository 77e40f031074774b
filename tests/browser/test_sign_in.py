"""Signing in and out, as people do it."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from ifi.accounts.models import User
from tests.accounts.conftest import a_person
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, assert_in_language, screenshot
from tests.sign_in import PASSWORD, code_now, open_for, present_code, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TITLES = {"kk": "Кіру", "ru": "Войти", "en": "Sign in"}
NAMES = {"kk": "Сынақ әкімшісі", "ru": "Пробный администратор", "en": "Trial administrator"}


@pytest.fixture
def administrator() -> User:
    cache.clear()
    person = a_person("administrator", email="administrator@example.kz", language="kk", factor=True)
    User.objects.filter(pk=person.pk).update(name=NAMES["kk"])
    return User.objects.get()


def arrive(page, path):
    """Wait for the page itself; the sign-in address holds the wanted path in its query."""
    page.wait_for_url(lambda address: urlsplit(address).path == path)


def assert_good(page, language):
    assert_accessible(page)
    assert_fits(page)
    assert_in_language(page, language)


PUBLIC = {"sign-in": "sign-in/", "sign-up": "sign-up/", "forgotten": "sign-in/forgotten/", "link-spent": "link/x/"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_before_signing_in_are_accessible_and_fit(page_in, settings, language, width):
    for name, path in PUBLIC.items():
        page = page_in(language, path, width=width, may_fail=True)
        assert_good(page, language)
        screenshot(page, f"{name}-{language}-{width}")
    page = page_in(language, "sign-in/forgotten/", width=width)
    page.fill("#id_email", "nobody@example.kz")
    page.locator("main button").click()
    assert_good(page, language)
    screenshot(page, f"letter-sent-{language}-{width}")


OWN = {
    "me": "me/",
    "password": "me/password/",
    "address": "me/address/",
    "sessions": "me/sessions/",
    "second-factor": "me/second-factor/",
    "passkey": "me/second-factor/passkey/",
    "recovery-codes": "me/second-factor/recovery-codes/",
    "prove": "me/prove/",
    "people": "people/",
    "invite": "people/invite/",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_an_account_are_accessible_and_fit(page_in, live_server, administrator, language, width):
    User.objects.update(name=NAMES[language])
    other = a_person("officer", email="officer@example.kz", factor=True)
    User.objects.filter(pk=other.pk).update(name=NAMES[language])
    page = page_in(language, "sign-in/", width=width)
    open_for(page, administrator)
    pages = {**OWN, "person": f"people/{other.pk}/"}
    for name, path in pages.items():
        page.goto(f"{live_server.url}/{language}/{path}")
        assert_accessible(page)
        assert_fits(page)
        if name != "invite" and name != "person":  # names of roles come from one list in all languages
            assert_in_language(page, language)
        screenshot(page, f"{name}-{language}-{width}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_factor_is_set_up_before_anything_else(page_in, live_server, language):
    officer = a_person("officer", email="officer@example.kz", language=language)
    User.objects.update(name=NAMES[language])
    page = page_in(language, "sign-in/", width=320)
    page.fill("#id_email", officer.email)
    page.fill("#id_password", PASSWORD)
    page.locator("form.ifi-form button").click()
    arrive(page, f"/{language}/me/second-factor/")
    assert_good(page, language)
    screenshot(page, f"set-up-{language}-320")
    page.locator("main .govuk-button").first.click()
    arrive(page, f"/{language}/me/second-factor/application/")
    assert page.locator(".ifi-code svg").bounding_box()["width"] > 150
    assert_good(page, language)
    screenshot(page, f"application-{language}-320")
    secret = page.locator("main strong").inner_text().replace(" ", "")
    page.fill("#id_code", code_now(secret))
    page.locator("form.ifi-form button").click()
    arrive(page, f"/{language}/me/second-factor/recovery-codes/")
    assert page.locator(".ifi-codes li").count() == 10
    page.locator("main a.govuk-button").click()
    arrive(page, f"/{language}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_comes_back_with_what_to_enter(page_in, language):
    page = page_in(language, "sign-in/", may_fail=True)
    page.locator("form.ifi-form button").click()
    assert page.locator(".govuk-error-summary__list li").count() == 2
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert_good(page, language)


def test_a_wrong_password_keeps_the_address_and_does_not_say_which_was_wrong(page_in, administrator):
    page = page_in("en", "sign-in/", may_fail=True)
    page.fill("#id_email", administrator.email)
    page.fill("#id_password", "something else entirely")
    page.locator("form.ifi-form button").click()
    assert page.title().startswith("Error: ")
    known = page.locator(".govuk-error-summary__list").inner_text()
    assert page.input_value("#id_email") == administrator.email
    assert page.input_value("#id_password") == ""
    page.fill("#id_email", "nobody@example.kz")
    page.fill("#id_password", "something else entirely")
    page.locator("form.ifi-form button").click()
    assert page.locator(".govuk-error-summary__list").inner_text() == known


def test_one_signs_in_with_the_keyboard_alone_and_lands_on_the_page_one_came_for(page_in, administrator):
    page = page_in("kk", "sign-in/?next=/kk/people/")
    page.locator("#id_email").focus()
    page.keyboard.type(administrator.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    arrive(page, "/kk/sign-in/second-factor/")
    assert_good(page, "kk")
    screenshot(page, "code-kk-1280")
    page.locator("#id_code").focus()
    page.keyboard.type(present_code(administrator))
    page.keyboard.press("Enter")
    arrive(page, "/kk/people/")
    assert NAMES["kk"] in page.locator(".ifi-header__person").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_signing_in_and_out_works_without_javascript(no_javascript, administrator, width):
    plain = no_javascript("ru", "sign-in/?next=/ru/me/", width=width)
    assert plain.locator("form[data-passkey-sign-in]").is_hidden()
    sign_in(plain, administrator)
    arrive(plain, "/kk/me/")  # the person's own language
    plain.locator(".ifi-header__act").click()
    assert plain.locator(".ifi-header__person a").inner_text() == TITLES["kk"]


def test_a_page_that_needs_a_right_asks_to_sign_in_and_says_no_to_others(page_in):
    analyst = a_person("analyst", email="analyst@example.kz")
    User.objects.update(name="Aigul")
    page = page_in("en", "people/", may_fail=True)
    assert page.url.endswith("/en/sign-in/?next=/en/people/")
    sign_in(page, analyst)
    arrive(page, "/en/people/")
    assert page.locator("h1").inner_text() == "You may not see this page"
    assert_accessible(page)


@pytest.fixture
def virtual_authenticator():
    """A device that makes passkeys, played by the browser itself; kept from one page to the next."""

    def attach(page):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return devtools, made["authenticatorId"]

    return attach


def test_a_passkey_is_made_and_then_opens_the_account_alone_and_as_a_second_step(
    page_in, live_server, virtual_authenticator
):
    officer = a_person("officer", email="officer@example.kz")
    page = page_in("en", "sign-in/", may_fail=True)
    devtools, device = virtual_authenticator(page)
    page.fill("#id_email", officer.email)
    page.fill("#id_password", PASSWORD)
    page.locator("form.ifi-form button").click()
    arrive(page, "/en/me/second-factor/")
    page.get_by_role("button", name="Add a passkey").click()
    arrive(page, "/en/me/second-factor/passkey/")
    page.fill("#id_name", "work laptop")
    page.get_by_role("button", name="Make the passkey").click()
    arrive(page, "/en/me/second-factor/recovery-codes/")
    page.goto(f"{live_server.url}/en/me/")
    assert "work laptop" in page.locator("main").inner_text()
    page.locator(".ifi-header__act").click()

    page.goto(f"{live_server.url}/en/sign-in/?next=/en/me/sessions/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    arrive(page, "/en/me/sessions/")
    page.locator(".ifi-header__act").click()

    page.goto(f"{live_server.url}/en/sign-in/?next=/en/me/")
    page.fill("#id_email", officer.email)
    page.fill("#id_password", PASSWORD)
    page.locator("form.ifi-form button").click()
    arrive(page, "/en/sign-in/second-factor/")
    assert_accessible(page)
    page.get_by_role("button", name="Use the passkey").click()
    arrive(page, "/en/me/")
    page.locator(".ifi-header__act").click()

    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(f"{live_server.url}/en/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.locator("[data-passkey-failed]").wait_for()
    assert page.locator(".ifi-header__person a").inner_text() == TITLES["en"]
