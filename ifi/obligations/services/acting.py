"""Who acts, and on whose duties."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection

from ifi.accounts.reader import PUBLIC, present, reading_as
from ifi.accounts.rights import Actor, Permission, check_may
from ifi.core.errors import NotAllowed
from ifi.obligations.models import DutyBalance
from ifi.obligations.rules.errors import DutyUnknown


@contextmanager
def over_all_years() -> Iterator[None]:
    """What follows for one year of a right depends on its others, those under an earlier authority among them.

    Once it is checked that one may act, it is worked out over all of them, whichever of them one may see.
    """
    reader = present()
    if reader == PUBLIC:  # no web connection: the tables' owner sees all
        yield
        return
    seeing = (*reader.permissions, Permission.DUTY_SEE_ALL.value)
    with reading_as(replace(reader, permissions=seeing, authority="")):
        yield


def person_id(by: Actor) -> int | None:
    """The person's id; None for a program of the system."""
    identity: int | None = getattr(by, "pk", None)
    return identity


def check_may_on(by: Actor, permission: Permission, authorities: Collection[str]) -> None:
    """Raise NotAllowed unless the actor holds the permission and, where bound to one authority, only its duties are
    touched."""
    check_may(by, permission)
    bound_to = getattr(by, "authority", "")
    if bound_to and any(authority != bound_to for authority in authorities):
        raise NotAllowed(permission=permission.value)


def lock_duties(by: Actor, permission: Permission, duty_ids: Collection[int]) -> dict[int, DutyBalance]:
    """Duty id → its balance, after the check of the right to act on it.

    All duties of the same rights are locked until the act ends, in the order of their ids: what follows for one year
    depends on the others. Raises NotAllowed or DutyUnknown.
    """
    check_may(by, permission)
    wanted = sorted(set(duty_ids))
    with over_all_years(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT duty_id FROM obligations_dutybalance WHERE right_id IN "
            "(SELECT right_id FROM obligations_dutybalance WHERE duty_id = ANY (%s)) ORDER BY duty_id FOR UPDATE",
            [wanted],
        )
    found = DutyBalance.objects.in_bulk(wanted)
    for duty_id in wanted:
        if duty_id not in found:
            raise DutyUnknown(duty=duty_id)
    check_may_on(by, permission, {balance.authority for balance in found.values()})
    return found


def rights_of(balances: Collection[DutyBalance]) -> Sequence[int]:
    return sorted({balance.right_id for balance in balances})
