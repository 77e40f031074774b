"""Pages on which administrators look after the people who have accounts."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.accounts import queries, services
from ifi.accounts.forms import InviteForm, RolesForm
from ifi.accounts.models import User
from ifi.accounts.request_facts import person_of
from ifi.accounts.rights import Permission, Role, check_may
from ifi.accounts.sentences import AUTHORITY_NAMES, ROLE_NAMES
from ifi.accounts.services.factors import reset_factors
from ifi.accounts.services.links import invite_again, invite_person
from ifi.accounts.services.people import end_sessions_of
from ifi.accounts.views.answers import add_error, answer, shown_organisations
from ifi.core.errors import IfiError, NotAllowed

_FORM = ["GET", "HEAD", "POST"]


def send_invitation(*, email: str, by: User) -> User:
    return invite_again(email=email, by=by, now=timezone.now())


ACTS: dict[str, Callable[..., object]] = {
    "disable": services.disable_person,
    "enable": services.enable_person,
    "invite": send_invitation,
    "reset-factors": reset_factors,
    "end-sessions": end_sessions_of,
}


@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who has an account."""
    found = list(services.read_people(by=request.user))  # type: ignore[arg-type]
    organisations = shown_organisations(found)
    rows = [{**_row(person), "organisations": organisations[person.pk]} for person in found]
    return render(request, "accounts/people.html", {"rows": rows})


@never_cache
@require_http_methods(_FORM)
def invite(request: HttpRequest) -> HttpResponse:
    """Add a person, who gets a letter to set their own password."""
    check_may(request.user, Permission.ACCOUNTS_EDIT)
    form = InviteForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("email", "name", "language", "authority")}
        try:
            person = invite_person(**typed, roles=form.chosen(), by=person_of(request), now=timezone.now())
        except IfiError as error:
            add_error(form, "email", error)
        else:
            return _person_page(person.pk, "invited")
    return answer(request, "accounts/invite.html", {"form": form})


@never_cache
@require_http_methods(_FORM)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what they are, their roles, and what an administrator can do."""
    found = services.read_person(pk=pk, by=request.user)  # type: ignore[arg-type]
    form = RolesForm(request.POST or None, initial={"roles": found.roles, "authority": found.authority})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_roles(
                email=found.email,
                roles=form.chosen(),
                authority=form.cleaned_data["authority"],
                by=person_of(request),
            )
        except IfiError as error:
            add_error(form, None, error)
        else:
            return _person_page(pk, "roles")
    return _show(request, found, form)


@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the acts on a person."""
    if name not in ACTS:
        raise Http404
    found = queries.person_by_number(pk=pk, by=request.user)  # type: ignore[arg-type]
    try:
        ACTS[name](email=found.email, by=person_of(request))
    except NotAllowed:
        raise
    except IfiError as error:
        form = RolesForm(initial={"roles": found.roles, "authority": found.authority})
        add_error(form, None, error)
        return _show(request, found, form)
    return _person_page(pk, name)


def _show(request: HttpRequest, found: User, form: RolesForm) -> HttpResponse:
    context = {
        **_row(found),
        "organisations": shown_organisations([found])[found.pk],
        "form": form,
        "factors": queries.factors(found),
        "sessions": len(queries.open_sessions(found, present_key="", now=timezone.now())),
        "done": request.GET.get("done", ""),
        "is_oneself": found == request.user,
    }
    return answer(request, "accounts/person.html", context)


def _row(person: User) -> dict[str, object]:
    return {
        "person": person,
        "roles": [ROLE_NAMES[Role(code)] for code in person.roles],
        "authority": AUTHORITY_NAMES.get(person.authority, person.authority) if person.roles else "",
    }


def _person_page(pk: int, done: str) -> HttpResponse:
    return redirect(f"{reverse('accounts:person', args=[pk])}?done={done}")
