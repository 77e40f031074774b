"""Names of states and ways, and labels of this room's pages."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from ifi.accounts.sentences import ORGANISATION_ROLE_NAMES, ROLE_NAMES
from ifi.members.rules import ApplicationState, InvitationState, Way

MINE = _("Organisations I act for")

APPLICATION_STATES = {
    ApplicationState.SUBMITTED: _("waits for a decision"),
    ApplicationState.APPROVED: _("approved"),
    ApplicationState.REFUSED: _("refused"),
    ApplicationState.WITHDRAWN: _("withdrawn"),
}
WAITS_FOR_SIGNATURE = _("waits for the applicant's signature")
APPLICATION_COLOURS = {
    ApplicationState.SUBMITTED: "info",
    ApplicationState.APPROVED: "ok",
    ApplicationState.REFUSED: "bad",
    ApplicationState.WITHDRAWN: "neutral",
}
INVITATION_STATES = {
    InvitationState.SENT: _("sent"),
    InvitationState.ACCEPTED: _("accepted"),
    InvitationState.REVOKED: _("revoked"),
}
WAYS = {
    Way.LETTER: _("letter of authority"),
    Way.SIGNATURE: _("electronic signature of the organisation"),
}


def say_roles(codes: Sequence[str]) -> str:
    """Roles by their codes, those of the system and those in an organisation, as the trail keeps them."""
    names = {role.value: name for role, name in (*ROLE_NAMES.items(), *ORGANISATION_ROLE_NAMES.items())}
    return ", ".join(str(names[code]) for code in codes)
