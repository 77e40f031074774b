"""The pages of the law, as a lawyer, an accountant and a reader on a phone see them."""

import pytest

from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, assert_in_language, screenshot

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("law/", "law/kz.hydrocarbons/", "law/kz.legacy_contract/", "law/cases/?of=own_terms", "law/unknown/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_law_is_accessible_and_fits(page_in, language, width):
    for address in PAGES:
        page = page_in(language, address, width=width)
        assert_accessible(page)
        assert_fits(page)
        assert page.get_attribute("html", "lang") == language
        screenshot(page, f"{address.split('?')[0].strip('/').replace('/', '-')}-{language}-{width}")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_list_of_regimes_has_no_foreign_word(page_in, language):
    assert_in_language(page_in(language, "law/"), language)


def test_a_reader_goes_from_the_list_to_the_value_of_another_day_without_javascript(no_javascript):
    page = no_javascript("en", "law/")
    page.get_by_role("link", name="Hydrocarbons: contract under the Code").click()
    assert page.locator("tr#channels .ifi-norm-value").inner_text() == "payment to the republican budget"
    page.fill("#id_on", "01.06.2022")
    page.get_by_role("button", name="Show").click()
    assert "digitalisation project" in page.locator("tr#channels .ifi-norm-value").inner_text()
    assert page.input_value("#id_on") == "01.06.2022"


def test_the_mineral_stays_with_the_day(page_in):
    page = page_in("ru", "law/kz.legacy_contract/?on=01.06.2022")
    page.get_by_role("link", name="уран", exact=True).click()
    assert page.locator('.ifi-choice [aria-current="true"]').inner_text() == "уран"
    assert page.input_value("#id_on") == "01.06.2022"


def test_a_day_that_does_not_exist_is_said_at_the_top_and_today_is_shown(page_in):
    page = page_in("kk", "law/?on=31.02.2026")
    assert page.title().startswith("Қате: ")
    assert page.locator(".govuk-error-summary__list a").get_attribute("href") == "#id_on"
    assert page.input_value("#id_on") == "31.02.2026"
    assert_accessible(page)
