"""Files that people take out of the system leave a record; what the public downloads does not."""

from django.db import transaction

from ifi.accounts.models import User
from ifi.audit.services import record
from ifi.core.targets import Target


@transaction.atomic
def record_export(event: str, target: Target, *, by: object, **parameters: object) -> None:
    """Keep that a signed-in person took out a file."""
    if isinstance(by, User):
        record(event, target, by=by, parameters=parameters)
