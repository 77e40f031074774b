"""Pages for those who have no account yet, forgot a password, or follow a link from a letter."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ifi.accounts.errors import LinkSpent
from ifi.accounts.forms import ForgottenForm, NewPasswordForm, SignUpForm
from ifi.accounts.models import EmailLink
from ifi.accounts.rules import LinkPurpose
from ifi.accounts.services import links
from ifi.accounts.views.answers import add_error, answer
from ifi.audit.origin import network_address
from ifi.core.errors import IfiError
from ifi.core.sentences import say_error

_FORM = ["GET", "HEAD", "POST"]
_SECRET = "link_secret"  # noqa: S105  (where the session keeps the secret, so that it leaves the address)


@never_cache
@require_http_methods(_FORM)
def sign_up(request: HttpRequest) -> HttpResponse:
    """Name, address and agreement; the account comes to be with the letter's link."""
    if not settings.SIGN_UP_OPEN:
        raise Http404
    form = SignUpForm(request.POST or None, initial={"language": get_language()})
    wrong: IfiError | None = None
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("email", "name", "language")}
        try:
            links.ask_to_join(**typed, address=network_address(request), now=timezone.now())
        except IfiError as error:
            wrong = error
            add_error(form, None, error)
        else:
            return render(request, "accounts/letter_sent.html", {"email": typed["email"], "hours": 1})
    return answer(request, "accounts/sign_up.html", {"form": form}, wrong)


@never_cache
@require_http_methods(_FORM)
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a letter with a link to set a new password."""
    form = ForgottenForm(request.POST or None)
    wrong: IfiError | None = None
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            links.ask_password(email=email, address=network_address(request), now=timezone.now())
        except IfiError as error:
            wrong = error
            add_error(form, None, error)
        else:
            return render(request, "accounts/letter_sent.html", {"email": email, "is_password": True})
    return answer(request, "accounts/forgotten.html", {"form": form}, wrong)


@never_cache
@require_GET
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The secret goes from the address into the session; nothing is used up, since programs open links in letters."""
    request.session[_SECRET] = secret
    return redirect("accounts:link")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(_FORM)
def link(request: HttpRequest) -> HttpResponse:
    """What the link is for: a password to set, or a new address to confirm."""
    secret, now = str(request.session.get(_SECRET, "")), timezone.now()
    try:
        found = links.link_of(secret=secret, now=now)
        if found.purpose == LinkPurpose.ADDRESS:
            return _confirm_address(request, found, secret)
        return _set_password(request, found, secret)
    except LinkSpent as error:
        return render(request, "accounts/link_spent.html", {"advice": say_error(error)}, status=410)


def _set_password(request: HttpRequest, found: EmailLink, secret: str) -> HttpResponse:
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            links.set_password_by_link(secret=secret, now=timezone.now(), **form.cleaned_data)
        except LinkSpent:
            raise
        except IfiError as error:
            add_error(form, "password", error)
        else:
            request.session.pop(_SECRET, None)
            return render(request, "accounts/password_set.html")
    context = {"form": form, "email": found.email, "is_new": found.purpose != LinkPurpose.PASSWORD}
    return answer(request, "accounts/link.html", context)


def _confirm_address(request: HttpRequest, found: EmailLink, secret: str) -> HttpResponse:
    if request.method == "POST":
        links.change_address(secret=secret, now=timezone.now())
        request.session.pop(_SECRET, None)
        return render(request, "accounts/address_changed.html", {"email": found.email})
    return render(request, "accounts/confirm_address.html", {"email": found.email})
