"""The page of one's own data: it fits, is accessible, and the account can be closed with it."""

import pytest
from django.utils import timezone

from ifi.accounts.models import User
from tests.accounts.conftest import a_person
from tests.browser.conftest import assert_accessible, assert_fits, assert_in_language, screenshot
from tests.browser.test_members import as_person
from tests.members.scene import O, an_organisation, member_of
from tests.sign_in import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_person_closes_the_account_on_the_page_of_personal_data(page_in, language, width):
    person = a_person(email="closing@example.kz", language=language)
    User.objects.filter(pk=person.pk).update(name="Dana" if language == "en" else "Дана")
    page = page_in(language, f"sign-in/?next=/{language}/me/data/", width=width, may_fail=True)
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**/{language}/me/data/")
    assert_fits(page)
    assert_accessible(page)
    assert_in_language(page, language)
    page.click(".govuk-button--warning")
    assert page.locator(".govuk-error-summary").is_visible()
    page.check("[name=understood]")
    page.click(".govuk-button--warning")
    page.wait_for_url("**/me/data/erased/")
    assert_accessible(page)
    assert_in_language(page, language)
    person.refresh_from_db()
    assert not person.is_active


def look(page, language, name):
    assert_fits(page)
    assert_accessible(page)
    assert_in_language(page, language)
    screenshot(page, name)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_who_comes_from_the_provider_agrees_and_finds_the_own_page(page_in, language, width):
    person = a_person(email="new@example.kz", language=language)
    named = "Dana" if language == "en" else "Дана"
    User.objects.filter(pk=person.pk).update(name=named, consent_due=True)
    person.refresh_from_db()
    organisation = an_organisation("Koktas LLP" if language == "en" else "«Көктас» ЖШС")
    member_of(organisation, O.ENGINEER, O.VIEWER, person=person, on=timezone.localdate())
    page = as_person(page_in(language, "about/contacts/", width=width, may_fail=True), person, "me/")
    assert "/me/consent/" in page.url
    look(page, language, f"consent-{language}-{width}")
    page.locator("form.ifi-form button").click()
    page.wait_for_selector(".govuk-error-summary")
    page.check("[name=consent]")
    page.locator("form.ifi-form button").click()
    page.wait_for_url(f"**/{language}/me/")
    look(page, language, f"account-{language}-{width}")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_an_administrator_erases_a_person_on_request(page_in, language, width):
    person = a_person(email="asked@example.kz", language=language)
    administrator = a_person("administrator", email="administrator@example.kz", language=language, factor=True)
    User.objects.update(name="Dana" if language == "en" else "Дана")
    administrator.refresh_from_db()
    page = as_person(page_in(language, "about/contacts/", width=width), administrator, f"people/{person.pk}/data/")
    look(page, language, f"person-data-{language}-{width}")
    page.check("[name=asked]")
    page.check("[name=understood]")
    page.click(".govuk-button--warning")
    page.wait_for_url("**/?done=erase")
    look(page, language, f"person-erased-{language}-{width}")
    person.refresh_from_db()
    assert not person.is_active
