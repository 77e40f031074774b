"""Pages of signing in and out, by whatever way."""

import json
from typing import Any

from allauth.account.internal.flows.login import perform_login, perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import translate_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ifi.accounts import queries, services
from ifi.accounts.adapters import SecondFactorStage
from ifi.accounts.errors import PasskeyRefused
from ifi.accounts.forms import CodeForm, SignInForm
from ifi.accounts.models import User
from ifi.accounts.request_facts import (
    device_secret,
    has_given_factor,
    keep_device,
    new_device_secret,
    own_page,
    user_agent,
)
from ifi.accounts.services.factors import check_code, passkey_used
from ifi.accounts.services.sessions import begin_session, end_present_session
from ifi.accounts.views.answers import add_error, answer, provider_name
from ifi.audit.origin import network_address
from ifi.core.errors import IfiError
from ifi.core.sentences import knows, say

_TURNED_AWAY = "turned_away"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; after it the second factor, where there is one, and the page that was asked for."""
    form = SignInForm(request.POST or None)
    elsewhere = request.session.pop(_TURNED_AWAY, "") if request.session.session_key else ""
    if request.method != "POST" and knows(elsewhere):
        form.full_clean()
        form.cleaned_data = {}
        form.add_error(None, say(elsewhere))
    if request.method == "POST" and form.is_valid():
        try:
            user = services.sign_in(
                **form.cleaned_data,
                address=network_address(request),
                device=device_secret(request),
                now=timezone.now(),
            )
        except IfiError as error:
            return refused(request, error, form)
        logout(request)  # whoever was signed in before leaves nothing behind
        return perform_password_login(request, {}, Login(user=user, redirect_url=_target(request)))
    return _sign_in_page(request, form)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """A code or a passkey, after the password or in a session that began without one."""
    stage = LoginStageController.enter(request, SecondFactorStage.key)
    person = stage.login.user if stage else request.user
    if not isinstance(person, User) or not queries.has_factor(person) or (not stage and has_given_factor(request)):
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST if "code" in request.POST else None)
    wrong: IfiError | None = None
    if request.method == "POST":
        try:
            kind = _given_factor(request, person, form)
        except IfiError as error:
            wrong = error
            add_error(form, "code" if form.is_bound else None, error)
        else:
            if kind:
                record_authentication(request, person, "mfa", type=kind)
                return stage.exit() if stage else redirect(_target(request))
    context = {"form": form, "next": _target(request), "options": _passkey_options(person)}
    return answer(request, "accounts/second_factor.html", context, wrong)


@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> JsonResponse:
    """What the browser needs to ask for a passkey of whoever sits before it."""
    return JsonResponse(json.loads(_as_json(webauthn.begin_authentication())))


@never_cache
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey alone: it is something one has, opened by something one knows or is."""
    try:
        credential = parse_credential(request.POST.get("credential", ""))
        person = _person_of_passkey(credential)
    except IfiError as error:
        return refused(request, error)
    target = _target(request)
    logout(request)
    record_authentication(request, person, "mfa", type=Authenticator.Type.WEBAUTHN, passwordless=True)
    return perform_login(request, Login(user=person, redirect_url=target))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        end_present_session(person=request.user, key=request.session.session_key or "")
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def welcome(request: HttpRequest, person: User, wanted: str) -> HttpResponse:
    """The session has begun: keep where, know the browser again, and lead on in the person's own language."""
    secret = device_secret(request) or new_device_secret()
    if not request.session.session_key:
        request.session.save()
    begin_session(
        person=person,
        key=request.session.session_key or "",
        address=network_address(request),
        agent=user_agent(request),
        device=secret,
        now=timezone.now(),
    )
    leading_on = redirect(translate_url(wanted or resolve_url(settings.LOGIN_REDIRECT_URL), person.language))
    keep_device(leading_on, secret)
    return leading_on


def refused(request: HttpRequest, error: IfiError, form: SignInForm | None = None) -> HttpResponse:
    """The sign-in page with what went wrong."""
    form = form or SignInForm()
    add_error(form, None, error)
    return _sign_in_page(request, form, error)


def turned_away(request: HttpRequest, error: IfiError) -> HttpResponse:
    """To the sign-in page, which then says what went wrong elsewhere; for errors without parameters."""
    request.session[_TURNED_AWAY] = error.code
    return redirect("accounts:sign_in")


def parse_credential(text: str) -> dict[str, Any]:
    """What the browser's passkey answered. Raises PasskeyRefused."""
    try:
        credential = json.loads(text)
    except (ValueError, RecursionError):  # nested too deep
        raise PasskeyRefused from None
    if not isinstance(credential, dict):
        raise PasskeyRefused
    return credential


def _sign_in_page(request: HttpRequest, form: SignInForm, error: IfiError | None = None) -> HttpResponse:
    context = {
        "form": form,
        "next": _target(request),
        "is_sign_up_open": settings.SIGN_UP_OPEN,
        "provider_name": provider_name(),
    }
    return answer(request, "accounts/sign_in.html", context, error)


def _given_factor(request: HttpRequest, person: User, form: CodeForm) -> str:
    """The kind of factor that was given; empty where the form lacks one. Raises what is wrong with it."""
    if "credential" in request.POST:
        credential = parse_credential(request.POST["credential"])
        return passkey_used(factor=_checked_passkey(person, credential), now=timezone.now()).type
    if not form.is_valid():
        return ""
    return check_code(person=person, typed=form.cleaned_data["code"], now=timezone.now()).type


def _person_of_passkey(credential: dict[str, Any]) -> User:
    try:
        person = webauthn.extract_user_from_response(credential)
    except (ValidationError, AttributeError) as error:
        raise PasskeyRefused from error
    factor = _checked_passkey(person, credential)
    return passkey_used(factor=factor, now=timezone.now()).user


def _checked_passkey(person: User, credential: dict[str, Any]) -> Authenticator:
    try:
        webauthn.parse_authentication_response(credential)
        return webauthn.complete_authentication(person, credential)
    except (ValidationError, KeyError) as error:
        raise PasskeyRefused from error


def _passkey_options(person: User) -> str:
    """The options as text for the page's script; empty where the person has no passkey."""
    return _as_json(webauthn.begin_authentication(person)) if queries.passkeys(person) else ""


def _as_json(options: object) -> str:
    return json.dumps(options, cls=DjangoJSONEncoder)


def _target(request: HttpRequest) -> str:
    """The page to go to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return own_page(request, wanted, resolve_url(settings.LOGIN_REDIRECT_URL))
