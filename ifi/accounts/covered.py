"""Who may sign in and as what is part of the trail: a role that nobody gave by an act is found."""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

PEOPLE = Covered("accounts_user", {1: ("id", "roles", "authority", "is_active")}, may_change=True)


def register() -> None:
    coverage.register(PEOPLE)
