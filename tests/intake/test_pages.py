"""Pages of imports, as their user walks through them."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from ifi.accounts.models import User
from ifi.intake import jobs, services
from ifi.intake.annotating import annotate_run
from ifi.intake.models import ImportRun
from ifi.intake.rules import State
from ifi.registry.models import Organisation
from tests.intake.kind_of_test import BINS
from tests.sign_in import Client

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 24)
GOOD = f"БИН;Сумма\n{BINS[0]};1 234,50\n".encode()
BAD = "БИН;Сумма;Примечание\n=1;1,234;x\n".encode()
LANGUAGES = ("kk", "ru", "en")


def _address(name, language="en", **parts):
    with override(language):
        return reverse(f"intake:{name}", kwargs=parts)


@pytest.fixture
def client(client, officer):
    client.force_login(officer)
    return client


def _upload(client, content, name="файл.csv", language="en"):
    return client.post(
        _address("upload", language, kind="test"), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def _work():
    """What the worker does with the jobs that were ordered."""
    runs = [str(pk) for pk in ImportRun.objects.values_list("pk", flat=True)]
    for job in ProcrastinateJob.objects.filter(status="todo", args__run_id__in=runs).order_by("id"):
        {"ifi.intake.check": jobs.check, "ifi.intake.commit": jobs.commit, "ifi.intake.annotate": jobs.annotate}[
            job.task_name
        ](**job.args)


def _run():
    return ImportRun.objects.latest("created_at")


def test_from_upload_to_result(client):
    page = _upload(client, GOOD)
    assert 'http-equiv="refresh"' in page.content.decode()
    _work()
    page = client.get(_address("run", run_id=_run().pk)).content.decode()
    assert "All rows are good: 1" in page
    assert "http-equiv" not in page
    client.post(_address("confirm", run_id=_run().pk))
    _work()
    page = client.get(_address("run", run_id=_run().pk)).content.decode()
    assert "New rows: 1." in page
    assert Organisation.objects.count() == 1


def test_rejected_cells_are_listed_with_value_and_reason(client):
    _upload(client, BAD)
    _work()
    annotate_run(run_id=_run().pk)
    page = client.get(_address("run", run_id=_run().pk)).content.decode()
    assert "Rows rejected: 1 of 1" in page
    assert "can be read in two ways" in page
    assert "Примечание" in page
    assert _address("confirm", run_id=_run().pk) not in page
    text = b"".join(client.get(_address("problems", run_id=_run().pk)).streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].split(";")[1:4] == ["2", "БИН", "'=1"]
    copy = client.get(_address("annotated", run_id=_run().pk))
    assert "attachment" in copy["Content-Disposition"]


def test_confirming_a_run_with_rejected_rows_imports_nothing(client):
    _upload(client, BAD)
    _work()
    client.post(_address("confirm", run_id=_run().pk))
    assert _run().state == State.CHECKED


def test_the_same_file_again_leads_to_its_earlier_run(client):
    first = _upload(client, GOOD)
    second = _upload(client, GOOD, name="другое имя.csv")
    assert first.redirect_chain[-1] == second.redirect_chain[-1]


def test_rejected_rows_are_looked_at_again_when_the_same_file_comes(client):
    _upload(client, BAD)
    services.check_run(run_id=_run().pk, on=TODAY)
    _upload(client, BAD)
    assert _run().state == State.UPLOADED


def test_cancelling_ends_the_run(client):
    _upload(client, GOOD)
    page = client.post(_address("cancel", run_id=_run().pk), follow=True).content.decode()
    assert "The import was cancelled" in page


def test_a_stopped_run_can_be_checked_again(client):
    _upload(client, GOOD)
    ImportRun.objects.update(state=State.FAILED, problem={"code": "import.failed", "parameters": {}})
    page = client.get(_address("run", run_id=_run().pk)).content.decode()
    assert "The import stopped" in page
    client.post(_address("check_again", run_id=_run().pk))
    assert _run().state == State.UPLOADED


def test_a_file_without_a_choice_is_asked_for(client):
    page = client.post(_address("upload", kind="test"))
    assert page.status_code == 422
    assert "<title>Error: " in page.content.decode()
    assert page.content.decode().count("Choose the file that you want to import.") == 2


def test_an_empty_file_is_refused_like_any_other(client):
    _upload(client, b"")
    _work()
    assert "The file is empty" in client.get(_address("run", run_id=_run().pk)).content.decode()


def test_a_file_over_the_limit_is_refused_before_it_is_read(client, settings):
    body = io.BytesIO(b"x")
    page = client.generic(
        "POST",
        _address("upload", kind="test"),
        body.getvalue(),
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * 1024**3),
    )
    assert page.status_code == 413
    assert f"larger than {settings.UPLOAD_LIMIT_BYTES // 1024**2} MB" in page.content.decode()
    assert 'type="file"' in page.content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_that_announces_less_than_it_brings_is_cut_off(client, settings, monkeypatch):
    settings.UPLOAD_LIMIT_BYTES = 50
    monkeypatch.setattr("ifi.intake.views.is_too_large", lambda request: False)
    assert _upload(client, GOOD * 100).status_code in {413, 422}
    assert not ImportRun.objects.exists()


def test_the_upload_is_protected_against_forged_requests(officer):
    forging = Client(enforce_csrf_checks=True)
    forging.force_login(officer)
    answer = forging.post(_address("upload", kind="test"), {"file": SimpleUploadedFile("a.csv", GOOD)})
    assert answer.status_code == 403
    assert not ImportRun.objects.exists()


def test_the_runs_of_others_are_not_there(client, other_officer):
    _upload(client, GOOD)
    client.force_login(other_officer)
    for name in ("run", "annotated", "problems"):
        assert client.get(_address(name, run_id=_run().pk)).status_code == 404
    for name in ("confirm", "cancel", "check_again"):
        assert client.post(_address(name, run_id=_run().pk)).status_code == 404
    assert str(_run().pk) not in client.get(_address("imports")).content.decode()


@pytest.mark.parametrize("name", ["imports", "upload", "template"])
def test_those_who_may_not_import_do_not_see_the_pages(client, name):
    parts = {} if name == "imports" else {"kind": "test"}
    client.force_login(User.objects.create_user("auditor@example.kz", name="Auditor", roles=["auditor"]))
    assert client.get(_address(name, **parts)).status_code == 403
    client.logout()
    assert client.get(_address(name, **parts)).status_code == 302


def test_an_unknown_kind_is_not_there(client):
    assert client.get(_address("upload", kind="contracts")).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_in_the_readers_language(client, language):
    answer = client.get(_address("template", language, kind="receipts"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    headings = {"kk": "Төлеушінің БСН *", "ru": "БИН плательщика *", "en": "BIN of the payer *"}
    assert book.worksheets[0]["A1"].value == headings[language]
    assert book["ifi"]["B3"].value == language
    assert book["ifi"].sheet_state == "veryHidden"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["bases", "performances", "receipts", "test"])
def test_each_kind_explains_its_columns_in_each_language(client, language, kind):
    page = client.get(_address("upload", language, kind=kind))
    assert page.status_code == 200
    assert client.get(_address("imports", language)).status_code == 200


def test_many_remarks_are_read_page_by_page(client):
    _upload(client, ("БИН;Сумма\n" + "1;1\n" * 60).encode())
    _work()
    page = client.get(_address("run", run_id=_run().pk)).content.decode()
    assert page.count("is not a BIN") == 50
    after = _run().problems.order_by("pk")[49].pk
    assert f"after={after}" in page
    assert client.get(_address("run", run_id=_run().pk), {"after": after}).content.decode().count("is not a BIN") == 10


@pytest.mark.parametrize("after", ["²", "9" * 30, "-1"])
def test_a_place_that_no_remark_can_have_leads_to_the_first_page_of_remarks(client, after):
    _upload(client, ("БИН;Сумма\n" + "1;1\n" * 60).encode())
    _work()
    page = client.get(_address("run", run_id=_run().pk), {"after": after})
    assert page.content.decode().count("is not a BIN") == 50
