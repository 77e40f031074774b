"""A file that somebody brought goes out as a file: never as a page, a picture or a script of ours."""

import pytest
from django.conf import settings as ours
from django.urls import get_resolver

from ifi.intake import services as intake
from ifi.intake.annotating import annotate_run
from ifi.members.services import Applied, apply_by_letter
from tests.members.scene import DAY, PDF, a_person, an_organisation
from tests.sign_in import Client

pytestmark = pytest.mark.django_db
NAMES = [
    "a.html",
    "a.svg",
    "a.csv.html",
    'a";filename="b.html',
    "<script>alert(1)</script>.csv",
    "../../etc/passwd.csv",
    "есеп «2024».csv",
    "\u202elmth.csv",
    "é" * 300 + ".csv",
    ".csv",
    "csv",
]
WRONG_ROWS = "БИН плательщика;Номер контракта;Год;Платёжное поручение;Дата платежа;Сумма\n1;<script>;x;=1+1;y;z\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def is_only_a_file(answer, kinds):
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Disposition"].isascii()
    assert not {"\r", "\n"} & set(answer.headers["Content-Disposition"])
    assert answer.headers["Content-Type"] in kinds
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("file_name", NAMES)
def test_the_copy_of_an_import_is_an_attachment_whatever_its_name(client, file_name):
    officer = a_person("Officer", "officer")
    run, _ = intake.receive_file(
        kind="receipts",
        chunks=[WRONG_ROWS.encode()],
        file_name=file_name,
        language="en",
        by=officer,
        in_background=False,
    )
    intake.check_run(run_id=run.pk, on=DAY)
    client.force_login(officer)
    text = ["text/csv; charset=utf-8"]
    if annotate_run(run_id=run.pk) is not None:
        is_only_a_file(client.get(f"/en/imports/runs/{run.pk}/annotated"), text)
    problems = is_only_a_file(client.get(f"/en/imports/runs/{run.pk}/problems.csv"), text).decode("utf-8-sig")
    assert not [cell for line in problems.splitlines() for cell in line.split(";") if cell.startswith("=")]


def test_a_letter_is_an_attachment_of_the_type_that_its_content_is_of(client):
    sent = apply_by_letter(applied=Applied(an_organisation().bin), letter=[PDF], by=a_person(), on=DAY)
    client.force_login(a_person("Officer", "officer"))
    assert is_only_a_file(client.get(f"/en/applications/{sent.pk}/letter/"), ["application/pdf"]) == PDF


def test_no_address_leads_into_the_folder_of_files(tmp_path):
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "a.html").write_text("<script>")
    assert not ours.MEDIA_URL.strip("/")
    for path in ("/imports/a.html", "/en/imports/a.html", "/files/imports/a.html", "/media/imports/a.html"):
        assert Client().get(path).status_code in (302, 404)
    for path in ("/static/../files/imports/a.html", "/static/%2e%2e/files/imports/a.html", "/static//etc/passwd"):
        assert Client().get(path).status_code == 404
    assert not [one for one in map(str, get_resolver().url_patterns) if "static.serve" in one]
