"""Subsoil rights as officers see and enter them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.accounts.rights import Permission, check_may
from ifi.core.identifiers import record_number
from ifi.core.years import Period
from ifi.registry import queries, services, shown
from ifi.registry.errors import HolderUnknown, RightUnknown, TermMissing
from ifi.registry.forms import DETAIL_LABELS, HoldersForm, NewRightForm, RegimeForm, TermForm, WrittenForm
from ifi.registry.queries import RightRecord
from ifi.registry.services.details import CLASSIFIERS
from ifi.registry.views.acting import answer, gone, sent


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Rights in the order of registration, found by the beginning of a number."""
    check_may(request.user, Permission.REGISTRY_SEE_ALL)
    number = request.GET.get("number", "").strip()
    page = queries.list_rights(
        on=timezone.localdate(),
        number=number,
        after=record_number(request.GET.get("after")) or 0,
        before=record_number(request.GET.get("before")) or 0,
    )
    rows = [
        {
            "id": line.right_id,
            "title": shown.right_title(line),
            "minerals": shown.labels("minerals", line.minerals),
            "region": shown.label("regions", line.region),
            "authority": shown.label("authorities", line.authority),
        }
        for line in page.lines
    ]
    context = {"rows": rows, "number": number, "before": page.before, "after": page.after}
    return render(request, "registry/rights.html", context)


@require_GET
def record(request: HttpRequest, right_id: int) -> HttpResponse:
    """All that the registry holds about a right: holders, regimes, own terms, and what is read in its text."""
    check_may(request.user, Permission.REGISTRY_SEE_ALL)
    kept = right_for(right_id)
    context = {
        "record": kept,
        "title": shown.right_title(kept.line),
        "facts": _facts(kept),
        "details": _details(kept),
        "public_address": _public_address(right_id),
        "regimes": [(shown.label("regimes", code), shown.period(days)) for code, days in kept.regimes],
        "holders": [
            (
                one.organisation_id,
                shown.organisation_name(one.names),
                one.bin,
                shown.share(one.share),
                shown.period(one.period),
            )
            for one in kept.holders
        ],
        "terms": [
            {
                "term": term,
                "name": shown.term_name(term),
                "value": shown.term_value(term),
                "period": shown.period(term.period),
            }
            for term in kept.terms
        ],
        "obligations": [(shown.obligation(term), term.quote) for term in kept.read.terms],
    }
    return render(request, "registry/right.html", context)


def _facts(kept: RightRecord) -> list[dict[str, object]]:
    life = Period(kept.starts_on, kept.line.ends_on) if kept.starts_on or kept.line.ends_on else None
    rows = [
        (_("Number in the state register"), kept.line.registry_id),
        (_("Date as written"), kept.concluded_as_written),
        (_("Deposit or area"), kept.name),
        (_("Production or licence"), shown.period(life) if life else ""),
        (_("Source"), _("Demonstration data, made up") if kept.line.is_demonstration else kept.source),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _details(kept: RightRecord) -> list[dict[str, object]]:
    """Each dated field with its values, the latest first."""
    today = timezone.localdate()
    return [
        {
            "field": field.value,
            "label": label,
            "values": [
                {
                    "detail_id": line.detail_id,
                    "words": shown.labels(CLASSIFIERS[field], line.codes),
                    "period": shown.period(line.period),
                    "holds": line.period.holds_on(today),
                }
                for line in reversed(kept.details[field])
            ],
        }
        for field, label in DETAIL_LABELS.items()
    ]


def right_for(right_id: int) -> RightRecord:
    try:
        return queries.right_record(right_id, on=timezone.localdate(), see_all=True)
    except RightUnknown as error:
        raise gone(error) from error


def _public_address(right_id: int) -> str:
    try:
        return reverse("obligations:right", args=[right_id])
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = NewRightForm(sent(request))

    def act() -> str:
        right = services.create_right(
            fields=form.fields_of_right(), regime=form.cleaned_data["regime"], by=request.user
        )
        return reverse("registry:holders", args=[right.pk])

    return answer(request, form, act, title=_("Register a subsoil right"), action=_("Register and enter the holders"))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, right_id: int) -> HttpResponse:
    check_may(request.user, Permission.REGISTRY_EDIT)
    kept = right_for(right_id)
    form = WrittenForm(sent(request), initial=_held(kept))

    def act() -> str:
        written = kept.concluded_as_written if form.cleaned_data["concluded_on"] == kept.line.concluded_on else ""
        services.change_right(right_id=right_id, fields=form.written(concluded_as_written=written), by=request.user)
        return address(right_id)

    return answer(request, form, act, title=_("Change the right"), action=_("Save"), back=address(right_id))


