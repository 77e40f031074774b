"""How imports are named where acts and notices speak of them: to those who gave the file, and to auditors."""

import uuid
from collections.abc import Collection, Mapping

from django.urls import reverse

from ifi.accounts.rights import Permission, may
from ifi.core.targets import Shown
from ifi.intake.kinds import kind_named
from ifi.intake.models import ImportRun


def describe_imports(keys: Collection[str], reader: object) -> Mapping[str, Shown]:
    """Kind and day of the run; its page is for the person whose file it was."""
    found = {}
    for run in ImportRun.objects.filter(pk__in=[key for key in keys if _is_number(key)]):
        is_own = run.uploaded_by_id is not None and run.uploaded_by_id == getattr(reader, "pk", None)
        if is_own or may(reader, Permission.AUDIT_SEE) or may(reader, Permission.IMPORT):
            label = f"{kind_named(run.kind).title}, {run.created_at:%d.%m.%Y}"
            found[str(run.pk)] = Shown(label, reverse("intake:run", args=[run.pk]) if is_own else "")
    return found


def _is_number(key: str) -> bool:
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True
