"""What a request tells of who sent it: its browser, and how its person showed who they are."""

import secrets
from datetime import UTC, datetime

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from ifi.accounts.models import User
from ifi.core.errors import NotAllowed

DEVICE_COOKIE_LASTS = 365 * 24 * 3600


def person_of(request: HttpRequest) -> User:
    """Whoever is signed in. Raises NotAllowed, which leads to the sign-in page."""
    if not isinstance(request.user, User):
        raise NotAllowed(permission="sign_in")
    return request.user


def user_agent(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_USER_AGENT", ""))


def device_secret(request: HttpRequest) -> str:
    """The secret by which we know this browser again; empty for one that never signed in."""
    return str(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))


def keep_device(response: HttpResponse, secret: str) -> None:
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        secret,
        max_age=DEVICE_COOKIE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def new_device_secret() -> str:
    return secrets.token_urlsafe(32)


def proved_at(request: HttpRequest) -> datetime | None:
    """When the person of this session last showed who they are, in whatever way."""
    records = get_authentication_records(request, request.user)
    return datetime.fromtimestamp(max(record["at"] for record in records), UTC) if records else None


def has_given_factor(request: HttpRequest) -> bool:
    """Whether this session began with, or was completed by, a second factor."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def own_page(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """The wanted page if it is one of ours, written as its whole path: any other word is taken for a page's name."""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else otherwise