def _held(kept: RightRecord) -> dict[str, Any]:
    line = kept.line
    return {
        "kind": line.kind,
        "number": line.number,
        "concluded_on": line.concluded_on,
        "registry_id": line.registry_id,
        "name": kept.name,
        "starts_on": kept.starts_on,
        "ends_on": line.ends_on,
        "obligations_text": kept.obligations_text,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def regime(request: HttpRequest, right_id: int) -> HttpResponse:
    check_may(request.user, Permission.REGISTRY_EDIT)
    kept = right_for(right_id)
    form = RegimeForm(sent(request), initial={"regime": kept.regimes[-1][0]} if kept.regimes else {})

    def act() -> str:
        entered = form.cleaned_data
        services.set_regime(right_id=right_id, regime=entered["regime"], on=entered["on"], by=request.user)
        return address(right_id)

    return answer(request, form, act, title=_("Change the regime"), action=_("Save the regime"), back=address(right_id))


@require_http_methods(["GET", "HEAD", "POST"])
def holders(request: HttpRequest, right_id: int) -> HttpResponse:
    check_may(request.user, Permission.REGISTRY_EDIT)
    present = [one for one in right_for(right_id).holders if one.period.end is None and one.share is not None]
    shares = [(one.bin, one.share) for one in present if one.share is not None]
    form = HoldersForm(sent(request), present=len(present), initial=HoldersForm.initial_of(shares))

    def act() -> str:
        entered = form.holders()
        ids = queries.organisation_ids(number for number, _share in entered)
        unknown = [number for number, _share in entered if number not in ids]
        if unknown:
            raise HolderUnknown(bin=unknown[0])
        services.set_holders(
            right_id=right_id,
            holders=[(ids[number], share) for number, share in entered],
            on=form.cleaned_data["on"],
            by=request.user,
        )
        return address(right_id)

    return answer(
        request,
        form,
        act,
        title=_("Holders of the right"),
        text=_("Enter everyone who holds the right from that day. Earlier holders stay recorded until the day before."),
        action=_("Save the holders"),
        back=address(right_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_term(request: HttpRequest, right_id: int) -> HttpResponse:
    check_may(request.user, Permission.REGISTRY_EDIT)
    right_for(right_id)
    form = TermForm(sent(request))

    def act() -> str:
        services.set_term(right_id=right_id, **form.cleaned_data, by=request.user)
        return address(right_id)

    return answer(
        request,
        form,
        act,
        title=_("A term of the contract or licence"),
        text=_("What the instrument itself says comes before the general rule."),
        action=_("Save the term"),
        back=address(right_id),
    )


@require_POST
def decide_term(request: HttpRequest, right_id: int, term_id: int) -> HttpResponse:
    """A person confirms what a program read, or drops it; a term that someone has decided already stays as it is."""
    try:
        if "confirm" in request.POST:
            services.confirm_term(term_id=term_id, by=request.user)
        else:
            services.drop_term(term_id=term_id, by=request.user)
    except TermMissing:
        pass
    return redirect(address(right_id))


def address(right_id: int) -> str:
    return reverse("registry:right", args=[right_id])
