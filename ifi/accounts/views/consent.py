"""The page before all others for whoever came from the identity provider: their data, and whether they agree."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ifi.accounts.forms import ConsentForm
from ifi.accounts.personal.services import ask_for_erasure
from ifi.accounts.request_facts import own_page, person_of
from ifi.accounts.services.consent import give_consent
from ifi.accounts.views.answers import add_error, answer
from ifi.core.errors import IfiError, NotAllowed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Agree and go on, or have the account erased at once."""
    person = person_of(request)
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    target = own_page(request, wanted, resolve_url(settings.LOGIN_REDIRECT_URL))
    if not person.consent_due:
        return redirect(target)
    if request.method == "POST" and "refuse" in request.POST:
        return _refused(request, target)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        give_consent(person=person, by=person, now=timezone.now())
        return redirect(target)
    return answer(request, "accounts/consent.html", {"form": form, "next": target})


def _refused(request: HttpRequest, target: str) -> HttpResponse:
    person, form = person_of(request), ConsentForm()
    try:
        ask_for_erasure(person_id=person.pk, by=person, on=timezone.localdate())
    except NotAllowed:
        raise
    except IfiError as error:
        add_error(form, None, error)
        return answer(request, "accounts/consent.html", {"form": form, "next": target})
    logout(request)
    return redirect("accounts:erased")
