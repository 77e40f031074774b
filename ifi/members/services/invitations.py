"""Invitations by e-mail: sent, accepted once by the one who was invited, revoked, or lapsed by their date."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction

from ifi.accounts.models import User
from ifi.accounts.reader import Reader, reading_as
from ifi.accounts.rights import Actor, OrganisationRole, Permission, Program, check_may_for
from ifi.accounts.services import add_person
from ifi.core.errors import NotAllowed
from ifi.core.targets import Target
from ifi.members.errors import InvitationForAnother, InvitationUnknown, InvitationWaits, MemberAlready
from ifi.members.models import Invitation, Membership
from ifi.members.rules import (
    InvitationState,
    check_invitation_step,
    check_may_change,
    check_roles,
    invitation_ends,
)
from ifi.members.services.memberships import giver_holds
from ifi.members.services.telling import keep, tell, tell_person
from ifi.members.services.writing import begin_membership, present_membership
from ifi.members.tokens import number_of
from ifi.notices.services import Address
from ifi.registry.services.organisations import locked_organisation

_REGISTRAR = Program("invitation", Permission.ACCOUNTS_EDIT)


@transaction.atomic
def invite(
    *, organisation_id: int, email: str, roles: Collection[OrganisationRole], language: str, by: Actor, on: date
) -> Invitation:
    """Invite an address to act for the organisation in these roles.

    Raises NotAllowed, RolesNeeded, PowersAreLent, MemberAlready, InvitationWaits.
    """
    check_may_for(by, Permission.OWN_PEOPLE_EDIT, organisation_id)
    inviter: int = by.pk  # type: ignore[attr-defined]  # only a member holds that permission
    locked_organisation(organisation_id)
    check_roles(roles)
    check_may_change(giver_holds(organisation_id, by, on), (), roles)
    address = email.strip().lower()
    invited = User.objects.filter(email=address).first()
    if invited and present_membership(organisation_id, invited.pk, on):
        raise MemberAlready
    _clear_lapsed(organisation_id, address, on)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                organisation_id=organisation_id,
                email=address,
                roles=[role.value for role in OrganisationRole if role in roles],
                language=language,
                invited_by_id=inviter,
                invited_on=on,
                last_day=invitation_ends(on),
            )
    except IntegrityError as error:
        if "invitation_waits_once" not in str(error):
            raise
        raise InvitationWaits(email=address) from error
    keep("members.invited", target(invitation), organisation_id=organisation_id, by=by, on=on)
    tell(
        "members.invited",
        organisation_id,
        [Address(address, language)],
        by=by,
        on=on,
        last_day=invitation.last_day.isoformat(),
        invitation=str(invitation.number),
    )
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation_id: int, by: Actor, on: date) -> Invitation:
    """The link no longer works. Raises InvitationUnknown, NotAllowed, StepNotPossible."""
    invitation = _locked(Invitation.objects.filter(pk=invitation_id).first())
    check_may_for(by, Permission.OWN_PEOPLE_EDIT, invitation.organisation_id)
    check_invitation_step(InvitationState(invitation.state), InvitationState.REVOKED)
    invitation.state = InvitationState.REVOKED.value
    invitation.save(update_fields=["state"])
    keep("members.invitation_revoked", target(invitation), organisation_id=invitation.organisation_id, by=by, on=on)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, by: User, on: date) -> Membership:
    """The one who was invited becomes a member. Raises InvitationUnknown, InvitationForAnother, MemberAlready."""
    invitation = _usable(token, on)
    if by.email != invitation.email:
        raise InvitationForAnother(email=invitation.email)
    if not by.is_active:
        raise NotAllowed(permission="sign_in")
    return _accept(invitation, by, on)


@transaction.atomic
def join_with_new_account(*, token: str, name: str, password: str, consented_at: datetime, on: date) -> User:
    """Whoever holds the link owns the address it was sent to: they get an account and become a member.

    Raises InvitationUnknown, EmailTaken, PasswordWeak.
    """
    invitation = _usable(token, on)
    person = add_person(
        email=invitation.email,
        name=" ".join(name.split()),
        roles=(),
        password=password,
        language=invitation.language,
        consented_at=consented_at,
        by=_REGISTRAR,
    )
    with reading_as(Reader(person=person.pk)):  # from here on they act, not the public
        _accept(invitation, person, on)
    return person


def _accept(invitation: Invitation, person: User, on: date) -> Membership:
    check_invitation_step(InvitationState(invitation.state), InvitationState.ACCEPTED)
    if present_membership(invitation.organisation_id, person.pk, on):
        raise MemberAlready
    membership = begin_membership(
        organisation_id=invitation.organisation_id,
        person_id=person.pk,
        roles=[OrganisationRole(code) for code in invitation.roles],
        begun_by=invitation.invited_by_id,
        on=on,
    )
    invitation.state, invitation.membership = InvitationState.ACCEPTED.value, membership
    invitation.save(update_fields=["state", "membership"])
    organisation_id = invitation.organisation_id
    keep("members.invitation_accepted", target(invitation), organisation_id=organisation_id, by=person, on=on)
    tell_person("members.invitation_accepted", organisation_id, invitation.invited_by_id, by=person, on=on)
    return membership


def target(invitation: Invitation) -> Target:
    return Target.of("invitation", invitation.pk)


def _usable(token: str, on: date) -> Invitation:
    invitation = _locked(Invitation.objects.filter(number=number_of(token)).first())
    if invitation.state != InvitationState.SENT.value or on > invitation.last_day:
        raise InvitationUnknown
    return invitation


def _locked(invitation: Invitation | None) -> Invitation:
    """Read again under the lock of its organisation, so that a link works once."""
    if invitation is None:
        raise InvitationUnknown
    locked_organisation(invitation.organisation_id)
    invitation.refresh_from_db()
    return invitation


def _clear_lapsed(organisation_id: int, email: str, on: date) -> None:
    """An invitation whose day is past makes room for a new one."""
    lapsed = Invitation.objects.filter(
        organisation=organisation_id, email=email, state=InvitationState.SENT.value, last_day__lt=on
    )
    lapsed.update(state=InvitationState.REVOKED.value)
