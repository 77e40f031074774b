"""The sections of the site, in the order of its navigation."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission, may


@dataclass(frozen=True, slots=True)
class Section:
    """A section: the name of its first page's address, its label, and what one must be allowed to see it."""

    url_name: str
    label: Promise
    permission: Permission | None = None


SECTIONS = (
    Section("portal:home", _("Home")),
    Section("obligations:duties", _("Duties")),
    Section("registry:organisations", _("Organisations")),
    Section("portal:law", _("Law")),
    Section("news:list", _("News")),
    Section("obligations:reconciliation", _("Reconciliation"), Permission.RECONCILE),
    Section("intake:imports", _("Imports"), Permission.IMPORT),
    Section("trail:search", _("Trail"), Permission.AUDIT_SEE),
    Section("members:applications", _("Applications"), Permission.MEMBERS_DECIDE),
    Section("accounts:people", _("People"), Permission.ACCOUNTS_EDIT),
    Section("notices:channels", _("Channels"), Permission.SETTINGS_EDIT),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A section as one reader sees it on one page."""

    label: Promise
    address: str
    is_present: bool


def places(user: object, path: str) -> tuple[Place, ...]:
    """The sections that the user may see; the one that `path` lies in is marked."""
    seen = [
        (section.label, reverse(section.url_name))
        for section in SECTIONS
        if section.permission is None or may(user, section.permission)
    ]
    home = seen[0][1]
    present = max((address for _label, address in seen if path.startswith(address) and address != home), default=home)
    return tuple(
        Place(label, address, address == present and (address != home or path == home)) for label, address in seen
    )
