"""The pages of monitoring as people see them: every language, narrow and wide, for the public and for an officer."""

import pytest

from ifi.obligations.models import DutyBalance
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, screenshot
from tests.obligations.scene import a_reader, a_scene
from tests.sign_in import open_for

pytestmark = pytest.mark.django_db(transaction=True)


def public_pages() -> dict[str, str]:
    """Name of a picture → its page, in a small world of two rights."""
    scene = a_scene()
    right, year = scene.licence.right.pk, DutyBalance.objects.filter(right_id=scene.licence.right.pk, year=2024).get()
    return {
        "home": "",
        "duties": "duties/",
        "right": f"rights/{right}/",
        "assessment": f"rights/{right}/{year.year}/",
        "organisation": f"organisations/{scene.user.pk}/",
        "organisations": "organisations/",
        "example": "reconciliation/useiti-2015/",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_public_page_fits_and_is_accessible(page_in, language, width):
    for name, path in public_pages().items():
        page = page_in(language, path, width=width)
        assert page.get_attribute("html", "lang") == language
        assert_fits(page)
        assert_accessible(page)
        if (language, width) == ("en", max(WIDTHS)):
            screenshot(page, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officers_pages_fit_and_are_accessible(page_in, language):
    scene = a_scene()
    officer = a_reader("officer")
    right = scene.licence.right.pk
    paths = {
        "officer-duty": f"rights/{right}/2025/",
        "reconciliation": "reconciliation/",
        "import": "imports/",
    }
    for width in WIDTHS:
        page = page_in(language, "", width=width)
        open_for(page, officer)
        for name, path in paths.items():
            page.goto(f"{page.url.split(f'/{language}/')[0]}/{language}/{path}")
            assert page.locator("h1").count() == 1
            assert_fits(page)
            assert_accessible(page)
            if (language, width) == ("en", max(WIDTHS)):
                screenshot(page, name)


def test_a_figure_opens_into_its_rows_and_its_rule_in_two_clicks(no_javascript):
    right = a_scene().licence.right.pk
    page = no_javascript("en", f"rights/{right}/")
    page.locator("a.ifi-figure").first.click()
    assert page.locator(".ifi-steps__source").count() > 0
