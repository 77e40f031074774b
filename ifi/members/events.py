"""Acts of this room as the trail says them; roles and people go by code and number."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "members.application_sent": _("Application to act for the organisation {bin} sent"),
    "members.application_approved": _("Application to act for the organisation {bin} approved"),
    "members.application_refused": _("Application to act for the organisation {bin} refused"),
    "members.application_withdrawn": _("Application to act for the organisation {bin} withdrawn"),
    "members.letter_read": _("Letter of authority of an application read"),
    "members.joined_by_signature": _("Joined the organisation by its electronic signature"),
    "members.invited": _("A person invited to the organisation"),
    "members.invitation_revoked": _("Invitation revoked"),
    "members.invitation_accepted": _("Invitation to the organisation accepted"),
    "members.roles_changed": _("Roles of a member changed"),
    "members.attorney_noted": _("Power of attorney of a member noted"),
    "members.invitation_forgotten": _("Address of an invitation long past taken out"),
    "members.attorney_forgotten": _("Power of attorney of a membership long ended taken out"),
    "members.membership_ended": _("Membership ended"),
    "members.delegated": _("Roles lent for an absence"),
    "members.delegation_ended": _("Delegation ended"),
}
