"""Acts of this room as the trail says them; roles and people go by code and number."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "members.application_sent": _("applied to act for the organisation {bin}"),
    "members.application_approved": _("approved the application to act for the organisation {bin}"),
    "members.application_refused": _("refused the application to act for the organisation {bin}"),
    "members.application_withdrawn": _("withdrew the application to act for the organisation {bin}"),
    "members.letter_read": _("read the letter of authority of an application"),
    "members.joined_by_signature": _("joined the organisation by its electronic signature"),
    "members.invited": _("invited a person to the organisation"),
    "members.invitation_revoked": _("revoked an invitation"),
    "members.invitation_accepted": _("accepted an invitation to the organisation"),
    "members.roles_changed": _("changed the roles of a member"),
    "members.attorney_noted": _("noted the power of attorney of a member"),
    "members.attorney_forgotten": _("took out the power of attorney of a membership long ended"),
    "members.membership_ended": _("ended a membership"),
    "members.delegated": _("lent roles for an absence"),
    "members.delegation_ended": _("ended a delegation"),
}
