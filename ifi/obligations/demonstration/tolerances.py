"""The reconciliation's default tolerances."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import yaml

from ifi.accounts.rights import Actor, Permission, check_may
from ifi.obligations.models import ReconciliationTolerance


def set_default_tolerances(*, by: Actor) -> int:
    """Set those of `tolerances.yaml` whose stream has no tolerance from that day yet; return how many were set."""
    check_may(by, Permission.SETTINGS_EDIT)
    written = yaml.safe_load((files(__package__) / "tolerances.yaml").read_text(encoding="utf-8"))
    rows = [
        ReconciliationTolerance(
            stream=row["stream"],
            margin=Decimal(row["margin"]),
            floor=Decimal(row["floor"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            source=written["source"],
        )
        for row in written["tolerances"]
    ]
    before = ReconciliationTolerance.objects.count()
    ReconciliationTolerance.objects.bulk_create(rows, ignore_conflicts=True)
    return ReconciliationTolerance.objects.count() - before
