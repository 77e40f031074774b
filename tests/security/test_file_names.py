"""A name that somebody gives a file is a text: never a path, and written by the standard where it goes out again."""

import uuid

import pytest
from django.http import FileResponse

from ifi.intake import files, services
from ifi.intake.models import ImportRun
from tests.obligations.portfolio import OFFICE

NAMES = [
    "../../etc/passwd",
    "..\\..\\windows\\system32\\a.csv",
    "/etc/passwd",
    "a\x00.csv",
    "C:\\a.csv",
    "é" * 300 + ".csv",
    "есеп «2024».csv",
    'a";filename="b.exe',
    "a\r\nSet-Cookie: x=1.csv",
    "\u202egnp.csv",
    ".",
    "..",
    "",
]


@pytest.mark.django_db
@pytest.mark.parametrize("file_name", NAMES)
def test_a_name_of_a_file_never_becomes_a_path(file_name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    run, _ = services.receive_file(
        kind="rights",
        chunks=[uuid.uuid4().bytes],
        file_name=file_name.replace("\x00", ""),  # as Django's own parser of uploads leaves it
        language="en",
        by=OFFICE,
        in_background=False,
    )
    assert files.original_of(run).parent == settings.MEDIA_ROOT / "imports" / str(run.pk)
    assert files.original_of(run).name in {"original.csv", "original.file"}
    assert {path.name for path in tmp_path.iterdir()} == {"files"}
    assert len(ImportRun.objects.get(pk=run.pk).file_name) <= 255


@pytest.mark.django_db
@pytest.mark.parametrize("file_name", [name for name in NAMES if name and "\n" not in name])
def test_a_file_goes_out_as_an_attachment_under_a_name_that_is_written_by_the_standard(file_name, tmp_path):
    path = tmp_path / "kept"
    path.write_text("x")
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=file_name)
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment")
    assert header.isascii()
    assert "\r" not in header
    assert "\n" not in header
    answer.close()
