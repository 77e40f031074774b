"""Pages about the law."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ifi.law.cases import CASE_FILES
from ifi.law.errors import MineralUnknown, RegimeUnknown
from ifi.law.loader import load_book, load_words
from ifi.pages.figures import language
from ifi.pages.forms import OnForm
from ifi.portal.law import cases, queries


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every regime with its rate and base on a day, and the way to the cases and to what is not known."""
    form = OnForm(request.GET, today=timezone.localdate())
    unknown, unconfirmed = queries.unsure(on=form.on_day, language=language())
    results = cases.results()
    context = {
        "form": form,
        "regimes": queries.regimes(on=form.on_day, language=language()),
        "common": queries.COMMON,
        "unknown_count": len(unknown),
        "unconfirmed_count": len(unconfirmed),
        "case_count": len(results),
        "agreeing_count": sum(result.passed for result in results),
        "demonstration": False,
    }
    return render(request, "portal/law/index.html", context)


@require_GET
def regime(request: HttpRequest, code: str) -> HttpResponse:
    """The norms of one regime on a day, with their sources, confidence and earlier and later values."""
    form = OnForm(request.GET, today=timezone.localdate())
    book, words = load_book(), load_words()
    try:
        found = book.regime(code)
        wanted = request.GET.get("mineral") or found.default_mineral or next(iter(found.minerals), None)
        groups = queries.groups(code=code, mineral=wanted, on=form.on_day, language=language())
    except (RegimeUnknown, MineralUnknown) as error:
        raise Http404 from error
    context = {
        "form": form,
        "title": found.title.say(language()),
        "summary": found.summary.say(language()),
        "groups": groups,
        "mineral": wanted,
        "minerals": [(code, words.say_value("mineral", code, language())) for code in found.minerals],
        "demonstration": False,
    }
    return render(request, "portal/law/regime.html", context)


@require_GET
def worked_cases(request: HttpRequest) -> HttpResponse:
    """Worked cases of one subject, computed now: what was expected beside what comes out."""
    subject = request.GET.get("of", CASE_FILES[0])
    if subject not in CASE_FILES:
        raise Http404
    results = cases.results()
    subjects = [
        (code, cases.SUBJECTS[code], sum(result.case.file == code for result in results)) for code in CASE_FILES
    ]
    context = {
        "subject": subject,
        "subjects": subjects,
        "subject_label": cases.SUBJECTS[subject],
        "cases": [cases.shown(result, language()) for result in results if result.case.file == subject],
        "case_count": len(results),
        "agreeing_count": sum(result.passed for result in results),
        "demonstration": False,
    }
    return render(request, "portal/law/cases.html", context)


@require_GET
def unknown(request: HttpRequest) -> HttpResponse:
    """Norms that are not known on a day, and norms whose source is not confirmed."""
    form = OnForm(request.GET, today=timezone.localdate())
    missing, unconfirmed = queries.unsure(on=form.on_day, language=language())
    context = {"form": form, "unknown": missing, "unconfirmed": unconfirmed, "demonstration": False}
    return render(request, "portal/law/unknown.html", context)
