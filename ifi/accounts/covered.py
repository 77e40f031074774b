"""Who may sign in, as what and with which factors is part of the trail: a role that nobody gave by an act is found.

Left out is what is personal and could be guessed from a digest (addresses, names, a provider's number of a person),
and what every sign-in changes (counters and times of factors).
"""

from ifi.audit import coverage
from ifi.audit.coverage import Covered

TABLES = (
    Covered("accounts_user", {1: ("id", "roles", "authority", "is_active")}, may_change=True),
    Covered("mfa_authenticator", {1: ("id", "user_id", "type", "created_at")}, may_change=True),
    Covered("socialaccount_socialaccount", {1: ("id", "user_id", "provider")}, may_change=True),
)


def register() -> None:
    coverage.register(*TABLES)
