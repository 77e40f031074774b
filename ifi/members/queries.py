"""Who acts for whom, who asks to, and who is invited."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ifi.accounts.acting import HeldIn, HeldRole
from ifi.accounts.models import User
from ifi.accounts.rights import Actor, OrganisationRole, Permission, acts_for, check_may, check_may_for, may, may_for
from ifi.core.errors import NotAllowed
from ifi.members.errors import ApplicationUnknown, InvitationUnknown, MembershipUnknown
from ifi.members.models import Application, Delegation, Invitation, Membership, MembershipRole
from ifi.members.rules import ApplicationState, InvitationState
from ifi.members.standing import Standing, on_day, organisations_of, standings
from ifi.members.tokens import number_of
from ifi.registry import shown
from ifi.registry.models import Organisation
from ifi.registry.queries.search import names_of

APPLICATIONS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Member:
    """One line of the people of an organisation."""

    membership: Membership
    standing: Standing


@dataclass(frozen=True, slots=True)
class People:
    organisation_id: int
    name: str
    members: tuple[Member, ...]
    former: tuple[Membership, ...]
    invitations: tuple[Invitation, ...]
    delegations: tuple[Delegation, ...]


def organisation_name(organisation_id: int) -> str:
    """Its name today in the reader's language, its number where it has none."""
    names = names_of([organisation_id], timezone.localdate()).get(organisation_id, {})
    return shown.organisation_name(names) or str(organisation_id)


def organisation_names(organisation_ids: Iterable[int]) -> dict[int, str]:
    found = names_of(organisation_ids, timezone.localdate())
    return {key: shown.organisation_name(names) for key, names in found.items()}


def organisation_with(bin: str) -> Organisation | None:
    return Organisation.objects.filter(bin=bin).first()


def people_of(*, organisation_id: int, by: Actor, on: date) -> People:
    """The people of an organisation, for themselves and for those who oversee. Raises NotAllowed."""
    if not may(by, Permission.MEMBERS_SEE_ALL):
        check_may_for(by, Permission.OWN_PEOPLE_SEE, organisation_id)
    rows = Membership.objects.filter(organisation=organisation_id).select_related("person")
    present = {row.pk: row for row in rows.filter(on_day(on))}
    found = standings(Membership.objects.filter(pk__in=list(present)), on)
    delegations = Delegation.objects.filter(lender__in=list(present), until__gt=on)
    return People(
        organisation_id=organisation_id,
        name=organisation_name(organisation_id),
        members=tuple(
            Member(present[one.membership_id], one)
            for one in sorted(found, key=lambda one: present[one.membership_id].person.name)
        ),
        former=tuple(rows.filter(until__lte=on).order_by("-until", "-pk")),
        invitations=tuple(
            Invitation.objects.filter(organisation=organisation_id, state=InvitationState.SENT.value).order_by("pk")
        ),
        delegations=tuple(delegations.select_related("lender__person", "borrower__person").order_by("since", "pk")),
    )


def member(*, membership_id: int, by: Actor, on: date) -> tuple[Member, tuple[MembershipRole, ...]]:
    """A member with the history of their roles. Raises MembershipUnknown, NotAllowed."""
    row = Membership.objects.filter(pk=membership_id).select_related("person").first()
    if row is None:
        raise MembershipUnknown
    if not may(by, Permission.MEMBERS_SEE_ALL):
        check_may_for(by, Permission.OWN_PEOPLE_SEE, row.organisation_id)
    found = standings(Membership.objects.filter(pk=membership_id), on)
    if not found:
        raise MembershipUnknown
    history = row.roles.select_related("given_by", "taken_by").order_by("since", "pk")
    return Member(row, found[0]), tuple(history)


def own_applications(*, by: User) -> tuple[Application, ...]:
    return tuple(Application.objects.filter(person=by.pk).order_by("-pk"))


def applications(*, state: ApplicationState, by: Actor) -> tuple[Application, ...]:
    """Those in a state: the ones that wait the oldest first, the others the newest first."""
    check_may(by, Permission.MEMBERS_DECIDE)
    order = "pk" if state is ApplicationState.SUBMITTED else "-pk"
    rows = Application.objects.filter(state=state.value).select_related("person", "decided_by")
    return tuple(rows.order_by(order)[:APPLICATIONS_SHOWN])


def application(*, application_id: int, by: Actor) -> Application:
    """One's own, or any for whoever decides. Raises ApplicationUnknown."""
    row = Application.objects.filter(pk=application_id).select_related("person", "decided_by").first()
    if row is None:
        raise ApplicationUnknown
    if row.person_id != getattr(by, "pk", None) and not may(by, Permission.MEMBERS_DECIDE):
        raise NotAllowed(permission=Permission.MEMBERS_DECIDE.value)
    return row


