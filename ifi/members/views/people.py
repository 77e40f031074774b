"""The people of one organisation: the list, a member, and what administrators do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.accounts.request_facts import person_of
from ifi.accounts.rights import OrganisationRole, Permission, check_may_for
from ifi.accounts.sentences import ORGANISATION_ROLE_NAMES
from ifi.core.sentences import say
from ifi.members import queries, services
from ifi.members.errors import MembershipUnknown, PowersAreLent
from ifi.members.forms import AttorneyForm, InvitationForm, RolesForm
from ifi.members.models import Delegation, MembershipRole
from ifi.members.queries import Member
from ifi.members.rules import POWERS
from ifi.members.views.answering import answer, done, gone
from ifi.members.views.own import role_names
from ifi.registry.errors import OrganisationUnknown


@never_cache
@require_GET
def people(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Who acts for the organisation, in which roles, who is invited, who stands in for whom."""
    today = timezone.localdate()
    try:
        found = queries.people_of(organisation_id=organisation_id, by=person_of(request), on=today)
    except OrganisationUnknown as error:
        raise gone(error) from error
    context = {
        "people": found,
        "members": [_line(one) for one in found.members],
        "invitations": [
            {"invitation": row, "roles": _codes(row.roles), "is_over": row.last_day < today}
            for row in found.invitations
        ],
        "delegations": [_delegation(row, request) for row in found.delegations],
        "may_edit": queries.may_edit_people(request.user, organisation_id),
        "is_own": organisation_id == person_of(request).acting_organisation_id,
    }
    return render(request, "members/people.html", context)


@never_cache
@require_GET
def member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """One member with the history of their roles."""
    found, history = _member(request, membership_id)
    organisation_id = found.membership.organisation_id
    context = {
        **_line(found),
        "organisation": queries.organisation_name(organisation_id),
        "organisation_id": organisation_id,
        "history": [_past(row) for row in history],
        "may_edit": queries.may_edit_people(request.user, organisation_id),
        "is_oneself": found.membership.person_id == person_of(request).pk,
        **_powers(request, found),
    }
    return render(request, "members/member.html", context)


def _powers(request: HttpRequest, found: Member) -> dict[str, object]:
    """What is left to an administrator proper is not offered to one by delegation, who is told so."""
    organisation_id = found.membership.organisation_id
    gives = queries.gives_powers(organisation_id, by=person_of(request), on=timezone.localdate())
    return {
        "gives_powers": gives,
        "may_end": gives or not POWERS & found.standing.held,
        "barred": "" if gives else say(PowersAreLent.code),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, organisation_id: int) -> HttpResponse:
    check_may_for(request.user, Permission.OWN_PEOPLE_EDIT, organisation_id)
    initial = {"language": get_language(), "roles": [OrganisationRole.VIEWER.value]}
    form = InvitationForm(request.POST if request.method == "POST" else None, initial=initial)
    back = _people(organisation_id)

    def act() -> str:
        services.invite(
            organisation_id=organisation_id, **form.cleaned_data, by=person_of(request), on=timezone.localdate()
        )
        return back

    return answer(
        request,
        form,
        act,
        title=_("Invite a person"),
        caption=queries.organisation_name(organisation_id),
        action=_("Send the invitation"),
        back=back,
    )


@require_POST
def revoke(request: HttpRequest, organisation_id: int, invitation_id: int) -> HttpResponse:
    return done(
        request,
        lambda: services.revoke_invitation(invitation_id=invitation_id, by=person_of(request), on=timezone.localdate()),
        _people(organisation_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Which roles the member holds from today on."""
    found, _history = _to_edit(request, membership_id)
    held = [role.value for role in OrganisationRole if role in found.standing.held]
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"roles": held})
    back = reverse("members:member", args=[membership_id])

    def act() -> str:
        services.change_roles(
            membership_id=membership_id,
            roles=form.cleaned_data["roles"],
            by=person_of(request),
            on=timezone.localdate(),
        )
        return back

    return answer(
        request, form, act, title=_("Change the roles"), caption=_caption(found), action=_("Save the roles"), back=back
    )


@require_http_methods(["GET", "HEAD", "POST"])
def attorney(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The member's power of attorney to sign."""
    found, _history = _to_edit(request, membership_id)
    form = AttorneyForm(
        request.POST if request.method == "POST" else None,
        initial={"document": found.membership.attorney_document},
    )
    back = reverse("members:member", args=[membership_id])

    def act() -> str:
        services.note_attorney_document(
            membership_id=membership_id,
            document=form.cleaned_data["document"],
            by=person_of(request),
            on=timezone.localdate(),
        )
        return back

    return answer(
        request,
        form,
        act,
        title=_("Note the power of attorney"),
        caption=_caption(found),
        text=_("It lets a signatory lend this person the power to sign for the time of an absence."),
        action=_("Save"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Asked once more; then the member leaves, or is let go."""
    found, _history = _member(request, membership_id)
    is_oneself = found.membership.person_id == person_of(request).pk
    organisation_id = found.membership.organisation_id
    if not is_oneself:
        check_may_for(request.user, Permission.OWN_PEOPLE_EDIT, organisation_id)
    back = reverse("members:member", args=[membership_id])
    if request.method == "POST":
        act = lambda: services.end_membership(  # noqa: E731
            membership_id=membership_id, by=person_of(request), on=timezone.localdate()
        )
        return done(request, act, reverse("members:mine") if is_oneself else _people(organisation_id))
    context = {
        **_line(found),
        "organisation": queries.organisation_name(organisation_id),
        "is_oneself": is_oneself,
        "back": back,
    }
    return render(request, "members/end.html", context)


def _to_edit(request: HttpRequest, membership_id: int) -> tuple[Member, tuple[MembershipRole, ...]]:
    found = _member(request, membership_id)
    check_may_for(request.user, Permission.OWN_PEOPLE_EDIT, found[0].membership.organisation_id)
    return found


def _member(request: HttpRequest, membership_id: int) -> tuple[Member, tuple[MembershipRole, ...]]:
    try:
        return queries.member(membership_id=membership_id, by=person_of(request), on=timezone.localdate())
    except MembershipUnknown as error:
        raise gone(error) from error


def _people(organisation_id: int) -> str:
    return reverse("members:people", args=[organisation_id])


def _caption(found: Member) -> str:
    return f"{found.membership.person.name} · {queries.organisation_name(found.membership.organisation_id)}"


def _line(one: Member) -> dict[str, object]:
    return {
        "member": one.membership,
        "held": role_names(one.standing.held),
        "lent": role_names(one.standing.lent - one.standing.held),
    }


def _codes(codes: list[str]) -> list[object]:
    return [ORGANISATION_ROLE_NAMES[OrganisationRole(code)] for code in codes]


def _past(row: MembershipRole) -> dict[str, object]:
    return {"row": row, "role": ORGANISATION_ROLE_NAMES[OrganisationRole(row.role)]}


def _delegation(row: Delegation, request: HttpRequest) -> dict[str, object]:
    return {
        "delegation": row,
        "roles": _codes(row.roles),
        "may_end": row.lender.person_id == person_of(request).pk
        or queries.may_edit_people(request.user, row.lender.organisation_id),
    }
