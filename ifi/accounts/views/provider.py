"""Signing in at the identity provider, by OpenID Connect: discovery, PKCE, state, nonce and a verified signature."""

import secrets
from datetime import datetime
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import activate, get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from ifi.accounts.errors import ProviderRefused
from ifi.accounts.models import User
from ifi.accounts.request_facts import own_page, person_of
from ifi.accounts.services.provider import PROVIDER, Vouched, link_provider, person_from_provider, unlink_provider
from ifi.accounts.views.answers import proved
from ifi.accounts.views.signing_in import turned_away
from ifi.core.errors import IfiError


class Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's client, which here also checks the signature and the nonce of the identity token."""

    nonce = ""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("provider_callback"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **options: Any) -> SocialLogin:
        if not options["response"].get("id_token"):
            raise OAuth2Error("no identity token")
        login: SocialLogin = super().complete_login(request, app, token, **options)
        said = login.account.extra_data
        if said.get("userinfo", {}).get("sub", said["id_token"]["sub"]) != said["id_token"]["sub"]:
            raise OAuth2Error("two answers about different people")
        login.account.extra_data = {}  # what the provider says of a person is not kept
        claims = {**said["id_token"], **said.get("userinfo", {})}
        email = claims.get("email", "") if claims.get("email_verified") is True else ""
        login.vouched = Vouched(str(claims["sub"]), str(email), str(claims.get("name", "")))
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if "exp" not in claims:
            raise OAuth2Error("an identity token without an end")
        if not self.nonce or not secrets.compare_digest(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("the identity token answers another question")
        return claims


class Callback(OAuth2CallbackView):
    """Where the provider sends people back to."""

    adapter: Adapter

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, answer = super()._get_state(request, provider)
        kept = state or {}
        self.adapter.nonce = kept.get("nonce", "")
        activate(kept.get("language") or get_language() or "kk")  # this address is the same in every language
        return state, answer


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Go to the provider to sign in."""
    return _go(request, "login", request.GET.get("next", ""))


@never_cache
@require_GET
@proved
def link(request: HttpRequest) -> HttpResponse:
    """Go to the provider to link the account there with one's own here."""
    return _go(request, "connect", reverse("accounts:me"))


@require_POST
@proved
def unlink(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    unlink_provider(person=person, by=person)
    return redirect(f"{reverse('accounts:me')}?done=unlinked")


@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider."""
    _provider(request)
    view = Callback.adapter_view(Adapter(request, PROVIDER))
    return view(request)


def arrived(request: HttpRequest, login: SocialLogin, now: datetime) -> None:
    """The provider vouches for somebody: link them, sign them in, or say what to do first."""
    vouched: Vouched = login.vouched
    if login.state.get("process") == "connect":
        _connect(request, vouched, now)
    if login.is_existing:
        return
    try:
        login.account = person_from_provider(vouched=vouched, language=get_language() or "kk", now=now)
    except IfiError as error:
        _stop(turned_away(request, error))
    login.user = login.account.user


def _connect(request: HttpRequest, vouched: Vouched, now: datetime) -> NoReturn:
    person = request.user
    if not isinstance(person, User):
        _stop(turned_away(request, ProviderRefused()))
    try:
        link_provider(person=person, vouched=vouched, by=person)
    except IfiError as error:
        _stop(redirect(f"{reverse('accounts:me')}?done={error.code.replace('.', '_')}"))
    _stop(redirect(f"{reverse('accounts:me')}?done=linked"))


def _go(request: HttpRequest, process: str, wanted: str) -> HttpResponse:
    provider = _provider(request)
    nonce = secrets.token_urlsafe(32)
    target = own_page(request, wanted, resolve_url("portal:home"))
    try:
        answer = provider.redirect(
            request, process, target, auth_params={"nonce": nonce}, nonce=nonce, language=get_language()
        )
    except (RequestException, KeyError, ValueError):
        return turned_away(request, ProviderRefused())
    return answer


def _provider(request: HttpRequest) -> OpenIDConnectProvider:
    """The provider of the settings, speaking through our client. 404 where none is set."""
    try:
        provider = get_adapter().get_provider(request, provider=PROVIDER)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    provider.get_oauth2_adapter = lambda request: Adapter(request, PROVIDER)
    return provider


def _stop(answer: HttpResponse) -> NoReturn:
    raise ImmediateHttpResponse(answer)
