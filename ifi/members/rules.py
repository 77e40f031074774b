"""Pure decisions about memberships: states, who may be left without what, what can be lent and for how long."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

from ifi.accounts.rights import OrganisationRole
from ifi.members.errors import (
    DelegationDates,
    LastAdministrator,
    NotOwnRole,
    NotSignatoryCapable,
    NotToOneself,
    PowersAreLent,
    RolesNeeded,
    StepNotPossible,
)

INVITATION_DAYS = 14
DAYS_TO_SIGN = 30  # an application that waits for the organisation's electronic signature
OPEN_APPLICATIONS = 5  # of one person at a time
LONGEST_DELEGATION = timedelta(days=184)

Roles = Collection[OrganisationRole]
POWERS = frozenset({OrganisationRole.ADMIN, OrganisationRole.SIGNATORY})


class Way(StrEnum):
    """How a first person proves authority."""

    LETTER = "letter"
    SIGNATURE = "signature"


class ApplicationState(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class InvitationState(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


class Owner(StrEnum):
    """Who takes the step out of a state."""

    OFFICER = "officer"
    APPLICANT = "applicant"
    INVITED = "invited"
    ADMINISTRATOR = "administrator"


APPLICATION: Mapping[ApplicationState, Mapping[ApplicationState, Owner]] = {
    ApplicationState.SUBMITTED: {
        ApplicationState.APPROVED: Owner.OFFICER,
        ApplicationState.REFUSED: Owner.OFFICER,
        ApplicationState.WITHDRAWN: Owner.APPLICANT,
    },
    ApplicationState.APPROVED: {},
    ApplicationState.REFUSED: {},
    ApplicationState.WITHDRAWN: {},
}

INVITATION: Mapping[InvitationState, Mapping[InvitationState, Owner]] = {
    InvitationState.SENT: {
        InvitationState.ACCEPTED: Owner.INVITED,
        InvitationState.REVOKED: Owner.ADMINISTRATOR,
    },
    InvitationState.ACCEPTED: {},
    InvitationState.REVOKED: {},
}


def check_application_step(now: ApplicationState, then: ApplicationState) -> None:
    if then not in APPLICATION[now]:
        raise StepNotPossible(state=now.value)


def check_invitation_step(now: InvitationState, then: InvitationState) -> None:
    if then not in INVITATION[now]:
        raise StepNotPossible(state=now.value)


def invitation_ends(on: date) -> date:
    """The last day on which an invitation of the day `on` can be accepted."""
    return on + timedelta(days=INVITATION_DAYS)


def signing_ends(on: date) -> date:
    """The last day on which an application of the day `on` can be signed."""
    return on + timedelta(days=DAYS_TO_SIGN)


def check_roles(roles: Roles) -> None:
    if not roles:
        raise RolesNeeded


def check_administrator_left(administrators: Collection[int]) -> None:
    """`administrators`: memberships that administer the organisation after the act, lent powers not counted."""
    if not administrators:
        raise LastAdministrator


def check_may_change(held: Roles, before: Roles, after: Roles) -> None:
    """`held`: roles that the giver holds themselves. The powers are given and taken only by an administrator proper."""
    if (set(before) ^ set(after)) & POWERS and OrganisationRole.ADMIN not in held:
        raise PowersAreLent


def is_signatory_capable(roles: Roles, attorney_document: str) -> bool:
    """Whether the law lets the person sign for the organisation: by office or by power of attorney."""
    return OrganisationRole.SIGNATORY in roles or bool(attorney_document)


def check_delegation(
    *, roles: Roles, held: Roles, to_oneself: bool, capable: bool, since: date, last_day: date, on: date
) -> None:
    """`held`: roles that the lender holds themselves; what was lent to them is not theirs to lend."""
    check_roles(roles)
    if to_oneself:
        raise NotToOneself
    if not on <= since <= last_day or last_day - since >= LONGEST_DELEGATION:
        raise DelegationDates(longest=LONGEST_DELEGATION.days)
    if not set(roles) <= set(held):
        raise NotOwnRole
    if OrganisationRole.SIGNATORY in roles and not capable:
        raise NotSignatoryCapable


def lent_roles(delegated: Roles, lender_holds: Roles, capable: bool) -> frozenset[OrganisationRole]:
    """What a delegation gives today: no more than the lender still holds, no signature without the power to sign."""
    kept = frozenset(delegated) & frozenset(lender_holds)
    return kept if capable else kept - {OrganisationRole.SIGNATORY}
