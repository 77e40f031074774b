"""Declared against received: a year, the published example, and the settings that decide what counts."""

from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ifi.accounts.exporting import record_export
from ifi.accounts.rights import Permission, check_may
from ifi.core.display import show_day
from ifi.core.errors import IfiError, NotAllowed
from ifi.core.sentences import say_error
from ifi.core.targets import Target
from ifi.obligations import words
from ifi.obligations.forms import ToleranceForm
from ifi.obligations.queries.reconciliation import (
    LARGEST_SHOWN,
    STREAM,
    Difference,
    YearReconciliation,
    tolerance_settings,
    year_reconciliation,
)
from ifi.obligations.queries.totals import known_years
from ifi.obligations.queries.useiti import published_example, published_payments
from ifi.obligations.reconcile.matching import Reason
from ifi.obligations.reconcile.texts import say_cause, text
from ifi.obligations.services.tolerances import set_tolerance
from ifi.pages.tables import Cell, Table, csv_response

PAGE_ROWS = 25


def year(request: HttpRequest) -> HttpResponse:
    """A year's rights whose difference counts, each with what makes it up."""
    found = _reconciliation(request)
    chosen, searched = request.GET.get("cause", ""), " ".join(request.GET.get("text", "").split())[:100]
    rows = [row for row in found.differences if chosen in ("", row.cause.value) and _holds(row, searched)]
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    causes = {row.cause.value: _cause(row.cause.value) for row in found.differences}
    context = {
        "found": found,
        "ground": words.ground(found.source),
        "years": known_years(),
        "causes": sorted(causes.items(), key=lambda cause: cause[1]),
        "chosen": chosen,
        "searched": searched,
        "page": page,
        "query": urlencode({"year": found.year, "cause": chosen, "text": searched}),
        "differences": [
            {
                "row": row,
                "right": words.right(row.right_name),
                "cause": _cause(row.cause.value),
                "reasons": [_reason(reason, row.right, found.year) for reason in row.reasons],
            }
            for row in page
        ],
        "limit": LARGEST_SHOWN,
        "on": timezone.localdate(),
    }
    return render(request, "obligations/reconciliation.html", context)


def _holds(row: Difference, searched: str) -> bool:
    """The number of the right or the user's name holds the text."""
    return searched.casefold() in f"{words.right(row.right_name)} {row.organisation_name}".casefold()


def year_file(request: HttpRequest) -> HttpResponseBase:
    """The flagged rights of the page."""
    found = _reconciliation(request)
    headings = (
        _("Subsoil right"),
        _("Subsoil user"),
        _("Declared, ₸"),
        _("Received, ₸"),
        _("Difference, ₸"),
        _("Probable cause"),
    )
    rows: list[list[Cell]] = [
        [
            words.right(row.right_name),
            row.organisation_name,
            row.declared,
            row.received,
            row.difference,
            _cause(row.cause.value),
        ]
        for row in found.differences
    ]
    source = _("Source: Innovation for Industry, reconciliation of %(year)s as of %(on)s.") % {
        "year": found.year,
        "on": show_day(timezone.localdate()),
    }
    target = Target.of("reconciliation", found.year)
    record_export("obligations.reconciliation_exported", target, by=request.user, year=found.year)
    return csv_response(Table(f"reconciliation-{found.year}", headings, [rows], source))


def useiti(request: HttpRequest) -> HttpResponse:
    """The published example, which anyone can check."""
    example = published_example()
    rows = [{"pair": pair, "cause": _explained(pair.result.cause, pair.result.evidence)} for pair in example.flagged]
    context = {"example": example, "rows": rows, "demonstration": False, "payments": published_payments()}
    return render(request, "obligations/useiti.html", context)


def tolerances(request: HttpRequest) -> HttpResponse:
    """The dated settings, and a form for the next one."""
    check_may(request.user, Permission.SETTINGS_EDIT)
    form = ToleranceForm(request.POST) if request.method == "POST" else ToleranceForm()
    if request.method == "POST" and form.is_valid() and _set(form, request.user):
        return redirect("obligations:tolerances")
    context = {"form": form, "settings": [(row, words.ground(row.source)) for row in tolerance_settings()]}
    return render(request, "obligations/tolerances.html", context, status=422 if form.errors else 200)


def _set(form: ToleranceForm, by: object) -> bool:
    given = form.cleaned_data
    try:
        set_tolerance(
            stream=STREAM,
            margin=given["margin"] / Decimal(100),
            floor=given["floor"],
            valid_from=given["valid_from"],
            source=given["source"],
            by=by,  # type: ignore[arg-type]
        )
    except NotAllowed:
        raise
    except IfiError as error:
        form.add_error("valid_from", say_error(error))
        return False
    return True


def _reconciliation(request: HttpRequest) -> YearReconciliation:
    today = timezone.localdate()
    chosen = request.GET.get("year", "")
    years = known_years()
    wanted = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) == 4 else today.year
    year = wanted if wanted in years or not years else years[0]
    return year_reconciliation(actor=request.user, year=year, on=today, language=words.language())


def _cause(code: str) -> str:
    return text(f"short.{code}", words.language())


def _explained(cause: object, evidence: object) -> str:
    return say_cause(cause, evidence, words.language()) if cause else ""  # type: ignore[arg-type]


def _reason(reason: Reason, right: int, year: int) -> dict[str, object]:
    """One part of a difference: its sentence, and the payments on both sides that it rests on."""
    elsewhere = [
        row for row in (*reason.match.declared, *reason.match.received) if (row.right, row.year) != (right, year)
    ]
    return {
        "reason": reason,
        "sentence": _cause(reason.cause.value),
        "declared": reason.match.declared,
        "received": reason.match.received,
        "elsewhere": elsewhere,
    }
