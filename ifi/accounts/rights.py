"""Who may do what: every permission and every role of the system on one page."""

from enum import StrEnum
from typing import Protocol

from ifi.core.errors import NotAllowed


class Permission(StrEnum):
    REGISTRY_EDIT = "registry.edit"
    REGISTRY_SEE_ALL = "registry.see_all"  # own terms, holders' shares, unpublished rights
    BASE_DECLARE = "base.declare"
    PERFORMANCE_ENTER = "performance.enter"
    PERFORMANCE_DECIDE = "performance.decide"
    DUTY_ASSESS = "duty.assess"
    YEAR_CLOSE = "year.close"
    DUTY_SEE_ALL = "duty.see_all"  # figures that the law does not make public
    RECONCILE = "reconcile"
    IMPORT = "import"
    LEDGER_SEE = "ledger.see"
    SETTINGS_EDIT = "settings.edit"
    ACCOUNTS_EDIT = "accounts.edit"
    SIGNATURE_SEE_ALL = "signature.see_all"  # every signed document with its certificates


class Role(StrEnum):
    OFFICER = "officer"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_SEE = frozenset({Permission.REGISTRY_SEE_ALL, Permission.DUTY_SEE_ALL, Permission.LEDGER_SEE, Permission.RECONCILE})

ROLES: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _SEE
    | {
        Permission.REGISTRY_EDIT,
        Permission.BASE_DECLARE,
        Permission.PERFORMANCE_ENTER,
        Permission.PERFORMANCE_DECIDE,
        Permission.DUTY_ASSESS,
        Permission.YEAR_CLOSE,
        Permission.IMPORT,
    },
    Role.ANALYST: _SEE,
    Role.AUDITOR: _SEE | {Permission.SIGNATURE_SEE_ALL},
    Role.ADMINISTRATOR: frozenset({Permission.SETTINGS_EDIT, Permission.ACCOUNTS_EDIT, Permission.REGISTRY_SEE_ALL}),
}


class Actor(Protocol):
    """Whoever acts: a signed-in person, the public, or a program of the system."""

    @property
    def permissions(self) -> frozenset[Permission]: ...


class Program:
    """A program of the system (an import job, the demonstration loader) that acts with exactly these permissions."""

    pk = None

    def __init__(self, name: str, *permissions: Permission) -> None:
        self.name = name
        self.permissions = frozenset(permissions)


def may(actor: object, permission: Permission) -> bool:
    return permission in getattr(actor, "permissions", frozenset())


def check_may(actor: object, permission: Permission) -> None:
    """Raise NotAllowed unless the actor holds the permission; called by every service before it acts."""
    if not may(actor, permission):
        raise NotAllowed(permission=permission.value)
