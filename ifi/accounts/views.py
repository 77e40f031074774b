"""Pages of signing in and of the people who have accounts."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import translate_url
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.accounts import services
from ifi.accounts.account_links import account_links
from ifi.accounts.errors import SignInRefused, SignInTooOften
from ifi.accounts.forms import SignInForm
from ifi.accounts.models import User
from ifi.accounts.rights import Role
from ifi.accounts.sentences import AUTHORITY_NAMES, PERMISSION_NAMES, ROLE_NAMES
from ifi.audit.origin import network_address
from ifi.core.errors import NotAllowed
from ifi.core.sentences import say_error


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; after it the page that was asked for, in the person's own language."""
    form = SignInForm(request.POST or None)
    status = 200 if request.method != "POST" else 422
    if request.method == "POST" and form.is_valid():
        try:
            user = services.sign_in(**form.cleaned_data, address=network_address(request), now=timezone.now())
        except (SignInRefused, SignInTooOften) as error:
            form.add_error(None, say_error(error))
            status = 429 if isinstance(error, SignInTooOften) else 422
        else:
            login(request, user)
            return redirect(translate_url(_target(request), user.language))
    return render(request, "accounts/sign_in.html", {"form": form, "next": _target(request)}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        services.note_sign_out(by=request.user)
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """One's own name, role and what it allows."""
    if not isinstance(request.user, User):
        raise NotAllowed(permission="sign_in")
    user = request.user
    context = {
        "roles": role_names(user),
        "authority": AUTHORITY_NAMES.get(user.authority, user.authority),
        "links": account_links(),
        "allowed": [name for permission, name in PERMISSION_NAMES.items() if permission in user.permissions],
    }
    return render(request, "accounts/me.html", context)


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who has an account, for administrators."""
    rows = [
        {
            "person": person,
            "roles": role_names(person),
            "authority": AUTHORITY_NAMES.get(person.authority, person.authority),
        }
        for person in services.read_people(by=request.user)  # type: ignore[arg-type]
    ]
    return render(request, "accounts/people.html", {"rows": rows})


def role_names(person: User) -> list[Promise]:
    return [ROLE_NAMES[Role(code)] for code in person.roles]


def _target(request: HttpRequest) -> str:
    """The page to go to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)
