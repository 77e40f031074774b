"""An officer imports a file: what was rejected is shown, the corrected file is looked at and imported."""

from datetime import date

import pytest

from ifi.accounts.models import User
from ifi.intake import services
from ifi.intake.annotating import annotate_run
from ifi.intake.models import ImportRun
from ifi.ledger.models import Entry
from ifi.registry.models import Organisation, SubsoilRight
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, assert_in_language
from tests.sign_in import open_for

TODAY = date(2026, 11, 24)
PASSWORD = "a long password of a test"
HEADINGS = "БИН плательщика;Номер контракта;Год;Платёжное поручение;Дата платежа;Сумма"
GOOD = "230140000008;1234;2025;000417;14.10.2025;1 500,25"
BAD = "\n".join([GOOD.replace("1 500,25", "10.123"), GOOD.replace("14.10.2025", "31.02.2026").replace("417", "418")])


@pytest.fixture
def officer(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    from tests.obligations.portfolio import a_right

    holder = Organisation.objects.create(bin="230140000008", kinds=["subsoil_user"])
    SubsoilRight.objects.filter(pk=a_right(holder=holder).pk).update(number="1234")
    return User.objects.create_user("officer@example.kz", PASSWORD, name="Айгүл", roles=["officer"])


def _sign_in(page, language, path, live_server):
    open_for(page, User.objects.get(email="officer@example.kz"))
    page.goto(f"{live_server.url}/{language}/{path}")


def _upload(page, tmp_path, rows):
    path = tmp_path / "1234.csv"
    path.write_text(f"{HEADINGS}\n{rows}\n")
    page.set_input_files("input[type=file]", path)
    page.click("main form button")


def _checked():
    run = ImportRun.objects.latest("created_at")
    services.check_run(run_id=run.pk, on=TODAY)
    annotate_run(run_id=run.pk)
    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_imports_are_accessible_and_in_one_language(page_in, live_server, officer, tmp_path, language):
    User.objects.update(name="Aigul" if language == "en" else "Айгүл")
    for width in WIDTHS:
        page = page_in(language, "sign-in/", width=width)
        _sign_in(page, language, "imports/receipts/", live_server)
        if width == WIDTHS[0]:
            _upload(page, tmp_path, BAD)
            run = _checked()
        for path in ("imports/", f"imports/runs/{run.pk}/", "imports/receipts/"):
            page.goto(f"{live_server.url}/{language}/{path}")
            assert_accessible(page)
            assert_fits(page)
            if path != "imports/receipts/" or language != "en":
                assert_in_language(page, language)


def test_a_rejected_file_is_corrected_and_imported_without_scripts(no_javascript, live_server, officer, tmp_path):
    page = no_javascript("en", "sign-in/")
    _sign_in(page, "en", "imports/receipts/", live_server)
    _upload(page, tmp_path, BAD)
    assert page.locator("progress").count() == 1
    _checked()
    page.reload()
    assert "Rows rejected: 2 of 2" in page.text_content("main")
    with page.expect_download() as copy:
        page.click("a[href$=annotated]")
    assert "10.123" in copy.value.path().read_text(encoding="utf-8-sig")
    page.click("form[action$='imports/receipts/'] button")
    _upload(page, tmp_path, GOOD)
    run = _checked()
    page.reload()
    page.click("form[action$=confirm] button")
    services.commit_run(run_id=run.pk, on=TODAY)
    page.reload()
    assert "New rows: 1." in page.text_content("main")
    assert Entry.objects.count() == 1
