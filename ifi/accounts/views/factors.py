"""Pages of the second factor: set one up, take one away, recovery codes."""

import json

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ifi.accounts import queries
from ifi.accounts.errors import LastFactor, PasskeyRefused
from ifi.accounts.forms import ApplicationForm, PasskeyForm
from ifi.accounts.models import User
from ifi.accounts.request_facts import own_page, person_of
from ifi.accounts.services import factors as services
from ifi.accounts.views.answers import add_error, answer, proved
from ifi.accounts.views.signing_in import parse_credential
from ifi.core.errors import IfiError
from ifi.core.sentences import say_error

_FORM = ["GET", "HEAD", "POST"]
_SECRET = "application_secret"  # noqa: S105  (where the session keeps the secret until its first code was typed)


@never_cache
@require_GET
def factors(request: HttpRequest) -> HttpResponse:
    """What second factors there are, and which can be added."""
    person = person_of(request)
    context = {
        "factors": queries.factors(person),
        "has_application": queries.has_application(person),
        "codes": len(queries.recovery_codes(person)),
        "is_needed": person.needs_second_factor,
        "next": _next(request),
    }
    return render(request, "accounts/factors.html", context)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(_FORM)
@proved
def add_application(request: HttpRequest) -> HttpResponse:
    """Show the secret as a picture and as text; the first code proves that the application has it."""
    person = person_of(request)
    secret = request.session.setdefault(_SECRET, services.make_secret())
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_totp(
                person=person, secret=secret, code=form.cleaned_data["code"], by=person, now=timezone.now()
            )
        except IfiError as error:
            add_error(form, "code", error)
        else:
            del request.session[_SECRET]
            return _factor_added(request, person, Authenticator.Type.TOTP)
    address = get_adapter().build_totp_url(person, secret)
    groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
    context = {
        "form": form,
        "next": _next(request),
        "picture": squares(address),
        "secret": " ".join(groups),
        "address": address,
    }
    return answer(request, "accounts/add_application.html", context)


@never_cache
@require_http_methods(_FORM)
@proved
def add_passkey(request: HttpRequest) -> HttpResponse:
    """The browser makes a passkey; this needs its script."""
    person = person_of(request)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credential = _made_passkey(form.cleaned_data["credential"])
        except IfiError as error:
            add_error(form, None, error)
        else:
            services.add_passkey(person=person, name=form.cleaned_data["name"], credential=credential, by=person)
            return _factor_added(request, person, Authenticator.Type.WEBAUTHN)
    options = json.dumps(webauthn.begin_registration(person, True), cls=DjangoJSONEncoder)
    return answer(request, "accounts/add_passkey.html", {"form": form, "next": _next(request), "options": options})


@never_cache
@require_http_methods(_FORM)
@proved
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a factor is taken away."""
    person = person_of(request)
    factor = get_object_or_404(Authenticator, user=person, pk=pk)
    error = ""
    if request.method == "POST":
        try:
            services.remove_factor(person=person, factor_id=pk, by=person)
        except LastFactor as refusal:
            error = say_error(refusal)
        else:
            return redirect("accounts:factors")
    context = {"factor": factor, "error": error, "has_errors": bool(error)}
    return render(request, "accounts/remove_factor.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(_FORM)
@proved
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Codes for the day on which the other factor is lost; new ones on request."""
    person = person_of(request)
    if not queries.has_factor(person):
        return redirect("accounts:factors")
    if request.method == "POST":
        services.make_recovery_codes(person=person, by=person)
        return redirect(request.get_full_path())
    codes = queries.recovery_codes(person)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": _next(request)})


def squares(text: str) -> dict[str, object]:
    """The QR code of a text as one path, and how many squares wide its picture is, with the quiet zone of four."""
    import qrcode

    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"path": path, "size": len(rows)}


def _made_passkey(text: str) -> dict[str, object]:
    """What the browser made, when it answers our challenge. Raises PasskeyRefused."""
    credential = parse_credential(text)
    try:
        webauthn.parse_registration_response(credential)
        made = webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError) as error:
        raise PasskeyRefused from error
    if not made.is_user_verified():
        raise PasskeyRefused
    return credential


def _factor_added(request: HttpRequest, person: User, kind: str) -> HttpResponse:
    """The session has the second factor from now on; recovery codes are shown before one goes on."""
    record_authentication(request, person, "mfa", type=kind)
    return redirect(f"{reverse('accounts:recovery_codes')}?{urlencode({'next': _next(request)})}")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return own_page(request, wanted, reverse("accounts:me"))
