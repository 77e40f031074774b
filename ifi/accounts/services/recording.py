"""The one place from which this room leaves its trail and tells a person what happened to their account."""

from collections.abc import Mapping

from ifi.accounts.models import User
from ifi.accounts.rights import Actor
from ifi.accounts.telling import tell
from ifi.audit.services import record
from ifi.core.targets import Target


def recorded(
    event: str,
    person: User,
    *,
    by: Actor | None,
    changes: Mapping[str, tuple[object, object]] | None = None,
    parameters: Mapping[str, object] | None = None,
) -> None:
    """Record what was done to a person's account, in the transaction of the act."""
    record(event, Target.of("person", person.pk), by=by, changes=changes, parameters=parameters)


def told(code: str, person: User, *, by: Actor, **parameters: object) -> None:
    """Tell the person, in the transaction of the act."""
    tell(code, person, by, parameters)
