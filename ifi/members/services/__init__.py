"""Acts on memberships: each checks the right, locks the organisation, writes, records and tells, in one transaction."""

from ifi.members.services.applications import (
    AUTHORITY,
    Applied,
    apply_by_letter,
    apply_by_signature,
    approve_application,
    end_unsigned,
    join_by_signature,
    open_letter,
    refuse_application,
    withdraw_application,
)
from ifi.members.services.delegations import delegate, end_delegation
from ifi.members.services.invitations import accept_invitation, invite, join_with_new_account, revoke_invitation
from ifi.members.services.memberships import change_roles, end_membership, note_attorney_document

__all__ = [
    "AUTHORITY",
    "Applied",
    "accept_invitation",
    "apply_by_letter",
    "apply_by_signature",
    "approve_application",
    "change_roles",
    "delegate",
    "end_delegation",
    "end_membership",
    "end_unsigned",
    "invite",
    "join_by_signature",
    "join_with_new_account",
    "note_attorney_document",
    "open_letter",
    "refuse_application",
    "revoke_invitation",
    "withdraw_application",
]
