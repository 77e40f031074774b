"""What this room tells people."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ifi.accounts.models import User
from ifi.accounts.rights import Permission
from ifi.members.queries import organisation_name
from ifi.members.tokens import token_of
from ifi.notices.catalogue import Channel, NoticeKind, Topic, as_day, as_text


def as_organisation(value: object) -> str:
    """By number in the reader's language; a name as it was written where the register does not know it."""
    return organisation_name(value) if isinstance(value, int) else str(value)


def as_person(value: object) -> str:
    """By number, as the account is called today."""
    person = User.objects.filter(pk=int(str(value))).first()
    return person.name if person else str(value)


def _mine(parameters: Mapping[str, object]) -> str:
    return reverse("members:mine")


def _invitation(parameters: Mapping[str, object]) -> str:
    return reverse("members:invitation", args=[token_of(UUID(str(parameters["invitation"])))])


def _application(parameters: Mapping[str, object]) -> str:
    return reverse("members:application", args=[int(str(parameters["application"]))])


ENTRIES = (
    Topic(
        "members",
        _("Organisations you act for"),
        _("Applications, invitations, your roles, delegations."),
        order=20,
    ),
    Topic(
        "applications",
        _("Applications to act for an organisation"),
        _("Somebody asks to act for an organisation and waits for your decision."),
        permission=Permission.MEMBERS_DECIDE,
        order=30,
    ),
    NoticeKind(
        "members.application_received",
        "applications",
        title=_("An application to act for {organisation}"),
        text=_("A letter of authority waits for a decision."),
        reason=_("You decide who speaks for organisations."),
        brief=_("An application to act for an organisation waits for a decision."),
        parameters={"organisation": as_organisation, "application": as_text},
        address=_application,
    ),
    NoticeKind(
        "members.application_approved",
        "members",
        title=_("You may act for {organisation}"),
        text=_("Your application is approved. You are its administrator: invite others and give them their roles."),
        reason=_("You applied to act for this organisation."),
        brief=_("Your application to act for an organisation is approved."),
        parameters={"organisation": as_organisation},
        address=_mine,
    ),
    NoticeKind(
        "members.application_refused",
        "members",
        title=_("Your application for {organisation} is refused"),
        text=_("The reason stands on its page. Mend what is missing and apply again."),
        reason=_("You applied to act for this organisation."),
        brief=_("Your application to act for an organisation is refused. The reason stands on its page."),
        parameters={"organisation": as_organisation, "application": as_text},
        address=_application,
    ),
    NoticeKind(
        "members.invited",
        "members",
        title=_("You are invited to act for {organisation}"),
        text=_(
            "Open the link to accept. It works once, with this address only, until {last_day}. "
            "If you do not know the organisation, do nothing."
        ),
        reason=_("An administrator of the organisation entered your address."),
        brief=_("You are invited to act for an organisation."),
        parameters={"organisation": as_organisation, "last_day": as_day, "invitation": as_text},
        channels=frozenset({Channel.EMAIL}),
        address=_invitation,
    ),
    NoticeKind(
        "members.invitation_accepted",
        "members",
        title=_("An invitation to {organisation} is accepted"),
        text=_("The person you invited acts for the organisation now."),
        reason=_("You sent the invitation."),
        brief=_("An invitation that you sent is accepted."),
        parameters={"organisation": as_organisation},
        address=_mine,
    ),
    NoticeKind(
        "members.roles_changed",
        "members",
        title=_("Your roles in {organisation} have changed"),
        text=_("Your account shows what you may do now."),
        reason=_("You act for this organisation."),
        brief=_("Your roles in an organisation have changed."),
        parameters={"organisation": as_organisation},
        address=_mine,
    ),
    NoticeKind(
        "members.membership_ended",
        "members",
        title=_("You no longer act for {organisation}"),
        text=_("Your membership has ended. What you did stays recorded."),
        reason=_("You acted for this organisation."),
        brief=_("You no longer act for an organisation."),
        parameters={"organisation": as_organisation},
        address=_mine,
    ),
    NoticeKind(
        "members.delegated",
        "members",
        title=_("You stand in for a colleague in {organisation}"),
        text=_("Roles are lent to you from {since} to {last_day}, both days included. Who is absent: {colleague}."),
        reason=_("A colleague lent you their roles for an absence."),
        brief=_("A colleague lent you their roles for an absence."),
        parameters={"organisation": as_organisation, "since": as_day, "last_day": as_day, "colleague": as_person},
        address=_mine,
    ),
    NoticeKind(
        "members.roles_lent",
        "members",
        title=_("You lend roles in {organisation} for an absence"),
        text=_(
            "From {since} to {last_day}, both days included. Who stands in for you: {colleague}. "
            "If this was not you, end it and change your password."
        ),
        reason=_("Your roles were lent from your account."),
        brief=_("Your roles in an organisation are lent for an absence."),
        parameters={"organisation": as_organisation, "since": as_day, "last_day": as_day, "colleague": as_person},
        address=_mine,
    ),
    NoticeKind(
        "members.delegation_begun",
        "members",
        title=_("Standing in for an absence in {organisation} has begun"),
        text=_("Who is absent: {lender}. Who stands in: {borrower}. The last day is {last_day}."),
        reason=_("You lent roles or were lent them."),
        brief=_("Standing in for an absence has begun."),
        parameters={
            "organisation": as_organisation,
            "lender": as_person,
            "borrower": as_person,
            "last_day": as_day,
        },
        address=_mine,
    ),
    NoticeKind(
        "members.delegation_ended",
        "members",
        title=_("You no longer stand in for a colleague in {organisation}"),
        text=_("The roles lent to you are no longer yours. Whose they are: {colleague}."),
        reason=_("A colleague had lent you their roles."),
        brief=_("The roles lent to you are no longer yours."),
        parameters={"organisation": as_organisation, "colleague": as_person},
        address=_mine,
    ),
    NoticeKind(
        "members.roles_returned",
        "members",
        title=_("Nobody stands in for you in {organisation} any more"),
        text=_("The roles you lent are yours alone again. Who stood in for you: {colleague}."),
        reason=_("You had lent your roles for an absence."),
        brief=_("The roles you lent are yours alone again."),
        parameters={"organisation": as_organisation, "colleague": as_person},
        address=_mine,
    ),
)
