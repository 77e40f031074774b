"""From which day which differences count."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from ifi.accounts.rights import Actor, Permission, check_may
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.obligations.models import ReconciliationTolerance
from ifi.obligations.rules.errors import ToleranceTwice


@transaction.atomic
def set_tolerance(*, stream: str, margin: Decimal, floor: Decimal, valid_from: date, source: str, by: Actor) -> int:
    """Record a tolerance and return its id; earlier ones stay for the days that they held. Raises ToleranceTwice.

    `margin` is a share (0.01 = 1 %), `floor` is in tenge.
    """
    check_may(by, Permission.SETTINGS_EDIT)
    try:
        with transaction.atomic():
            row = ReconciliationTolerance.objects.create(
                stream=stream, margin=margin, floor=floor, valid_from=valid_from, source=source
            )
    except IntegrityError as error:
        raise ToleranceTwice(valid_from=valid_from) from error
    parameters = {"stream": stream, "day": valid_from, "margin": margin, "floor": floor}
    record("obligations.tolerance_set", Target.of("tolerance", row.pk), by=by, parameters=parameters)
    return row.pk
