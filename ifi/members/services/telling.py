"""What every act of this room leaves in the trail, and whom it tells."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from ifi.accounts.models import User
from ifi.accounts.rights import ROLES, Actor, Permission
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.notices.services import Address, Person, announce


def keep(event: str, target: Target, *, organisation_id: int | None, by: Actor, on: date, **details: object) -> None:
    """The act in the trail, with the organisation that it concerns. `details`: changes and parameters of `record`."""
    also = [Target.of("organisation", organisation_id)] if organisation_id else []
    record(event, target, by=by, on=on, also=also, **details)  # type: ignore[arg-type]


def tell(
    code: str,
    organisation_id: int | None,
    to: Collection[Person | Address],
    *,
    by: Actor,
    on: date,
    name: str = "",
    **parameters: object,
) -> None:
    """Announce an act of this room; `name` for an organisation that is not registered yet."""
    about = Target.of("organisation", organisation_id) if organisation_id else None
    announce(code, about=about, to=to, parameters={"organisation": name or organisation_id, **parameters}, by=by, on=on)


def tell_person(code: str, organisation_id: int, person_id: int, *, by: Actor, on: date, **more: object) -> None:
    """Tell one person, unless they did it themselves."""
    if person_id != getattr(by, "pk", None):
        tell(code, organisation_id, [Person(person_id)], by=by, on=on, **more)  # type: ignore[arg-type]


def deciders() -> list[Person]:
    """Everybody who decides on applications."""
    roles = [role.value for role, permissions in ROLES.items() if Permission.MEMBERS_DECIDE in permissions]
    people = User.objects.filter(Q(is_active=True), roles__overlap=roles)
    return [Person(key) for key in people.values_list("pk", flat=True)]
