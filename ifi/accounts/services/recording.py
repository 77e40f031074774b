"""The one place from which this room leaves its trail and tells a person what happened to their account."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from ifi.accounts.letters import send_letter
from ifi.accounts.models import User
from ifi.accounts.rights import Actor
from ifi.audit.services import record
from ifi.core.targets import Target


def recorded(
    event: str,
    person: User,
    *,
    by: Actor,
    now: datetime,
    changes: Mapping[str, tuple[object, object]] | None = None,
    parameters: Mapping[str, object] | None = None,
) -> None:
    """Record what was done to a person's account, in the transaction of the act."""
    target, on = Target.of("person", person.pk), timezone.localdate(now)
    record(event, target, by=by, on=on, changes=changes, parameters=parameters)


def told(code: str, person: User, *, by: Actor, now: datetime, **parameters: object) -> None:
    """Tell the person; sent once the act stands."""
    send_letter(code, email=person.email, language=person.language, **parameters)
