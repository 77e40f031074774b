"""Organisations: the public list with its search, and what officers enter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ifi.accounts.rights import Permission, check_may
from ifi.core.identifiers import record_number
from ifi.registry import queries, services, shown
from ifi.registry.errors import OrganisationUnknown
from ifi.registry.forms import DetailsForm, OrganisationForm, RenameForm, SearchForm
from ifi.registry.queries import OrganisationRecord
from ifi.registry.views.acting import answer, gone, sent

FOUND_AT_MOST = 50


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Everyone's list: found by any name in any script or by BIN, else all by BIN, page by page."""
    today = timezone.localdate()
    form = SearchForm(request.GET)
    text = form.asked("q")
    rows: list[dict[str, object]] = []
    context: dict[str, object] = {"search": form, "text": text, "rows": rows}
    if text:
        for found in queries.search_organisations(text, on=today, limit=FOUND_AT_MOST):
            rows.append(_row(found.organisation_id, found.bin, found.names, former=found.former))
        context["cut_at"] = FOUND_AT_MOST if len(rows) == FOUND_AT_MOST else None
    else:
        page = queries.list_organisations(
            on=today,
            kind=form.asked("kind"),
            region=form.asked("region"),
            after=record_number(request.GET.get("after")) or 0,
            before=record_number(request.GET.get("before")) or 0,
        )
        for line in page.lines:
            more = {
                "kinds": shown.labels("organisation_kinds", line.kinds),
                "region": shown.label("regions", line.region),
            }
            rows.append(_row(line.organisation_id, line.bin, line.names, **more))
        context |= {"before": page.before, "after": page.after}
    return render(request, "registry/organisations.html", context)


def _row(organisation_id: int, number: str, names: dict[str, str], **more: object) -> dict[str, object]:
    name = shown.organisation_name(names)
    return {"id": organisation_id, "bin": number, "name": name, "address": public_address(organisation_id), **more}


def public_address(organisation_id: int) -> str:
    """The organisation's page with its duties, which a room above makes; empty where that room is not installed."""
    try:
        return reverse("obligations:organisation", args=[organisation_id])
    except NoReverseMatch:
        return ""


@require_GET
def record(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """All that the registry holds about an organisation, with ways to change it."""
    check_may(request.user, Permission.REGISTRY_SEE_ALL)
    kept = _record(organisation_id)
    context = {
        "record": kept,
        "title": shown.organisation_name(kept.names),
        "kinds": shown.labels("organisation_kinds", kept.kinds),
        "public_address": public_address(organisation_id),
        "names": [(name, shown.period(name.period)) for name in kept.all_names],
        "details": [
            (shown.label("regions", detail.region), detail.oked, shown.period(detail.period)) for detail in kept.details
        ],
        "holdings": [
            (one.right.right_id, shown.right_title(one.right), shown.share(one.share), shown.period(one.period))
            for one in kept.holdings
        ],
    }
    return render(request, "registry/organisation.html", context)


def _record(organisation_id: int) -> OrganisationRecord:
    try:
        return queries.organisation_record(organisation_id, on=timezone.localdate(), see_all=True)
    except OrganisationUnknown as error:
        raise gone(error) from error


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(sent(request))

    def act() -> str:
        entered = form.cleaned_data
        organisation = services.create_organisation(
            bin=entered["bin"],
            names=form.names(),
            kinds=entered["kinds"],
            region=entered["region"],
            oked=entered["oked"],
            since=entered["since"],
            by=request.user,
        )
        return address(organisation.pk)

    return answer(request, form, act, title=_("Register an organisation"), action=_("Register the organisation"))


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, organisation_id: int) -> HttpResponse:
    check_may(request.user, Permission.REGISTRY_EDIT)
    latest = _record(organisation_id).all_names[0]
    held = {"name_kk": latest.kk, "name_ru": latest.ru, "name_en": latest.en}
    form = RenameForm(sent(request), initial=held)

    def act() -> str:
        services.rename_organisation(
            organisation_id=organisation_id, names=form.names(), on=form.cleaned_data["on"], by=request.user
        )
        return address(organisation_id)

    return answer(
        request, form, act, title=_("Change the name"), action=_("Save the name"), back=address(organisation_id)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, organisation_id: int) -> HttpResponse:
    check_may(request.user, Permission.REGISTRY_EDIT)
    kept = _record(organisation_id)
    latest = kept.details[0] if kept.details else None
    held = {"kinds": kept.kinds, "region": latest.region if latest else "", "oked": latest.oked if latest else ""}
    form = DetailsForm(sent(request), initial=held)

    def act() -> str:
        entered = form.cleaned_data
        services.set_kinds(organisation_id=organisation_id, kinds=entered["kinds"], by=request.user)
        if entered["region"] or entered["oked"] or latest:
            services.set_details(
                organisation_id=organisation_id,
                region=entered["region"],
                oked=entered["oked"],
                on=entered["on"],
                by=request.user,
            )
        return address(organisation_id)

    return answer(
        request, form, act, title=_("Change region and activity"), action=_("Save"), back=address(organisation_id)
    )


def address(organisation_id: int) -> str:
    return reverse("registry:organisation", args=[organisation_id])
