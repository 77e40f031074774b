"""A right through its years, and one year of it with all that stands behind its figures."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ifi.accounts.exporting import record_export
from ifi.accounts.rights import Permission, may
from ifi.core.display import show_day
from ifi.core.sentences import say
from ifi.core.separation import Ground
from ifi.core.targets import Target
from ifi.core.years import Period
from ifi.law.facts import Citation
from ifi.law.sentences import say_citation, say_moved, say_note, say_provisional, say_step, say_unknown
from ifi.law.working_days import Deadline
from ifi.ledger.models import Entry
from ifi.obligations import words
from ifi.obligations.models import AssessmentVersion
from ifi.obligations.queries.apart import Bars, bars_of
from ifi.obligations.queries.moments import Moment
from ifi.obligations.queries.names import RightName, names_of_organisations
from ifi.obligations.queries.rights import DutyAsOf, right_page
from ifi.obligations.queries.years import OfferedPerformance, YearPage, year_page
from ifi.obligations.rules.performance import Step
from ifi.pages.forms import AsOfForm
from ifi.pages.tables import Cell, Table, csv_response
from ifi.registry.classifiers import classifier
from ifi.registry.errors import RightUnknown
from ifi.registry.queries.lists import RightLine
from ifi.registry.queries.records import RightRecord
from ifi.registry.services.details import CLASSIFIERS, Field


def right(request: HttpRequest, right_id: int) -> HttpResponse:
    """The timeline of a right's years, its facts and its holders."""
    form, moment = as_of(request)
    try:
        page = right_page(actor=request.user, right_id=right_id, moment=moment)
    except RightUnknown as error:
        raise Http404 from error
    query = request.GET.urlencode()
    context = {
        "page": page,
        "title": title_of(page.record.line),
        "as_of_form": form,
        "moment": moment,
        "facts": _facts(page.record),
        "changes": _changes(page.record),
        "regimes": [(words.regime(code), period) for code, period in page.record.regimes],
        "timeline": [_on_timeline(right_id, duty, query) for duty in reversed(page.duties)],
        "duties": [shown_duty(duty) for duty in page.duties],
        "query": query,
        "language": words.language(),
        "demonstration": page.record.line.is_demonstration or None,
    }
    return render(request, "obligations/right.html", context)


def year(request: HttpRequest, right_id: int, year: int) -> HttpResponse:
    """One duty: its status, why so much is due, what was offered, and what the ledger holds."""
    form, moment = as_of(request)
    page = _year(request, right_id, year, moment)
    names = names_of_organisations([page.organisation], moment.on, words.language())
    context = {
        "page": page,
        "title": title_of(page.record.line),
        "as_of_form": form,
        "moment": moment,
        "duty": shown_duty(page.duty) if page.duty else None,
        "organisation_name": names.get(page.organisation, ""),
        "deadline": _deadline(page.duty.deadline) if page.duty else None,
        "regime": words.regime(page.regime),
        "steps": _steps(page),
        "unknown": [say_unknown(norm, words.language()) for norm in page.version.unknown] if page.version else [],
        "versions": [_version(version) for version in page.versions],
        "bases": [{"base": base, "type": words.base_type(base.base_type)} for base in page.bases],
        **_acts(request, page, moment.today),
        "entries": [_entry(entry, page) for entry in page.entries],
        "query": request.GET.urlencode(),
        "may_act": moment.is_present,
        "is_over": moment.today.year > year,
        "years_shown": (year,),
    }
    return render(request, "obligations/year.html", context)


def _acts(request: HttpRequest, page: YearPage, today: date) -> dict[str, object]:
    """The performances with what the reader may do to each, and why not what must be left to another."""
    decides = may(request.user, Permission.PERFORMANCE_DECIDE) or may(request.user, Permission.YEAR_CLOSE)
    person = request.user.pk if decides else None
    bars = bars_of(person, [offered.performance.pk for offered in page.performances], on=today)
    return {
        "performances": [_performance(offered, bars, page.organisation) for offered in page.performances],
        "closing_barred": _said_ground(bars.to_close([page.organisation])),
    }


def _said_ground(ground: Ground | None) -> str:
    return say(ground.value) if ground else ""


def ledger_file(request: HttpRequest, right_id: int, year: int) -> HttpResponseBase:
    """The entries of the duty that the reader may see, as the page shows them."""
    _form, moment = as_of(request)
    page = _year(request, right_id, year, moment)
    headings = (_("Number"), _("Took effect"), _("Recorded"), _("What"), _("Debit"), _("Credit"), _("Amount, ₸"))
    rows: list[list[Cell]] = []
    for shown in (_entry(entry, page) for entry in page.entries):
        entry: Entry = shown["entry"]  # type: ignore[assignment]
        recorded = timezone.localtime(entry.recorded_at).date()
        what, debit, credit = (str(shown[part]) for part in ("what", "debit", "credit"))
        rows.append([entry.pk, entry.effective_on, recorded, what, debit, credit, entry.amount])
    source = _("Source: Innovation for Industry, ledger as of %(on)s, as known on %(known)s.") % {
        "on": show_day(moment.on),
        "known": show_day(moment.known),
    }
    record_export("obligations.ledger_exported", Target.of("right", right_id), by=request.user, year=year)
    return csv_response(Table(f"ledger-{right_id}-{year}", headings, [rows], source))


