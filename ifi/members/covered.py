"""Who acts for whom, in which role and by whose decision is part of the trail: what nobody did by an act is found.

Left out is what could be guessed from a digest once it is erased: addresses, names, and the number of an entrepreneur,
which is an IIN; the record of an application says the number of a legal entity.
"""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

_APPLICATION = (
    "id",
    "person_id",
    "organisation_id",
    "way",
    "letter",
    "letter_sha256",
    "signature",
    "state",
    "submitted_on",
    "submitted_at",
    "decided_by_id",
    "decided_on",
)
_INVITATION = (
    "id",
    "organisation_id",
    "roles",
    "number",
    "state",
    "invited_by_id",
    "invited_on",
    "last_day",
    "membership_id",
    "created_at",
)
_MEMBERSHIP = ("id", "organisation_id", "person_id", "since", "until")
TABLES = (
    Covered("members_application", {1: _APPLICATION}, may_change=True),
    Covered("members_invitation", {1: _INVITATION}, may_change=True),
    # the power of attorney is taken out some years after the end, and few numbers and dates would be to try
    Covered("members_membership", {1: (*_MEMBERSHIP, "attorney_document"), 2: _MEMBERSHIP}, may_change=True),
    Covered("members_membershiprole", {1: ("id", "membership_id", "role", "since", "until")}, may_change=True),
    Covered("members_delegation", {1: ("id", "lender_id", "borrower_id", "roles", "since", "until")}, may_change=True),
)


def register() -> None:
    coverage.register(*TABLES)
