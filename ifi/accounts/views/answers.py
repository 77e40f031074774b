"""What the pages of this room have in common: errors beside their fields, the status that goes with them, and proof."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language

from ifi.accounts.acting import held_in_organisations
from ifi.accounts.errors import SignInTooOften
from ifi.accounts.models import User
from ifi.accounts.request_facts import person_of, proved_at
from ifi.accounts.rules import is_recent_proof
from ifi.accounts.sentences import ORGANISATION_ROLE_NAMES
from ifi.core.errors import IfiError
from ifi.core.sentences import say_error

View = Callable[..., HttpResponse]


def add_error(form: forms.Form, field: str | None, error: IfiError) -> None:
    """Put the error's sentence beside its field, also on a form that nobody sent."""
    if not form.is_bound:
        form.full_clean()
        form.cleaned_data = {}
    form.add_error(field, say_error(error))


def answer(request: HttpRequest, template: str, context: dict[str, Any], error: IfiError | None = None) -> HttpResponse:
    """The page; 422 where its form has errors, 429 with Retry-After where one must wait."""
    status = 422 if context["form"].errors else 200
    if isinstance(error, SignInTooOften):
        status = 429
    page = render(request, template, context, status=status)
    if isinstance(error, SignInTooOften):
        page.headers["Retry-After"] = str(error.parameters["seconds"])
    return page


def provider_name() -> str:
    """How the identity provider is called in the page's language; empty where there is none."""
    provider = settings.IDENTITY_PROVIDER
    return provider.names[get_language() or "en"] if provider.issuer else ""


def shown_organisations(people: Collection[User]) -> dict[int, list[dict[str, object]]]:
    """Person → the organisations they act for today, with their roles there in words."""
    found = held_in_organisations([person.pk for person in people], timezone.localdate())
    return {
        person.pk: [
            {"held": here, "roles": [(ORGANISATION_ROLE_NAMES[one.role], one) for one in here.roles]}
            for here in found.get(person.pk, ())
        ]
        for person in people
    }


def is_proved(request: HttpRequest) -> bool:
    """Whether the person of the session showed within the last minutes who they are."""
    at = proved_at(request)
    return at is not None and is_recent_proof(at, timezone.now())


def proved(view: View) -> View:
    """Only for somebody who showed within the last minutes who they are; others are asked first."""

    @wraps(view)
    def asking(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        person_of(request)
        if is_proved(request):
            return view(request, *arguments, **options)
        return redirect(f"{reverse('accounts:prove')}?{urlencode({'next': request.path})}")

    return asking
