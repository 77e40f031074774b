"""The reconciliation's default tolerances."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import yaml

from ifi.accounts.rights import Actor
from ifi.obligations.models import ReconciliationTolerance
from ifi.obligations.services.tolerances import set_tolerance


def set_default_tolerances(*, by: Actor) -> None:
    """Set those of `tolerances.yaml` whose stream has none yet."""
    written = yaml.safe_load((files(__package__) / "tolerances.yaml").read_text(encoding="utf-8"))
    for row in written["tolerances"]:
        if ReconciliationTolerance.objects.filter(stream=row["stream"]).exists():
            continue
        set_tolerance(
            stream=row["stream"],
            margin=Decimal(row["margin"]),
            floor=Decimal(row["floor"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            source=written["source"],
            by=by,
        )
