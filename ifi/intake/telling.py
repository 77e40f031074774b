"""Telling whoever uploaded a file how it ended; a file from the command line has nobody to tell."""

from datetime import date

from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.intake.models import ImportRun
from ifi.notices.services import Person, announce

_PROGRAM = Program("import")


def tell_uploader(run: ImportRun, code: str, *, on: date, **parameters: object) -> None:
    """Within the transaction that takes the run to its new state."""
    if run.uploaded_by_id is not None:
        announce(
            code,
            about=Target.of("import", run.pk),
            to=[Person(run.uploaded_by_id)],
            parameters={"run": str(run.pk), "kind": run.kind, **parameters},
            by=_PROGRAM,
            on=on,
        )
