"""Who may do what: every permission and every role on one page. To add a role: docs/how-to/add-a-role.md."""

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
    MEMBERS_DECIDE = "members.decide"  # whether a person speaks for an organisation
    MEMBERS_SEE_ALL = "members.see_all"  # people of every organisation
    AUDIT_SEE = "audit.see"  # the trail of everything
    AUDIT_EXPORT = "audit.export"
    TRAIL_SEE = "trail.see"  # the trail of the objects of one's authority
    NEWS_EDIT = "news.edit"
    # held through a membership, and only for the organisation one acts for: `may_for`
    OWN_REGISTRY_SEE = "own.registry_see"  # own terms and shares
    OWN_DUTIES_SEE = "own.duties_see"  # own duties, bases and performances in full
    OWN_PEOPLE_SEE = "own.people_see"
    OWN_PEOPLE_EDIT = "own.people_edit"  # invite, give and take away roles, end memberships
    OWN_TRAIL_SEE = "own.trail_see"
    OWN_SIGN = "own.sign"  # sign in the organisation's name
    OWN_DELEGATE = "own.delegate"  # lend one's roles for an absence


class Role(StrEnum):
    """Held by a person; the code is what the database keeps."""

    OFFICER = "officer"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CURATOR = "curator"
    CENTRE_EDITOR = "centre_editor"
    NEWS_EDITOR = "news_editor"
    EXPERT = "expert"
    SECRETARY = "secretary"
    COUNCIL_MEMBER = "council_member"


class OrganisationRole(StrEnum):
    """Held through a membership, in one organisation."""

    ADMIN = "admin"
    OBLIGATIONS = "obligations"
    SIGNATORY = "signatory"
    ENGINEER = "engineer"
    SCIENTIST = "scientist"
    INVESTOR = "investor"
    VIEWER = "viewer"


P, R, O = Permission, Role, OrganisationRole  # noqa: E741  (the two tables below are read as tables)

_SEE = frozenset({P.REGISTRY_SEE_ALL, P.DUTY_SEE_ALL, P.LEDGER_SEE, P.RECONCILE})
_ENTER = frozenset({P.REGISTRY_EDIT, P.BASE_DECLARE, P.PERFORMANCE_ENTER, P.IMPORT})
_DECIDE = frozenset({P.PERFORMANCE_DECIDE, P.DUTY_ASSESS, P.YEAR_CLOSE, P.MEMBERS_DECIDE, P.TRAIL_SEE})
_RUN = frozenset({P.SETTINGS_EDIT, P.ACCOUNTS_EDIT, P.REGISTRY_SEE_ALL})

ROLES: dict[Role, frozenset[Permission]] = {
    R.OFFICER: _SEE | _ENTER | _DECIDE | {P.MEMBERS_SEE_ALL},
    R.ANALYST: _SEE,
    R.AUDITOR: _SEE | {P.SIGNATURE_SEE_ALL, P.AUDIT_SEE, P.AUDIT_EXPORT, P.MEMBERS_SEE_ALL},
    R.ADMINISTRATOR: _RUN | {P.MEMBERS_SEE_ALL},
    R.CURATOR: frozenset(),  # the acts of these come with their rooms
    R.CENTRE_EDITOR: frozenset(),
    R.NEWS_EDITOR: frozenset({P.NEWS_EDIT}),
    R.EXPERT: frozenset(),
    R.SECRETARY: frozenset(),
    R.COUNCIL_MEMBER: frozenset(),
}

_MEMBER = frozenset({P.OWN_REGISTRY_SEE, P.OWN_PEOPLE_SEE, P.OWN_DELEGATE})
_OWES = frozenset({P.OWN_DUTIES_SEE})
_ANSWERS = _OWES | {P.OWN_TRAIL_SEE}

ORGANISATION_ROLES: dict[OrganisationRole, frozenset[Permission]] = {
    O.ADMIN: _MEMBER | _ANSWERS | {P.OWN_PEOPLE_EDIT},
    O.OBLIGATIONS: _MEMBER | _ANSWERS,
    O.SIGNATORY: _MEMBER | _ANSWERS | {P.OWN_SIGN},
    O.ENGINEER: _MEMBER | _OWES,
    O.SCIENTIST: _MEMBER,
    O.INVESTOR: _MEMBER,
    O.VIEWER: _MEMBER | _OWES,
}

# a password alone does not let these in, on any way
ROLES_NEEDING_SECOND_FACTOR: frozenset[Role | OrganisationRole] = frozenset(
    {R.OFFICER, R.ADMINISTRATOR, R.SECRETARY, R.COUNCIL_MEMBER, O.ADMIN, O.SIGNATORY}
)


class Actor(Protocol):
    """Whoever acts: a signed-in person, the public, or a program of the system."""

    @property
    def permissions(self) -> frozenset[Permission]: ...


class Program:
    """A program of the system (an import job, the demonstration loader) that acts with exactly these permissions."""

    pk = None
    acting_organisation_id = None

    def __init__(self, name: str, *permissions: Permission) -> None:
        self.name = name
        self.permissions = frozenset(permissions)


def may(actor: object, permission: Permission) -> bool:
    return permission in getattr(actor, "permissions", frozenset())


def check_may(actor: object, permission: Permission) -> None:
    """Raise NotAllowed unless the actor holds the permission; called by every service before it acts."""
    if not may(actor, permission):
        raise NotAllowed(permission=permission.value)


def acts_for(actor: object) -> int | None:
    """The organisation that the actor acts for now; None = only for oneself."""
    found = getattr(actor, "acting_organisation_id", None)
    return found if isinstance(found, int) else None


def may_for(actor: object, permission: Permission, organisation_id: int) -> bool:
    """Whether the actor holds the `own.` permission and acts for that organisation."""
    return may(actor, permission) and acts_for(actor) == organisation_id


def check_may_for(actor: object, permission: Permission, organisation_id: int) -> None:
    """Raise NotAllowed unless the actor holds the `own.` permission for that organisation."""
    if not may_for(actor, permission, organisation_id):
        raise NotAllowed(permission=permission.value)
