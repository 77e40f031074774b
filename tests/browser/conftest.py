"""A real browser for the pages: Debian's Chromium, driven by Playwright, with axe-core for accessibility."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop makes Django think that it runs inside one

PROJECT = Path(__file__).resolve().parents[2]
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
STYLES = PROJECT / "ifi" / "portal" / "static" / "build" / "app.css"
SCREENSHOTS = PROJECT / "docs" / "screenshots"
LANGUAGES = ("kk", "ru", "en")
WIDTHS = (320, 1280)
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
NAMES = (
    "MedTech|AgriTech|GreenTech|Google|Telegram|URL|WCAG|AA?|JavaScript|CSV|XLSX|PDF|JPEG|PNG|UUID|BIN|IFI|"
    "NCALayer|NCANode|CMS|SHA|JSON|ZIP|OCSP|RSA|ECDSA"
)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no browser: install it with `apt-get install chromium`")
    if not STYLES.exists() or not AXE.exists():
        pytest.fail("the pages' styles or axe-core are missing: run `npm ci && npm run build`")
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {"executable_path": chromium, "args": [*QUIET, *sandbox]}


@pytest.fixture
def page_in(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`page_in("kk", "design/", width=320)`: the page in that language, at that width.

    After the test: nothing was asked of another host, and the console has no error (a policy violation is one).
    Answers of 4xx and 5xx are logged by the browser as errors too; a test that wants one passes `may_fail=True`.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    ours = urlsplit(live_server.url).netloc

    def watch(page: Page, may_fail: bool) -> None:
        def note_message(message) -> None:
            expected = may_fail and "Failed to load resource" in message.text
            if message.type in {"error", "warning"} and not expected:
                faults.append(f"{page.url}: {message.text}")

        def note_request(request) -> None:
            address = urlsplit(request.url)
            if address.scheme in {"http", "https"} and address.netloc != ours:
                faults.append(f"{page.url} asked for {request.url}")

        page.on("console", note_message)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("request", note_request)

    def open_page(
        language: str, path: str = "", *, width: int = 1280, javascript: bool = True, may_fail: bool = False
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        watch(page, may_fail)
        page.goto(f"{live_server.url}/{language}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def no_javascript(page_in: Callable[..., Page]) -> Callable[..., Page]:
    """`no_javascript("ru", "design/")`: the page in a browser whose scripts are off."""
    return lambda language, path="", **options: page_in(language, path, javascript=False, **options)


def assert_accessible(page: Page) -> None:
    """axe-core finds no violation of WCAG 2.2 AA on the page as it stands."""
    page.evaluate(AXE.read_text())
    options = {"runOnly": {"type": "tag", "values": list(AXE_TAGS)}}
    found = page.evaluate("options => axe.run(document, options)", options)
    lines = [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert lines == []


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    width = page.viewport_size["width"]
    reach = page.evaluate("document.documentElement.scrollWidth")
    wide = page.evaluate(
        """width => [...document.querySelectorAll("body *")]
            .filter(element => element.getBoundingClientRect().right > width + 1)
            .map(element => `${element.tagName}.${element.className}`).slice(0, 5)""",
        width,
    )
    assert reach <= width, f"{page.url} is {reach} pixels wide: {wide}"


def assert_in_language(page: Page, language: str) -> None:
    """The page is marked with its language, and no English text is left on a Kazakh or Russian one, nor the reverse.

    Names that people gave and the names of the languages are in their own alphabet; they carry `lang` or `translate`.
    """
    assert page.get_attribute("html", "lang") == language
    text = page.evaluate(
        """() => { const copy = document.body.cloneNode(true);
            copy.querySelectorAll("[lang], [translate=no], script, noscript").forEach(element => element.remove());
            const words = [], walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) words.push(walker.currentNode.data);
            return words.join(" "); }"""
    )
    if language == "en":
        assert re.findall("[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]+", text) == []
    else:
        plain = re.sub(rf"\b({NAMES}|[IVX]+|[A-Z])\b|\S+@\S+|\S+\.kz|\.\w+|\bifi \w+", "", text)
        assert re.findall("[A-Za-z]{2,}", plain) == []


def screenshot(page: Page, name: str) -> None:
    """Keep a picture for the documents when asked for (`SCREENSHOTS=1 make test`); otherwise tests leave no trace."""
    if os.environ.get("SCREENSHOTS"):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=False)
