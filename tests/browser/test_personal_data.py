"""The page of one's own data: it fits, is accessible, and the account can be closed with it."""

import pytest

from ifi.accounts.models import User
from tests.accounts.conftest import a_person
from tests.browser.conftest import assert_accessible, assert_fits, assert_in_language
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
