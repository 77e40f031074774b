"""What people do with their accounts, and what administrators do with people."""

from ifi.accounts.services.people import (
    add_person,
    change_roles,
    codes_of,
    disable_person,
    enable_person,
    make_password,
    read_people,
    read_person,
    set_password,
)
from ifi.accounts.services.signing_in import sign_in

__all__ = [
    "add_person",
    "change_roles",
    "codes_of",
    "disable_person",
    "enable_person",
    "make_password",
    "read_people",
    "read_person",
    "set_password",
    "sign_in",
]
