"""Pages of imports: the list, the upload, a run from its check to its result, and the files of each."""

import csv
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.accounts.exporting import record_export
from ifi.accounts.models import User
from ifi.accounts.request_facts import person_of
from ifi.accounts.rights import Permission, check_may
from ifi.core.identifiers import record_number
from ifi.core.sentences import say_error
from ifi.core.targets import Target
from ifi.intake import files, queries, services
from ifi.intake.errors import RowsRejected, RunNotReady, RunUnknown
from ifi.intake.forms import UploadForm
from ifi.intake.kinds import ImportKind, KindUnknown, kind_named
from ifi.intake.models import ImportRun
from ifi.intake.reading.refusals import FileTooLarge
from ifi.intake.rules import State
from ifi.intake.template_books import template_book
from ifi.intake.uploads import LimitedUpload, is_too_large

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Line:
    """Takes what csv.writer writes and hands it on."""

    def write(self, text: str) -> str:
        return text


def _person(request: HttpRequest) -> User:
    """The signed-in person, allowed to import. Raises NotAllowed."""
    check_may(request.user, Permission.IMPORT)
    return person_of(request)


def _kind(request: HttpRequest, name: str) -> ImportKind:
    person = _person(request)
    try:
        kind = kind_named(name)
    except KindUnknown as error:
        raise Http404 from error
    check_may(person, kind.permission)
    return kind


def _run(request: HttpRequest, run_id: uuid.UUID) -> ImportRun:
    try:
        return services.run_of(run_id, _person(request))
    except RunUnknown as error:
        raise Http404 from error


@never_cache
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """What can be imported, and one's own runs."""
    person = _person(request)
    before = _moment(request.GET.get("before", ""))
    runs = queries.runs_of(person, before)
    shown = runs[: queries.RUNS_ON_A_PAGE]
    context = {
        "kinds": queries.kinds_for(person),
        "runs": shown,
        "older": shown[-1].run.created_at.isoformat() if len(runs) > len(shown) else "",
    }
    return render(request, "intake/imports.html", context)


def _moment(text: str) -> datetime | None:
    """A moment as the page's own link writes it, with its distance from UTC; None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and 2000 <= moment.year < 2200 else None


@csrf_exempt  # the token is in the body, which is read only after its length is known; checked by receive below
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a kind, and the file that it brings."""
    if request.method == "POST" and is_too_large(request):
        wanted, form = _kind(request, kind), UploadForm(data={})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", say_error(FileTooLarge(limit=_limit())))
        return _form(request, wanted, form, status=413)
    request.upload_handlers = [LimitedUpload(request), TemporaryFileUploadHandler(request)]
    response: HttpResponse = _receive(request, kind)
    return response


@csrf_protect
def _receive(request: HttpRequest, kind: str) -> HttpResponse:
    wanted = _kind(request, kind)
    if request.method != "POST":
        return _form(request, wanted, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, wanted, form, status=422)
    file = form.cleaned_data["file"]
    try:
        run, _is_new = services.receive_file(
            kind=wanted.name,
            chunks=file.chunks(),
            file_name=file.name,
            language=get_language() or settings.LANGUAGE_CODE,
            by=_person(request),
        )
    except FileTooLarge as error:
        form.add_error("file", say_error(error))
        return _form(request, wanted, form, status=413)
    return redirect("intake:run", run_id=run.pk)


def _form(request: HttpRequest, kind: ImportKind, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"kind": kind, "form": form, "limit": _limit(), "columns": queries.columns_of(kind)}
    return render(request, "intake/upload.html", context, status=status)


def _limit() -> int:
    return settings.UPLOAD_LIMIT_BYTES // 1024**2


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The workbook to fill in, in the reader's language."""
    wanted = _kind(request, kind)
    language = get_language() or settings.LANGUAGE_CODE
    name = f"ifi-{wanted.name}-{language}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(template_book(wanted, language), content_type=_XLSX, headers=disposition)


@never_cache
@require_GET
def run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """A run: how far it is, what would be imported, what was rejected and why, what became of it."""
    page = queries.run_page(_run(request, run_id), record_number(request.GET.get("after")) or 0)
    return render(request, "intake/run.html", {"page": page, "run": page.run, "states": State})


@require_POST
def confirm(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    return _act(request, run_id, services.confirm_run)


@require_POST
def cancel(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    return _act(request, run_id, services.cancel_run)


@require_POST
def check_again(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    return _act(request, run_id, services.check_again)


def _act(request: HttpRequest, run_id: uuid.UUID, act: services.Act) -> HttpResponse:
    """Do it and show the run; where it has moved on meanwhile, its page says how it stands."""
    _run(request, run_id)
    with suppress(RunNotReady, RowsRejected):
        act(run_id=run_id, by=_person(request))
    return redirect("intake:run", run_id=run_id)


@never_cache
@require_GET
def annotated(request: HttpRequest, run_id: uuid.UUID) -> FileResponse:
    """The user's own file with the reasons in it."""
    found = _run(request, run_id)
    copy = files.annotated_of(found)
    if copy is None:
        raise Http404
    name = found.file_name.rpartition(".")[0] or found.file_name
    kind = _XLSX if copy.suffix == ".xlsx" else "text/csv; charset=utf-8"
    return FileResponse(copy.open("rb"), as_attachment=True, filename=f"{name}-ifi{copy.suffix}", content_type=kind)


@never_cache
@require_GET
def problems(request: HttpRequest, run_id: uuid.UUID) -> StreamingHttpResponse:
    """Every problem of the run as a text file."""
    found = _run(request, run_id)
    if found.checked_at is None:
        raise Http404
    record_export("intake.problems_exported", Target.of("import", run_id), by=request.user)
    disposition = {"Content-Disposition": f'attachment; filename="ifi-{found.kind}-problems.csv"'}
    lines = _lines(queries.problem_rows(found))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)


def _lines(rows: Iterator[list[str]]) -> Iterator[bytes]:
    writer = csv.writer(_Line(), delimiter=";")
    yield b"\xef\xbb\xbf"
    for row in rows:
        yield writer.writerow(row).encode()
