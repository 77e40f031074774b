"""What every act of this room leaves in the trail, and whom it tells."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from ifi.accounts.models import User
from ifi.accounts.rights import ROLES, Actor, Permission
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.members.models import Delegation
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
    once: str = "",
    **parameters: object,
) -> bool:
    """Announce an act of this room; `name` for an organisation that is not registered yet. False: `once` was told."""
    about = Target.of("organisation", organisation_id) if organisation_id else None
    said = {"organisation": name or organisation_id, **parameters}
    return announce(code, about=about, to=to, parameters=said, by=by, on=on, once=once) is not None


def tell_person(code: str, organisation_id: int, person_id: int, *, by: Actor, on: date, **more: object) -> None:
    """Tell one person, unless they did it themselves."""
    if person_id != getattr(by, "pk", None):
        tell(code, organisation_id, [Person(person_id)], by=by, on=on, **more)  # type: ignore[arg-type]


def tell_delegation_made(row: Delegation, *, by: Actor, on: date) -> None:
    """Both people, the lender too: whoever sits at their keyboard may have done it."""
    lender, borrower = row.lender.person_id, row.borrower.person_id
    days = {"since": row.since.isoformat(), "last_day": row.last_day.isoformat()}
    here = row.lender.organisation_id
    tell("members.delegated", here, [Person(borrower)], by=by, on=on, colleague=lender, **days)
    tell("members.roles_lent", here, [Person(lender)], by=by, on=on, colleague=borrower, **days)


def tell_delegation_begun(row: Delegation, *, by: Actor, on: date) -> bool:
    """Both people, once."""
    lender, borrower = row.lender.person_id, row.borrower.person_id
    return tell(
        "members.delegation_begun",
        row.lender.organisation_id,
        [Person(lender), Person(borrower)],
        by=by,
        on=on,
        once=str(row.pk),
        lender=lender,
        borrower=borrower,
        last_day=row.last_day.isoformat(),
    )


def tell_delegation_ended(row: Delegation, *, by: Actor, on: date) -> bool:
    """Both people, once, whether it was ended by hand, with a membership, or by its last day."""
    lender, borrower = row.lender.person_id, row.borrower.person_id
    here, once = row.lender.organisation_id, str(row.pk)
    tell("members.delegation_ended", here, [Person(borrower)], by=by, on=on, once=once, colleague=lender)
    return tell("members.roles_returned", here, [Person(lender)], by=by, on=on, once=once, colleague=borrower)


def deciders() -> list[Person]:
    """Everybody who decides on applications."""
    roles = [role.value for role, permissions in ROLES.items() if Permission.MEMBERS_DECIDE in permissions]
    people = User.objects.filter(Q(is_active=True), roles__overlap=roles)
    return [Person(key) for key in people.values_list("pk", flat=True)]
