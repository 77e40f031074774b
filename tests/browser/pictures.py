"""Pictures for the documents from a served demonstration: `make run` in one terminal, `make screenshots` in another.

`python -m tests.browser.pictures http://127.0.0.1:8000`
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET, SCREENSHOTS

IFI = str(Path(sys.executable).with_name("ifi"))
OFFICER = "officer.energy@demo.invalid"
YEAR = 2025
BAD_FILE = (
    "БИН плательщика;Номер контракта;Год;Платёжное поручение;Дата платежа;Сумма\n"
    "230140000009;1;2025;000417;31.02.2026;10.123\n"
)


@contextmanager
def browser_page() -> Iterator[Page]:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("No browser. Install it with: apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *sandbox])
        yield browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        browser.close()


def told(*arguments: str) -> str:
    """What `ifi demo` prints."""
    return subprocess.run([IFI, "demo", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def sign_in(page: Page, address: str) -> None:
    words = next(line.split() for line in told("sign-ins").splitlines() if OFFICER in line)
    page.goto(f"{address}/en/sign-in/")
    page.fill("#id_email", OFFICER)
    page.fill("#id_password", words[words.index(OFFICER) + 1])
    page.locator("form.ifi-form button[type=submit]").click()
    page.wait_for_url("**/sign-in/second-factor/**")
    page.fill("#id_code", told("code", OFFICER).strip())
    page.locator("form.ifi-form button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("load")
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
    print(f"{name}: {page.url}")  # noqa: T201


def take_public(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    take(page, "home")
    page.goto(f"{address}/en/duties/?year={YEAR}&status=part_fulfilled")
    take(page, "duties")
    page.locator("tbody th a").first.click()
    take(page, "right")
    right = page.url.split("?")[0]
    page.goto(f"{right}{YEAR}/")
    take(page, "assessment")
    page.locator("main a[href*='/organisations/']").first.click()
    take(page, "organisation")


def take_officers(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/en/duties/?year={YEAR}&status=part_fulfilled&authority=energy")
    page.locator("tbody th a").first.click()
    page.goto(f"{page.url.split('?')[0]}{YEAR}/")
    take(page, "officer-duty")
    page.goto(f"{address}/en/reconciliation/?year={YEAR}")
    take(page, "reconciliation")
    page.goto(f"{address}/en/imports/receipts/")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "receipts.csv"
        path.write_text(BAD_FILE, encoding="utf-8")
        page.set_input_files("input[type=file]", path)
        page.click("main form button")
        page.wait_for_selector("table", timeout=60_000)  # the worker has looked at the file
        page.locator("table").first.scroll_into_view_if_needed()
    take(page, "import")


def main(address: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with browser_page() as page:
        take_public(page, address.rstrip("/"))
        take_officers(page, address.rstrip("/"))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
