"""The three public records of the e-Qazyna register, which stand beside the demonstration and are real."""

from datetime import date
from importlib.resources import files

from ifi.accounts.rights import Actor
from ifi.intake import services
from ifi.intake.rules import State

_FILE = files("ifi.registry") / "data" / "eqazyna_records.csv"


def import_public_records(*, by: Actor, on: date) -> bool:
    """Import the records the way a person would import the file; False when they are there already."""
    run, _ = services.receive_file(
        kind="rights",
        chunks=[_FILE.read_bytes()],
        file_name="eqazyna_records.csv",
        language="en",
        by=by,
        in_background=False,
    )
    if run.state == State.COMMITTED:
        return False
    services.check_run(run_id=run.pk, on=on)
    services.confirm_run(run_id=run.pk, by=by, in_background=False)
    services.commit_run(run_id=run.pk, on=on)
    return True
