"""Pages of a person's data: one's own, and, for administrators, of whoever asks for them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ifi.accounts import queries
from ifi.accounts.personal import services, words
from ifi.accounts.personal.register import Kept
from ifi.accounts.request_facts import person_of
from ifi.accounts.rights import Permission, check_may
from ifi.accounts.views.answers import add_error, answer, is_proved, proved
from ifi.core.errors import IfiError, NotAllowed
from ifi.core.sentences import say_error

_FORM = ["GET", "HEAD", "POST"]


class ErasureForm(forms.Form):
    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick the box if the account is to be erased for good.")},
    )


class ErasureOnRequestForm(ErasureForm):
    asked = forms.BooleanField(
        label=_("The person asked for it, and I made sure that it was they"),
        error_messages={"required": _("Make sure by voice or in person who asks, then tick the box.")},
    )
    field_order = ("asked", "understood")


@never_cache
@require_http_methods(_FORM)
@proved
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept of oneself and why; the file of it; the erasure of the account."""
    person, form = person_of(request), ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _is_asked_for(person.pk, request, form):
        logout(request)
        return redirect("accounts:erased")
    return answer(request, "accounts/personal/data.html", {"form": form, **_kept(person.pk, request)})


@never_cache
@require_POST
def personal_data_file(request: HttpRequest) -> HttpResponse:
    """Everything that the system keeps of the person, as one JSON file."""
    person = person_of(request)
    if not is_proved(request):
        return redirect("accounts:personal_data")
    return _file(services.take_out_data(person_id=person.pk, by=person, on=_today()), "ifi-personal-data.json")


@never_cache
@require_http_methods(_FORM)
@proved
def person_data(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of another person, on their request."""
    check_may(request.user, Permission.ACCOUNTS_EDIT)
    found = queries.person_by_number(pk=pk, by=person_of(request))
    if found.is_erased:
        raise Http404
    form = ErasureOnRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _is_asked_for(pk, request, form):
        return redirect(f"{reverse('accounts:person', args=[pk])}?done=erase")
    context = {"form": form, "person": found, "obstacle": _obstacle(pk), **_kept(pk, request)}
    return answer(request, "accounts/personal/person.html", context)


@never_cache
@require_POST
def person_data_file(request: HttpRequest, pk: int) -> HttpResponse:
    check_may(request.user, Permission.ACCOUNTS_EDIT)
    queries.person_by_number(pk=pk, by=person_of(request))
    if not is_proved(request):
        return redirect("accounts:person_data", pk=pk)
    found = services.take_out_data(person_id=pk, by=person_of(request), on=_today())
    return _file(found, f"ifi-personal-data-{pk}.json")


@require_http_methods(["GET", "HEAD"])
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/personal/erased.html")


def _is_asked_for(person_id: int, request: HttpRequest, form: forms.Form) -> bool:
    """Whether the erasure is ordered; what stands in the way is said above the form."""
    try:
        services.ask_for_erasure(person_id=person_id, by=person_of(request), on=_today())
    except NotAllowed:
        raise
    except IfiError as error:
        add_error(form, None, error)
        return False
    return True


def _obstacle(person_id: int) -> str:
    """What stands in the way of an erasure, in words; empty where nothing does."""
    try:
        services.check_erasable(person_id=person_id, on=_today())
    except IfiError as error:
        return say_error(error)
    return ""


def _kept(person_id: int, request: HttpRequest) -> dict[str, Any]:
    kept, by_number = services.read_kept(person_id=person_id, by=person_of(request), on=_today())
    return {"kept": [_shown(one) for one in kept], "by_number": by_number}


def _shown(one: Kept) -> dict[str, object]:
    return {
        "what": words.TABLES[one.table],
        "rows": one.rows,
        "why": words.PURPOSES[one.purpose],
        "ground": words.GROUNDS[one.ground],
        "until": words.TERMS[one.term],
        "goes": one.goes,
    }


def _file(found: dict[str, Any], name: str) -> HttpResponse:
    file = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    file.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return file


def _today() -> date:
    return timezone.localdate()
