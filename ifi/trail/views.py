"""Pages and files of the trail."""

import json
import tempfile
from collections.abc import Iterator, Sequence

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from ifi.accounts.rights import Permission, check_may
from ifi.audit.bundles import VERIFIER, proof_file, public_keys
from ifi.core.errors import NotAllowed
from ifi.core.identifiers import record_number
from ifi.core.targets import Target, show
from ifi.pages.tables import Cell, Table, csv_response, xlsx_response
from ifi.trail import queries, services
from ifi.trail.forms import SearchForm
from ifi.trail.queries import Selection
from ifi.trail.wording import IN_FILES, ON_A_PAGE, shown_acts, shown_by_number

FILES = {"csv": csv_response, "xlsx": xlsx_response}


@never_cache
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Acts by object, person, event and time; without a search the newest that the reader may see."""
    _check_signed_in(request)
    form = SearchForm(request.GET)
    selection = form.selection(request.user) if form.is_valid() else None
    page = queries.find(selection, reader=request.user, **_place(request)) if selection else queries.Page(())
    context = {"form": form, "acts": shown_acts(page.acts, reader=request.user), "page": page}
    return render(request, "trail/search.html", context)


@never_cache
@require_GET
def history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Every act on one object that the reader may see, newest first."""
    _check_signed_in(request)
    target = Target(kind, key)
    page = queries.find(Selection(targets=(target,)), reader=request.user, **_place(request))
    named = show([target], reader=request.user).get(target) or shown_by_number(target)
    context = {
        "object": named,
        "acts": shown_acts(page.acts, reader=request.user),
        "page": page,
        "is_whole": queries.may_see_history(target, request.user),
    }
    return render(request, "trail/history.html", context)


@never_cache
@require_GET
def act(request: HttpRequest, number: int) -> HttpResponse:
    """One record: what it says, word for word too, where it stands in the tree, and how to check that."""
    found = queries.act_numbered(number, reader=request.user)
    if found is None:
        raise Http404
    context = {
        "act": shown_acts([found], reader=request.user, most=ON_A_PAGE)[0],
        "said": json.dumps(found.said, ensure_ascii=False, indent=1, sort_keys=True),
        "place": queries.place_of(number),
        "request_number": found.said.get("request", ""),
        "rows": found.said.get("rows", []),
        "key": public_keys()[0],
    }
    return render(request, "trail/act.html", context)


@never_cache
@require_GET
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """The record with its steps to the newest published head, for the stand-alone verifier."""
    if queries.act_numbered(number, reader=request.user) is None:
        raise Http404
    file = proof_file(number)
    if file is None:
        raise Http404
    disposition = {"Content-Disposition": f'attachment; filename="ifi-act-{number}.json"'}
    return HttpResponse(file, content_type="application/json", headers=disposition)


@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """Signed heads and public keys, for everyone."""
    return render(request, "trail/heads.html", {"heads": queries.published_heads(31), "keys": public_keys()})


@require_safe
def heads_file(request: HttpRequest) -> HttpResponse:
    """Every published head with the public keys, for machines."""
    listed = [
        {"size": head.size, "signed_at": head.signed_at.isoformat(), "root": bytes(head.root).hex(), "note": head.note}
        for head in queries.published_heads()
    ]
    text = json.dumps({"keys": public_keys(), "heads": listed}, indent=1)
    return HttpResponse(text, content_type="application/json")


@require_safe
def verifier(request: HttpRequest) -> FileResponse:
    """The program that checks bundles and proofs without anything of ours."""
    return FileResponse(
        VERIFIER.open("rb"), as_attachment=True, filename=VERIFIER.name, content_type="text/x-python; charset=utf-8"
    )


@never_cache
@require_GET
def acts_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The acts of the search, oldest first, as CSV or XLSX."""
    check_may(request.user, Permission.AUDIT_EXPORT)
    search = SearchForm(request.GET)
    selection = search.selection(request.user) if search.is_valid() else None
    if form not in FILES or selection is None:
        raise Http404
    services.note_list_taken_out(form=form, by=request.user)
    headings = (_("Number"), _("When"), _("Day"), _("Who"), _("What"), _("Objects"), _("Changes"), _("Code"))
    source = _("Source: Innovation for Industry, trail of acts.")
    return FILES[form](Table("acts", headings, _rows(selection, request.user), source))


@never_cache
@require_GET
def bundle(request: HttpRequest) -> FileResponse:
    """The whole trail with its signed heads and the verifier."""
    file = tempfile.TemporaryFile()  # noqa: SIM115, the response closes it
    services.write_bundle(file, by=request.user, on=timezone.localdate())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="ifi-trail.zip", content_type="application/zip")


def _rows(selection: Selection, reader: object) -> Iterator[Sequence[Sequence[Cell]]]:
    for acts in queries.all_acts(selection, reader=reader):
        yield [
            [
                shown.number,
                f"{timezone.localtime(shown.at):%d.%m.%Y %H:%M:%S}",
                shown.on,
                shown.who,
                shown.what,
                "; ".join(named.label for named in shown.objects),
                "; ".join(f"{name}: {before} → {after}" for name, before, after in shown.changes),
                shown.code,
            ]
            for shown in shown_acts(acts, reader=reader, most=IN_FILES)
        ]


def _check_signed_in(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        raise NotAllowed(permission="sign_in")


def _place(request: HttpRequest) -> dict[str, int]:
    """Where the page begins: `?after=` or `?before=` a record's number."""
    given = {name: record_number(request.GET.get(name)) for name in ("after", "before")}
    return {name: number for name, number in given.items() if number is not None}
