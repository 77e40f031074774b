"""Pages of one's own account: who one is, and what secures it."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ifi.accounts import queries
from ifi.accounts.account_links import account_links
from ifi.accounts.errors import PasswordWrong, SignInTooOften
from ifi.accounts.forms import AddressForm, ChangePasswordForm, CodeForm, ProofForm
from ifi.accounts.models import User
from ifi.accounts.request_facts import own_page, person_of
from ifi.accounts.rights import Role
from ifi.accounts.sentences import AUTHORITY_NAMES, PERMISSION_NAMES, ROLE_NAMES
from ifi.accounts.services.factors import check_code
from ifi.accounts.services.links import ask_new_address
from ifi.accounts.services.people import change_password
from ifi.accounts.services.sessions import end_other_sessions, end_session
from ifi.accounts.services.signing_in import check_own_password
from ifi.accounts.views.answers import add_error, answer, proved, provider_name, shown_organisations
from ifi.core.errors import IfiError
from ifi.core.identifiers import record_number

_FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Who I am, what I may do, what secures my account."""
    person = person_of(request)
    context = {
        "roles": [ROLE_NAMES[Role(code)] for code in person.roles],
        "authority": AUTHORITY_NAMES.get(person.authority, person.authority),
        "organisations": shown_organisations([person])[person.pk],
        "links": account_links(),
        "allowed": [name for permission, name in PERMISSION_NAMES.items() if permission in person.permissions],
        "language_name": dict(settings.LANGUAGES)[person.language],
        "factors": queries.factors(person),
        "codes": len(queries.recovery_codes(person)),
        "sessions": len(_sessions(request, person)),
        "provider_name": provider_name(),
        "is_linked": queries.is_linked(person),
        "done": request.GET.get("done", ""),
    }
    return render(request, "accounts/me.html", context)


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(_FORM)
def prove(request: HttpRequest) -> HttpResponse:
    """Before a password, an address or a factor is changed: show once more who you are."""
    person = person_of(request)
    by_password = person.has_usable_password()
    if not by_password and not queries.has_application(person):
        return render(request, "accounts/prove_elsewhere.html")
    form = (ProofForm if by_password else CodeForm)(request.POST or None)
    wrong: IfiError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            method = _prove(person, form)
        except IfiError as error:
            wrong = error
            add_error(form, next(iter(form.fields)), error)
        else:
            record_authentication(request, person, method, reauthenticated=True)
            return redirect(_next(request))
    return answer(request, "accounts/prove.html", {"form": form, "next": _next(request)}, wrong)


@never_cache
@sensitive_post_parameters("password", "current")
@require_http_methods(_FORM)
@proved
def password(request: HttpRequest) -> HttpResponse:
    """Set another password; other sessions end."""
    person = person_of(request)
    form = ChangePasswordForm(request.POST or None, has_password=person.has_usable_password())
    wrong: IfiError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _change_password(request, person, form)
        except IfiError as error:
            wrong = error
            add_error(form, "current" if isinstance(error, PasswordWrong | SignInTooOften) else "password", error)
        else:
            update_session_auth_hash(request, person)
            return _done("password")
    return answer(request, "accounts/password.html", {"form": form, "email": person.email}, wrong)


@never_cache
@require_http_methods(_FORM)
@proved
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another e-mail address; it counts once the letter sent there is opened."""
    person = person_of(request)
    form = AddressForm(request.POST or None)
    wrong: IfiError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            ask_new_address(person=person, by=person, now=timezone.now(), **form.cleaned_data)
        except IfiError as error:
            wrong = error
            add_error(form, "email", error)
        else:
            return _done("address")
    return answer(request, "accounts/address.html", {"form": form}, wrong)


@never_cache
@require_http_methods(_FORM)
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the account is open; each place can be closed."""
    person = person_of(request)
    if request.method == "POST":
        return _end_sessions(request)
    return render(request, "accounts/sessions.html", {"sessions": _sessions(request, person)})


@proved
def _end_sessions(request: HttpRequest) -> HttpResponse:
    """The chosen one, or all others; whoever found a browser left open cannot shut its person out."""
    person, chosen = person_of(request), request.POST.get("session")
    number = record_number(chosen)
    if chosen == "others":
        end_other_sessions(person=person, keep=request.session.session_key or "", by=person)
    elif number is not None:
        end_session(person=person, session_id=number, by=person)
    elif chosen is not None:
        raise Http404
    return redirect("accounts:sessions")


def _change_password(request: HttpRequest, person: User, form: ChangePasswordForm) -> None:
    given = form.cleaned_data
    if "current" in given:
        check_own_password(person=person, password=given["current"], now=timezone.now())
    change_password(person=person, keep=request.session.session_key or "", by=person, password=given["password"])


def _sessions(request: HttpRequest, person: User) -> list[queries.OpenSession]:
    return queries.open_sessions(person, present_key=request.session.session_key or "", now=timezone.now())


def _prove(person: User, form: ProofForm | CodeForm) -> str:
    """How it was shown, as allauth names the methods."""
    if isinstance(form, ProofForm):
        check_own_password(person=person, password=form.cleaned_data["password"], now=timezone.now())
        return "password"
    check_code(person=person, typed=form.cleaned_data["code"], now=timezone.now())
    return "mfa"


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return own_page(request, wanted, reverse("accounts:me"))


def _done(what: str) -> HttpResponse:
    return redirect(f"{reverse('accounts:me')}?done={what}")
