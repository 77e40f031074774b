"""What an auditor takes out of the trail, which is itself an act."""

from datetime import date
from typing import IO

from django.db import transaction

from ifi.accounts.rights import Permission, check_may
from ifi.audit.bundles import WHOLE_TRAIL, write_trail
from ifi.audit.services import record


@transaction.atomic
def note_list_taken_out(*, form: str, by: object) -> None:
    """Keep that somebody downloaded the list of acts. Raises NotAllowed."""
    check_may(by, Permission.AUDIT_EXPORT)
    record("trail.list_exported", WHOLE_TRAIL, by=by, parameters={"format": form.upper()})


def write_bundle(target: IO[bytes], *, by: object, on: date) -> int:
    """Write the whole trail into the open file; return the number of records. Raises NotAllowed."""
    check_may(by, Permission.AUDIT_EXPORT)
    return write_trail(target, by=by, on=on)
