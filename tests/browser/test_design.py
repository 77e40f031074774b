"""The page of every component, in three languages and two widths."""

import re

import pytest

from tests.browser.conftest import (
    LANGUAGES,
    WIDTHS,
    assert_accessible,
    assert_fits,
    assert_in_language,
    screenshot,
)

pytestmark = pytest.mark.django_db(transaction=True)
EVERYWHERE = [(language, width) for language in LANGUAGES for width in WIDTHS]


@pytest.mark.parametrize(("language", "width"), EVERYWHERE)
@pytest.mark.parametrize("path", ["design/", "design/?wrong=1"])
def test_every_component_is_accessible_and_fits(page_in, path, language, width):
    page = page_in(language, path, width=width)
    assert_accessible(page)
    assert_fits(page)
    assert_in_language(page, language)
    if path == "design/":
        screenshot(page, f"design-{language}-{width}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_said_at_the_top_with_focus_and_beside_their_fields_in_the_same_words(page_in, language):
    page = page_in(language, "design/?wrong=1")
    prefix = {"kk": "Қате: ", "ru": "Ошибка: ", "en": "Error: "}[language]
    assert page.title().startswith(prefix)
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    links = page.locator(".govuk-error-summary__list a")
    assert links.count() == 6
    for place in range(links.count()):
        words, target = links.nth(place).inner_text(), links.nth(place).get_attribute("href")[1:]
        described = page.evaluate(
            """id => { const control = document.getElementById(id);
                const holder = control.closest("fieldset[aria-describedby]") ?? control;
                return (holder.getAttribute("aria-describedby") ?? "").split(" ")
                    .map(name => document.getElementById(name)?.innerText ?? "").join("\\n"); }""",
            target,
        )
        assert words in described
    assert page.input_value("#id_amount") == "1,234"
    links.first.click()
    assert page.evaluate("document.activeElement.id") == "id_amount"


def test_a_figure_opens_its_reason_in_place_and_closes_with_escape(page_in):
    page = page_in("en", "design/")
    figure = page.locator("td a[data-figure]").first
    figure.focus()
    page.keyboard.press("Enter")
    reason = page.locator("tr.ifi-table__reason .ifi-reason")
    reason.wait_for()
    assert "12 450 000 000.00" in reason.inner_text().replace("\u202f", " ")
    assert figure.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.className") == "ifi-reason"
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert reason.count() == 0
    assert figure.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.hasAttribute('data-figure')")


def test_without_javascript_a_figure_leads_to_the_page_of_its_reason(no_javascript):
    page = no_javascript("ru", "design/")
    page.locator("p a[data-figure]").first.click()
    assert page.locator("[data-reason] .ifi-steps__step").count() == 4


def test_without_javascript_the_sections_are_open_on_a_phone(no_javascript):
    page = no_javascript("kk", "design/", width=320)
    assert page.locator(".govuk-service-navigation__link").first.is_visible()
    assert_fits(page)


def test_the_keyboard_reaches_the_content_first_and_always_shows_where_it_is(page_in):
    page = page_in("ru", "design/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main-content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const element = document.activeElement, style = getComputedStyle(element);
                const box = element.getBoundingClientRect();
                return (style.outlineStyle !== "none" || style.boxShadow !== "none")
                    && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight
                    || element.outerHTML.slice(0, 120); }"""
        )
        if seen is not True:
            unseen.append(seen)
    assert unseen == []


def test_the_language_switch_keeps_the_page_and_its_query(page_in):
    page = page_in("ru", "design/?name=Арал&year=2025&on=01.02.2026")
    page.get_by_role("link", name="Қазақша").click()
    assert re.search(r"/kk/design/\?name=.+&year=2025&on=01\.02\.2026$", page.url)
    assert page.input_value("#filter-name") == "Арал"
    assert page.input_value("#id_on") == "01.02.2026"


def test_every_chart_has_a_table_with_the_same_amounts(page_in):
    page = page_in("en", "design/")
    charts = page.locator("figure.ifi-chart")
    for place in range(charts.count()):
        chart = charts.nth(place)
        labels = chart.locator("tbody tr").count()
        assert labels == 9
        assert chart.locator("svg.ifi-chart__drawing--wide text", has_text="2026").count() == 1
        chart.locator("summary").click()
        assert chart.locator("tbody td data").count() == labels * 3


def test_figures_have_one_width_and_a_visible_gap_between_groups(page_in):
    """Tabular figures in the page's own typeface, for Kazakh letters and the tenge sign too."""
    page = page_in("kk", "design/")
    page.evaluate("document.fonts.ready")
    widths = page.evaluate(
        """() => { const width = text => { const holder = document.createElement("div");
                const span = document.createElement("span");
                span.style.fontSize = "100px"; span.style.whiteSpace = "pre";
                span.textContent = text; holder.append(span); document.body.append(holder);
                return span.getBoundingClientRect().width; };
            return {ones: width("1111"), eights: width("8888"), gap: width("1\\u202f1") - width("11")}; }"""
    )
    assert widths["ones"] == widths["eights"]
    assert 17 <= widths["gap"] <= 23
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    cdp.send("CSS.enable")
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    for selector in (".govuk-breadcrumbs, h1", "data.ifi-amount", ".ifi-strip--demonstration span"):
        node = cdp.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        fonts = cdp.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert {font["familyName"] for font in fonts} <= {"IBM Plex Sans", "Thin Space"}


def test_the_page_prints_on_a4_with_its_address_and_without_navigation(page_in, tmp_path):
    page = page_in("en", "design/")
    page.emulate_media(media="print")
    assert not page.locator(".govuk-service-navigation").is_visible()
    assert page.locator(".ifi-print-address").inner_text().endswith("/en/design/")
    assert page.evaluate("getComputedStyle(document.querySelector('.ifi-table thead')).display") == "table-header-group"
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"
