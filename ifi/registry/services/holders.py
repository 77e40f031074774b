"""Who holds a right: set, or transferred from one organisation to another, from a day on."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from ifi.accounts.rights import Permission, check_may
from ifi.core.targets import Target
from ifi.core.years import Period
from ifi.ledger.isolation import serializable
from ifi.registry.errors import HolderMissing, LaterChangeExists, OrganisationUnknown
from ifi.registry.models import Organisation, RightHolder, SubsoilRight
from ifi.registry.periods import ONE_DAY, stored
from ifi.registry.rules.holders import Share, check_shares
from ifi.registry.services.dated import refusals
from ifi.registry.services.following import rights_passed
from ifi.registry.services.recording import holders_of, record_right
from ifi.registry.services.rights import locked_right


@serializable
def set_holders(*, right_id: int, holders: Sequence[tuple[int, Decimal]], on: date | None, by: object) -> bool:
    """From the day `on` exactly these organisations hold the right, (organisation id, share of 1) each.

    What hangs on the holders follows in the same act (`following`). `on` None: from the beginning. False when they
    held it so already. Raises NotAllowed, RightUnknown,
    OrganisationUnknown, ShareOutOfRange, SharesOverOne, LaterChangeExists.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    wanted = dict(holders)
    check_shares(Share(organisation, share, Period(on, None)) for organisation, share in holders)
    with refusals(), transaction.atomic():
        right = locked_right(right_id, by)
        _check_organisations(wanted)
        before = holders_of(right, on)
        changed = _hold(right, wanted, on)
        _check_shares_now()
        if changed:
            _record(right, before, on, by)
            rights_passed([right_id], by=by)
    return changed


@serializable
def transfer_right(
    *,
    right_id: int,
    from_organisation_id: int,
    to_organisation_id: int,
    share: Decimal | None = None,
    on: date,
    by: object,
) -> None:
    """From the day `on` the share (None = all of it) passes from one organisation to another.

    Raises NotAllowed, RightUnknown, OrganisationUnknown, HolderMissing, ShareOutOfRange, LaterChangeExists.
    """
    with refusals(), transaction.atomic():
        right = locked_right(right_id, by)
        held = dict(right.holders.filter(validity__contains=on - ONE_DAY).values_list("organisation_id", "share"))
        has = held.pop(from_organisation_id, Decimal(0))
        passes = has if share is None else share
        if not has or passes > has:
            raise HolderMissing(day=on)
        if has > passes:
            held[from_organisation_id] = has - passes
        held[to_organisation_id] = held.get(to_organisation_id, Decimal(0)) + passes
        check_shares(Share(organisation, part, Period(on, None)) for organisation, part in held.items())
        _check_organisations(held)
        before = holders_of(right, on)
        _hold(right, held, on)
        _check_shares_now()
        _record(right, before, on, by)
        rights_passed([right_id], by=by)


def _record(right: SubsoilRight, before: list[list[str]], on: date | None, by: object) -> None:
    after = holders_of(right, on)
    touched = [Target("organisation", organisation) for organisation, _ in (*before, *after)]
    record_right("registry.holders_set", right.pk, by=by, on=on, changes={"holders": (before, after)}, also=touched)


def _hold(right: SubsoilRight, wanted: dict[int, Decimal], on: date | None) -> bool:
    later = (
        right.holders.filter(validity__startswith__gt=on)
        if on
        else right.holders.exclude(validity__startswith__isnull=True)
    )
    if first := later.order_by("validity").first():
        raise LaterChangeExists(day=first.validity.lower)
    changed = False
    missing = dict(wanted)
    for row in _running(right, on):
        if missing.get(row.organisation_id) == row.share and row.validity.upper is None:
            del missing[row.organisation_id]
            continue
        changed = True
        if row.validity.lower == on:
            row.delete()
        else:
            assert on is not None
            row.validity = stored(row.validity.lower, on - ONE_DAY)
            row.save(update_fields=["validity"])
    RightHolder.objects.bulk_create(
        RightHolder(right=right, organisation_id=organisation, share=share, validity=stored(on, None))
        for organisation, share in missing.items()
    )
    return changed or bool(missing)


def _running(right: SubsoilRight, on: date | None) -> "list[RightHolder]":
    """Rows that hold on the day or, without a day, from the beginning."""
    return list(
        right.holders.filter(validity__contains=on) if on else right.holders.filter(validity__startswith__isnull=True)
    )


def _check_organisations(wanted: dict[int, Decimal]) -> None:
    known = set(Organisation.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if unknown := set(wanted) - known:
        raise OrganisationUnknown(organisation=min(unknown))


def _check_shares_now() -> None:
    """Let the database check the shares here, where its refusal can be told, and not at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS right_shares_within_one IMMEDIATE")
        cursor.execute("SET CONSTRAINTS right_shares_within_one DEFERRED")
