"""Who acts for whom and in which role is part of the trail: a role that nobody gave by an act is found."""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

TABLES = (
    Covered(
        "members_membership",
        {1: ("id", "organisation_id", "person_id", "since", "until", "attorney_document")},
        may_change=True,
    ),
    Covered("members_membershiprole", {1: ("id", "membership_id", "role", "since", "until")}, may_change=True),
    Covered("members_delegation", {1: ("id", "lender_id", "borrower_id", "roles", "since", "until")}, may_change=True),
)


def register() -> None:
    coverage.register(*TABLES)
