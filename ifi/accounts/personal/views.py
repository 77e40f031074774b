"""Pages of one's own data."""

from datetime import date

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ifi.accounts.personal import services
from ifi.accounts.request_facts import person_of
from ifi.core.errors import IfiError, NotAllowed
from ifi.core.sentences import say_error


class ErasureForm(forms.Form):
    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick the box if the account is to be erased for good.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept and why; the file of it; the erasure of the account."""
    person = person_of(request)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_erasure(person_id=person.pk, by=person, on=_today())
        except NotAllowed:
            raise
        except IfiError as error:
            form.add_error(None, say_error(error))
        else:
            logout(request)
            return redirect("accounts:erased")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/personal/data.html", {"form": form}, status=status)


@never_cache
@require_POST
def personal_data_file(request: HttpRequest) -> HttpResponse:
    """Everything that the system keeps of the person, as one JSON file."""
    found = services.take_out_data(by=person_of(request), on=_today())
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = 'attachment; filename="ifi-personal-data.json"'
    return answer


@require_http_methods(["GET", "HEAD"])
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/personal/erased.html")


def _today() -> date:
    return timezone.localdate()
