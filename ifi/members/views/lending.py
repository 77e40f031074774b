"""Roles lent for an absence, and invitations accepted."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ifi.accounts.models import User
from ifi.accounts.request_facts import person_of
from ifi.accounts.rights import Permission, check_may
from ifi.accounts.sentences import ORGANISATION_ROLE_NAMES
from ifi.members import queries, services
from ifi.members.acting import choose, standings_here
from ifi.members.errors import InvitationUnknown
from ifi.members.forms import DelegationForm, NewAccountForm
from ifi.members.models import Invitation
from ifi.members.standing import standings_of
from ifi.members.views.answering import answer, done


@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest) -> HttpResponse:
    """Lend one's roles in the organisation one acts for."""
    check_may(request.user, Permission.OWN_DELEGATE)
    standing = queries.acting_standing(standings_here(request), request.user)
    if standing is None:
        raise Http404
    today = timezone.localdate()
    others = queries.colleagues_of(standing, on=today)
    form = DelegationForm(request.POST if request.method == "POST" else None, initial={"since": today})
    form.offer(others, standing.held)
    back = reverse("members:people", args=[standing.organisation_id])

    def act() -> str:
        entered = form.cleaned_data
        services.delegate(
            borrower_id=int(entered["borrower"]),
            roles=entered["roles"],
            since=entered["since"],
            last_day=entered["last_day"],
            by=person_of(request),
            on=today,
        )
        return back

    return answer(
        request,
        form,
        act,
        title=_("Lend your roles for an absence"),
        caption=queries.organisation_name(standing.organisation_id),
        text=_("It begins and ends by itself, both days included, and cannot be lent on."),
        action=_("Lend the roles"),
        back=back,
    )


@require_POST
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    back = queries.people_address_of_delegation(delegation_id)
    return done(
        request,
        lambda: services.end_delegation(delegation_id=delegation_id, by=person_of(request), on=timezone.localdate()),
        reverse("members:people", args=[back]) if back else reverse("members:mine"),
    )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept: with one's account, or with a new one where the address has none."""
    today = timezone.localdate()
    try:
        found = queries.invitation_to_accept(token=token, on=today)
    except InvitationUnknown as error:
        return _over(request, error)
    if isinstance(request.user, User):
        return _with_account(request, found, token)
    if queries.has_account(found.email):
        return render(request, "members/invitation.html", {**_shown(found), "must_sign_in": True})
    form = NewAccountForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        entered = form.cleaned_data
        joined = services.join_with_new_account(
            token=token, name=entered["name"], password=entered["password"], consented_at=timezone.now(), on=today
        )
        login(request, joined, backend="django.contrib.auth.backends.ModelBackend")
        return reverse("members:mine")

    return answer(request, form, act, "members/invitation.html", **_shown(found), is_new=True)


def _with_account(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    user = person_of(request)
    if request.method != "POST" or user.email != found.email:
        context = {**_shown(found), "is_another": user.email != found.email}
        return render(request, "members/invitation.html", context)

    def act() -> None:
        membership = services.accept_invitation(token=token, by=user, on=timezone.localdate())
        request.standings = standings_of(user.pk, timezone.localdate())  # type: ignore[attr-defined]
        choose(request, membership.organisation_id)

    return done(request, act, reverse("members:mine"))


def _over(request: HttpRequest, error: InvitationUnknown) -> HttpResponse:
    return done(request, _raising(error), reverse("portal:home"))


def _raising(error: InvitationUnknown):  # type: ignore[no-untyped-def]
    def act() -> None:
        raise error

    return act


def _shown(found: Invitation) -> dict[str, object]:
    return {
        "invitation": found,
        "organisation": queries.organisation_name(found.organisation_id),
        "roles": [name for role, name in ORGANISATION_ROLE_NAMES.items() if role in found.roles],
    }
