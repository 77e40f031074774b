"""The list of duties: a page of it, and all of it as a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ifi.accounts.exporting import record_export
from ifi.core.display import show_count, show_day
from ifi.core.targets import Target
from ifi.obligations import words
from ifi.obligations.forms import MOST_ORGANISATIONS, read_selection, write_place
from ifi.obligations.queries.duties import Count, DutyRow, all_duties, count_duties, duties_page
from ifi.obligations.queries.totals import known_years
from ifi.obligations.rules.status import DutyStatus
from ifi.obligations.views.duty_rows import labels, rows_markup
from ifi.pages.tables import LARGEST_WORKBOOK, Cell, Table, csv_response, xlsx_response
from ifi.registry.classifiers import classifier

SELECTED = ("year", "regime", "region", "authority", "status")  # what a record keeps of the selection
FILES = {"csv": csv_response, "xlsx": xlsx_response}


def duties(request: HttpRequest) -> HttpResponse:
    """One page of the selection that the address holds; without any, the newest year that is over."""
    on = timezone.localdate()
    if not request.GET and (year := _newest_over(on)):
        return redirect(f"{request.path}?year={year}")  # the address always holds the whole selection
    selection = read_selection(request.GET.dict(), on=on)
    page = duties_page(actor=request.user, selection=selection, on=on, language=words.language())
    query = "&".join(part for part in request.GET.urlencode().split("&") if not part.startswith(("after=", "before=")))
    headings = labels()
    context = {
        "selection": selection,
        "sort": f"{'-' if selection.descending else ''}{selection.sort}",
        "rows": page.rows,
        "rows_markup": rows_markup(page.rows, headings),
        **headings,
        "count": say_count(page.count),
        "next": write_place(page.next),
        "previous": write_place(page.previous),
        "query": query,
        "on": on,
        "years": _options([(str(year), str(year)) for year in page.years], str(selection.year or "")),
        "regimes": _options(words.regimes(), selection.regime),
        "regions": _options(_choices("regions", words.language()), selection.region),
        "authorities": _options(_choices("authorities", words.language()), selection.authority),
        "statuses": _options([(one.value, words.status(one)) for one in DutyStatus], _code(selection.status)),
        "many_organisations": len(selection.organisations or ()) >= MOST_ORGANISATIONS,
    }
    return render(request, "obligations/duties.html", context)


def duties_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Exactly the selection, in its order. A workbook has a limit of rows, which the page says."""
    if kind not in FILES:
        raise Http404
    on = timezone.localdate()
    selection = read_selection(request.GET.dict(), on=on).whole()
    if kind == "xlsx" and count_duties(actor=request.user, selection=selection, on=on).number > LARGEST_WORKBOOK:
        context = {"limit": LARGEST_WORKBOOK, "query": request.GET.urlencode()}
        return render(request, "obligations/file_too_long.html", context, status=422)
    named = {name: value for name, value in request.GET.items() if name in SELECTED and value}
    record_export("obligations.duties_exported", Target("duties", "several"), by=request.user, format=kind, **named)
    batches = all_duties(actor=request.user, selection=selection, on=on, language=words.language())
    return FILES[kind](_table(batches, on=show_day(on)))


def _newest_over(on: date) -> int | None:
    """The list opens with it: what is due for the running year is hardly known yet, and for the next one not at all."""
    return next((year for year in known_years() if year < on.year), None)


def say_count(count: Count) -> str:
    number = show_count(count.number, words.language())
    return (
        _("More than %(number)s duties") % {"number": number}
        if count.is_more
        else _("Duties found: %(number)s") % {"number": number}
    )


def _table(batches: Iterable[list[DutyRow]], *, on: str) -> Table:
    headings = (
        _("Year"),
        _("Subsoil right"),
        _("Subsoil user"),
        _("Regime"),
        _("Region"),
        _("Authority"),
        _("Status"),
        _("Due, ₸"),
        _("Performed, ₸"),
        _("Credit used, ₸"),
        _("Missing, ₸"),
        _("Fulfilled, %"),
        _("Under the threshold"),
        _("Demonstration data"),
    )
    source = _("Source: Innovation for Industry, duties as of %(on)s.") % {"on": on}
    return Table("duties", headings, _cells(batches), source)


def _cells(batches: Iterable[list[DutyRow]]) -> Iterator[list[list[Cell]]]:
    marks = {True: _("yes"), False: _("no")}
    for rows in batches:
        yield [
            [
                row.year,
                words.right(row.right_name),
                row.organisation_name,
                words.regime(row.regime),
                words.region(row.region),
                words.authority(row.authority),
                words.status(row.status),
                row.due if row.is_due_known else None,
                row.performed,
                row.brought,
                row.shortfall,
                row.fulfilment,
                marks[row.is_at_risk],
                marks[row.is_demonstration],
            ]
            for row in rows
        ]


def _code(status: DutyStatus | None) -> str:
    return status.value if status else ""


@cache
def _choices(name: str, in_language: str) -> tuple[tuple[str, str], ...]:
    return tuple(classifier(name).choices(in_language))


def _options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Options of a select, the chosen one marked; an empty one first."""
    every = escape(_("all"))
    parts = [f'<option value="">{every}</option>']
    for code, label in choices:
        mark = " selected" if code == chosen else ""
        parts.append(f'<option value="{escape(code)}"{mark}>{escape(label)}</option>')
    return mark_safe("".join(parts))  # noqa: S308
