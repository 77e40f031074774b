"""«Who may do what»: the table of access as a page, made from the table that the gate and the tests read."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import ORGANISATION_ROLES, ROLES, ROLES_NEEDING_SECOND_FACTOR, Permission
from ifi.accounts.sentences import ORGANISATION_ROLE_NAMES, PERMISSION_NAMES, ROLE_NAMES
from ifi.config.access import FIELDS, ROUTES, Access, Who

FIELD_NAMES: dict[str, Promise] = {
    "own_term": _("Own terms of a contract or licence"),
    "share": _("Shares of the holders of a right"),
    "iin": _("Individual identification number of an entrepreneur"),
    "base": _("Declared base: costs or income"),
    "performance": _("Single payments and expenses with their documents"),
    "penalty": _("Penalties"),
    "legacy_figures": _("Figures of contracts signed before 29 June 2018"),
    "email": _("Addresses of an organisation's people"),
    "power_of_attorney": _("Powers of attorney of an organisation's people"),
}


def access(request: HttpRequest) -> HttpResponse:
    """Roles and acts, fields, addresses."""
    context = {
        "roles": [_role(ROLE_NAMES[role], role, ROLES[role]) for role in ROLES],
        "organisation_roles": [
            _role(ORGANISATION_ROLE_NAMES[role], role, ORGANISATION_ROLES[role]) for role in ORGANISATION_ROLES
        ],
        "acts": [_act(permission, name) for permission, name in PERMISSION_NAMES.items()],
        "fields": [
            {"name": FIELD_NAMES[field.code], "any": _state_roles(field.any_of), "own": _own_roles(field.own)}
            for field in FIELDS
        ],
        "addresses": [_address(name, path) for name, path in sorted(addresses(), key=lambda pair: pair[1])],
    }
    return render(request, "config/access.html", context)


def addresses(resolver: URLResolver | None = None, space: str = "", path: str = "/") -> Iterator[tuple[str, str]]:
    """The name of each address, as the gate sees it, and its pattern without the language."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = "" if hasattr(entry.pattern, "language_prefix") else str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space, path + here)
        elif isinstance(entry, URLPattern):
            yield (f"{space}{entry.name}" if entry.name else entry.lookup_str), path + here


def _role(name: Promise, role: object, permissions: frozenset[Permission]) -> dict[str, object]:
    return {
        "name": name,
        "may": [PERMISSION_NAMES[permission] for permission in Permission if permission in permissions],
        "second_factor": role in ROLES_NEEDING_SECOND_FACTOR,
    }


def _act(permission: Permission, name: Promise) -> dict[str, object]:
    held = frozenset({permission})
    own = [ORGANISATION_ROLE_NAMES[role] for role, has in ORGANISATION_ROLES.items() if permission in has]
    return {"name": name, "any": _state_roles(held), "own": own}


def _state_roles(permissions: frozenset[Permission]) -> list[Promise]:
    return [ROLE_NAMES[role] for role, held in ROLES.items() if held & permissions]


def _own_roles(permissions: frozenset[Permission]) -> list[Promise]:
    return _state_roles(permissions) + [
        ORGANISATION_ROLE_NAMES[role] for role, held in ORGANISATION_ROLES.items() if held & permissions
    ]


def _address(name: str, path: str) -> dict[str, object]:
    """An address that is not in the table is closed, and the page says so."""
    who = ROUTES.get(name, Access(Who.HOLDERS))
    return {
        "path": path,
        "everyone": who.who is Who.EVERYONE,
        "signed_in": who.who is Who.SIGNED_IN,
        "any": _state_roles(who.any_of),
        "own": _own_roles(who.own),
        "oneself": who.oneself,
    }