def as_of(request: HttpRequest) -> tuple[AsOfForm, Moment]:
    today = timezone.localdate()
    form = AsOfForm(request.GET.dict(), today=today)
    return form, Moment(form.on_day, form.known_day, today)


def title_of(line: RightLine) -> str:
    return words.right(RightName(line.kind, line.number, line.concluded_on, ""))


def shown_duty(duty: DutyAsOf) -> dict[str, object]:
    return {
        "duty": duty,
        "status": words.status(duty.status),
        "colour": words.STATUS_COLOURS[duty.status],
        "share": None if duty.fulfilment is None else duty.fulfilment / 100,
    }


def _deadline(deadline: Deadline | None) -> dict[str, object] | None:
    """The day until which the report is in time, with the rule by which it was moved from the stated day."""
    if deadline is None:
        return None
    language, rule = words.language(), deadline.rule
    return {
        "until": deadline.until,
        "moved": say_moved(deadline, language),
        "note": rule.note.say(language) if rule and rule.note else "",
        "provisional": say_provisional(deadline, language),
    }


def _year(request: HttpRequest, right_id: int, year: int, moment: Moment) -> YearPage:
    try:
        page = year_page(actor=request.user, right_id=right_id, year=year, moment=moment)
    except RightUnknown as error:
        raise Http404 from error
    if page is None:
        raise Http404
    return page


def _facts(record: RightRecord) -> list[dict[str, object]]:
    """What is written about the right, and what holds on the day of the page."""
    line, starts_on = record.line, record.starts_on
    known = [
        (_("Deposit or area"), record.name),
        (_("Minerals"), _words_of("minerals", line.minerals)),
        (_("Region"), words.region(line.region)),
        (_("Authority"), words.authority(line.authority)),
        (_("Ground of exemption"), _words_of("exempt_ground", (record.exempt_ground,)) if record.exempt_ground else ""),
        (_("Number in the state register"), line.registry_id or ""),
        (_("Production or licence began"), show_day(starts_on) if starts_on else ""),
        (_("Ends"), show_day(line.ends_on) if line.ends_on else ""),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def _changes(record: RightRecord) -> list[tuple[str, list[tuple[str, Period]]]]:
    """What the right was about and who was in charge from when to when, where it was not always the same."""
    labels = {
        "minerals": _("Minerals"),
        "region": _("Region"),
        "authority": _("Authority"),
        "exempt_ground": _("Ground of exemption"),
    }
    return [
        (label, [(_words_of(field, value.codes), value.period) for value in record.details[field]])
        for field, label in labels.items()
        if len(record.details[field]) > 1
    ]


def _words_of(field: str, codes: Iterable[str]) -> str:
    names, language = classifier(CLASSIFIERS[Field(field)]), words.language()
    empty = _("Not exempt") if field == Field.EXEMPT_GROUND else ""
    return ", ".join(names.label(code, language) for code in codes) or empty


def _on_timeline(right_id: int, duty: DutyAsOf, query: str) -> dict[str, object]:
    address = reverse("obligations:year", args=[right_id, duty.year])
    return {
        "year": duty.year,
        "amount": duty.due,
        "status": words.status(duty.status),
        "colour": words.STATUS_COLOURS[duty.status],
        "address": f"{address}?{query}" if query else address,
    }


def _steps(page: YearPage) -> list[dict[str, object]]:
    language = words.language()
    return [
        {
            "sentence": say_step(step, language),
            "amount": None,
            "citation": _said(step.citation, language),
            "is_result": step.code == "due.rounded",
        }
        for step in page.steps
    ]


def _said(citation: Citation | None, language: str) -> Citation | None:
    """The citation with its act, article and note in words."""
    if citation is None:
        return None
    act, note = say_citation(citation, language), say_note(citation, language)
    return replace(citation, act=act, article="", note=note)


def _version(version: AssessmentVersion) -> dict[str, object]:
    return {"version": version, "reason": say(f"assessment.reason.{version.reason}")}


def _performance(offered: OfferedPerformance, bars: Bars, owner: int) -> dict[str, object]:
    def barred(step: Step) -> str:
        return _said_ground(bars.to_decide_on([offered.performance.pk], step, [owner]))

    steps = [
        {
            "step": step,
            "name": words.step(step.step),
            "reason": say(f"performance.reason.{step.reason}") if step.reason else "",
        }
        for step in offered.steps
    ]
    return {
        "offered": offered,
        "channel": words.channel(offered.performance.channel),
        "stands": words.step(offered.stands.value),
        "colour": words.STEP_COLOURS[offered.stands],
        "steps": steps,
        "may_decide": Step.ACCEPTED in offered.may_follow,
        "may_reverse": Step.REVERSED in offered.may_follow,
        "acceptance_barred": barred(Step.ACCEPTED),
        "refusal_barred": barred(Step.DISALLOWED),
    }


def _entry(entry: Entry, page: YearPage) -> dict[str, object]:
    """The entry in words; an account of another year of the right says which."""
    years = page.years_of_duties or {}

    def account(name: str, duty_id: int) -> str:
        label = say(f"ledger.account.{name}")
        other = years.get(duty_id, page.year)
        return label if other == page.year else f"{label}, {other}"

    what = say(f"ledger.kind.{entry.kind}")
    if entry.corrects_id:
        what = f"{say('ledger.corrects', {'entry': entry.corrects_id})}: {what}"
    return {
        "entry": entry,
        "what": what,
        "debit": account(entry.debit_account, entry.debit_duty),
        "credit": account(entry.credit_account, entry.credit_duty),
    }
