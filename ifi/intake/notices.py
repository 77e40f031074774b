"""What this room tells people: how their imports end."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission
from ifi.intake.kinds import KindUnknown, kind_named
from ifi.notices.catalogue import NoticeKind, Topic, as_count


def _title(value: object) -> str:
    """The title of a kind of import; its code where the kind was taken out since."""
    try:
        return str(kind_named(str(value)).title)
    except KindUnknown:
        return str(value)


def _address(parameters: Mapping[str, object]) -> str:
    return reverse("intake:run", args=[UUID(str(parameters["run"]))])


_REASON = _("You uploaded the file.")

ENTRIES = (
    Topic(
        "imports",
        _("Your imports"),
        _("A file was checked, imported, or could not be imported."),
        permission=Permission.IMPORT,
        order=25,
    ),
    NoticeKind(
        "intake.import_checked",
        "imports",
        title=_("A file is checked: {kind}"),
        text=_("Rows: {rows}; rejected: {rejected}. Look at the result, then confirm or correct the file."),
        reason=_REASON,
        brief=_("A file that you uploaded is checked."),
        parameters={"run": str, "kind": _title, "rows": as_count, "rejected": as_count},
        address=_address,
    ),
    NoticeKind(
        "intake.import_committed",
        "imports",
        title=_("An import is finished: {kind}"),
        text=_("New rows: {new}; stored before: {unchanged}."),
        reason=_REASON,
        brief=_("An import of yours is finished."),
        parameters={"run": str, "kind": _title, "new": as_count, "unchanged": as_count},
        address=_address,
    ),
    NoticeKind(
        "intake.import_failed",
        "imports",
        title=_("An import could not be finished: {kind}"),
        text=_("Nothing of the file was stored. Its page says why and what to do."),
        reason=_REASON,
        brief=_("An import of yours could not be finished."),
        parameters={"run": str, "kind": _title},
        address=_address,
    ),
)