def is_own_application(row: Application, *, by: Actor, on: date) -> bool:
    """Whether the person applied, or acts for the organisation: then another officer decides."""
    person: int | None = getattr(by, "pk", None)
    known = Organisation.objects.filter(bin=row.bin).values_list("pk", flat=True).first()
    return row.person_id == person or known in organisations_of(person, on)


def gives_powers(organisation_id: int, *, by: Actor, on: date) -> bool:
    """Whether the person administers the organisation by a role of their own; one that is lent gives no powers."""
    own = Membership.objects.filter(organisation=organisation_id, person=getattr(by, "pk", None))
    return any(OrganisationRole.ADMIN in one.held for one in standings(own, on))


def invitation_to_accept(*, token: str, on: date) -> Invitation:
    """The invitation behind a link, while it can be accepted. Raises InvitationUnknown."""
    row = Invitation.objects.filter(number=number_of(token), state=InvitationState.SENT.value).first()
    if row is None or on > row.last_day:
        raise InvitationUnknown
    return row


def has_account(email: str) -> bool:
    return User.objects.filter(email=email).exists()


def kind_name(code: str) -> str:
    """What an organisation is, in the reader's language."""
    return shown.label("organisation_kinds", code)


def colleagues_of(standing: Standing, *, on: date) -> list[tuple[int, str]]:
    """Membership and name of the others who act for the organisation."""
    rows = Membership.objects.filter(on_day(on), organisation=standing.organisation_id, person__is_active=True)
    others = rows.exclude(pk=standing.membership_id).order_by("person__name")
    return list(others.values_list("pk", "person__name"))


def people_address_of_delegation(delegation_id: int) -> int | None:
    """The organisation in which roles are lent."""
    return Delegation.objects.filter(pk=delegation_id).values_list("lender__organisation_id", flat=True).first()


def may_edit_people(by: object, organisation_id: int) -> bool:
    return may_for(by, Permission.OWN_PEOPLE_EDIT, organisation_id)


def acting_standing(held: Iterable[Standing], by: object) -> Standing | None:
    """The membership one acts under now."""
    return next((one for one in held if one.organisation_id == acts_for(by)), None)


def people_with_role(
    organisation_ids: Iterable[int], roles: Collection[OrganisationRole], on: date
) -> dict[int, set[int]]:
    """Organisation → the people who hold one of the roles in it on the day, what was lent to them counted; for
    programs that tell them. Organisations without such people are left out."""
    concerned = Membership.objects.filter(organisation__in=list(organisation_ids)).select_related("person")
    people = dict(concerned.filter(on_day(on)).values_list("pk", "person"))
    found: dict[int, set[int]] = {}
    if people:
        for standing in standings(concerned, on):
            if standing.roles & set(roles):
                found.setdefault(standing.organisation_id, set()).add(people[standing.membership_id])
    return found


def held_in(people: Collection[int], on: date) -> dict[int, tuple[HeldIn, ...]]:
    """Person → organisations and roles of today with their days, for the pages of accounts."""
    memberships = Membership.objects.filter(person__in=list(people))
    standing = standings(memberships, on)
    rows = {row.pk: row for row in memberships.filter(pk__in=[one.membership_id for one in standing])}
    names = organisation_names({one.organisation_id for one in standing})
    roles = _roles_with_days(list(rows), on)
    found: dict[int, tuple[HeldIn, ...]] = {}
    for one in standing:
        row = rows[one.membership_id]
        held = tuple(
            role for role in roles.get(row.pk, ()) if role.last_day is None or role.role in one.lent - one.held
        )
        here = HeldIn(names.get(one.organisation_id, ""), row.since, held)
        found[row.person_id] = (*found.get(row.person_id, ()), here)
    return found


def _roles_with_days(membership_ids: Collection[int], on: date) -> dict[int, list[HeldRole]]:
    """Membership → own roles, then those that delegations name, in the order of the page of roles."""
    found: dict[int, list[HeldRole]] = {}
    own = MembershipRole.objects.filter(on_day(on), membership__in=membership_ids)
    for membership_id, code, since in own.values_list("membership_id", "role", "since"):
        found.setdefault(membership_id, []).append(HeldRole(OrganisationRole(code), since))
    for row in Delegation.objects.filter(on_day(on), borrower__in=membership_ids):
        lent = [HeldRole(OrganisationRole(code), row.since, row.last_day) for code in row.roles]
        found.setdefault(row.borrower_id, []).extend(lent)
    order = list(OrganisationRole)
    return {
        key: sorted(roles, key=lambda one: (one.last_day is not None, order.index(one.role)))
        for key, roles in found.items()
    }
