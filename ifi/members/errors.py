"""What can go wrong between a person and an organisation."""

from ifi.core.errors import IfiError


class ApplicationUnknown(IfiError):
    """There is no such application."""

    code = "members.application_unknown"


class StepNotPossible(IfiError):
    """The application or invitation has moved on. Parameters: state."""

    code = "members.step_not_possible"


class ApplicationWaits(IfiError):
    """The person has applied for this organisation already. Parameters: bin."""

    code = "members.application_waits"


class TooManyApplications(IfiError):
    """Parameters: limit."""

    code = "members.too_many_applications"


class MemberAlready(IfiError):
    """The person acts for this organisation already."""

    code = "members.member_already"


class HasAdministrator(IfiError):
    """Somebody administers the organisation already: others are invited, or prove authority by a letter."""

    code = "members.has_administrator"


class NameNeeded(IfiError):
    """The organisation is not in the register, so its name is needed."""

    code = "members.name_needed"


class ReasonNeeded(IfiError):
    """A refusal says why."""

    code = "members.reason_needed"


class OwnApplication(IfiError):
    """Nobody decides on their own application, nor on one for an organisation they act for."""

    code = "members.own_application"


class LetterTooLarge(IfiError):
    """Parameters: limit (MB)."""

    code = "members.letter_too_large"


class LetterNotReadable(IfiError):
    """By its content the file is none of PDF, JPEG, PNG, or it is cut off."""

    code = "members.letter_not_readable"


class LetterActive(IfiError):
    """The PDF carries a program or another file."""

    code = "members.letter_active"


class InvitationUnknown(IfiError):
    """No such invitation, or it can no longer be used."""

    code = "members.invitation_unknown"


class InvitationWaits(IfiError):
    """Parameters: email."""

    code = "members.invitation_waits"


class InvitationForAnother(IfiError):
    """Parameters: email."""

    code = "members.invitation_for_another"


class RolesNeeded(IfiError):
    """A member has at least one role; who is to have none is no longer a member."""

    code = "members.roles_needed"


class MembershipUnknown(IfiError):
    """There is no such membership, or it has ended."""

    code = "members.membership_unknown"


class LastAdministrator(IfiError):
    """The organisation would be left without an administrator."""

    code = "members.last_administrator"


class PowersAreLent(IfiError):
    """Whoever administers by delegation does not give or take the powers of administrators and signatories."""

    code = "members.powers_are_lent"


class DelegationUnknown(IfiError):
    code = "members.delegation_unknown"


class DelegationDates(IfiError):
    """Parameters: longest (days)."""

    code = "members.delegation_dates"


class DelegationOverlaps(IfiError):
    """One delegation to the same person at a time."""

    code = "members.delegation_overlaps"


class NotOwnRole(IfiError):
    """Only what one holds oneself can be lent: not what was lent to one."""

    code = "members.not_own_role"


class NotToOneself(IfiError):
    code = "members.not_to_oneself"


class NotSignatoryCapable(IfiError):
    """The signatory's power goes only to whoever may sign: a signatory or a holder of a power of attorney."""

    code = "members.not_signatory_capable"


class StillMember(IfiError):
    """The person still acts for an organisation."""

    code = "members.still_member"
