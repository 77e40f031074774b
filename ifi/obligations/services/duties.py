"""Opening the duties of rights, and following the right when its holder changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from ifi.accounts.rights import Actor, Permission
from ifi.law.duties import is_public
from ifi.law.loader import load_book
from ifi.law.regimes import governing_regime
from ifi.ledger.isolation import serializable
from ifi.obligations.models import Duty, DutyBalance
from ifi.obligations.rules.errors import RightUnknown
from ifi.obligations.rules.holders import HolderPeriod, main_holder
from ifi.obligations.services.acting import check_may_on
from ifi.obligations.services.recording import record_act
from ifi.registry.models import RightHolder, SubsoilRight
from ifi.registry.periods import period_of
from ifi.registry.queries import facts_of_rights
from ifi.registry.services.rights import check_may_edit

_PLACED_ANEW = """
UPDATE obligations_dutybalance AS balance SET authority = registered.authority, region = registered.region
FROM registry_subsoilright AS registered
WHERE registered.id = balance.right_id AND balance.right_id = ANY (%s)
  AND (balance.authority, balance.region) <> (registered.authority, registered.region)
"""


@dataclass(frozen=True, slots=True)
class OpenedDuties:
    """`opened`: ids of new duties. `without_holder`: (right, year) in the right's life when nobody held it."""

    opened: tuple[int, ...]
    without_holder: tuple[tuple[int, int], ...]


@serializable
def open_duties(*, right_ids: Collection[int], years: Iterable[int], by: Actor) -> OpenedDuties:
    """Open the duty of each right for each year of its life; those that exist stay as they are.

    A new duty belongs to the main holder of the year (rules.holders) and waits for its base; that it does is public
    where the yearly total of the instrument is. Raises RightUnknown.
    """
    rights = SubsoilRight.objects.in_bulk(list(right_ids))
    for right_id in right_ids:
        if right_id not in rights:
            raise RightUnknown(right=right_id)
    check_may_on(by, Permission.DUTY_ASSESS, {right.authority for right in rights.values()})
    known = set(Duty.objects.filter(right__in=rights).values_list("right_id", "year"))
    facts, holders = facts_of_rights(rights), _holders(rights)
    duties: list[Duty] = []
    regimes: list[tuple[str, bool]] = []
    without_holder: list[tuple[int, int]] = []
    asked, book = sorted(set(years)), load_book()
    for right_id, right in sorted(rights.items()):
        for year in asked:
            regime = governing_regime(facts[right_id], year)
            if (right_id, year) in known or regime is None:
                continue
            holder = main_holder(holders.get(right_id, ()), year)
            if holder is None:
                without_holder.append((right_id, year))
                continue
            duties.append(Duty(right=right, year=year, organisation_id=holder, is_demonstration=right.is_demonstration))
            regimes.append((regime, is_public(facts[right_id], year, book)))
    Duty.objects.bulk_create(duties, batch_size=5000)
    balances = [_first_balance(duty, *regime) for duty, regime in zip(duties, regimes, strict=True)]
    DutyBalance.objects.bulk_create(balances, batch_size=5000)
    if duties:
        opened = {balance.duty_id: balance for balance in balances}
        record_act("obligations.duties_opened", opened, by=by, on=None, with_figures=False, count=len(duties))
    return OpenedDuties(tuple(duty.pk for duty in duties), tuple(without_holder))


def _first_balance(duty: Duty, regime: str, is_open: bool) -> DutyBalance:
    return DutyBalance(
        duty=duty,
        right_id=duty.right_id,
        organisation_id=duty.organisation_id,
        year=duty.year,
        regime=regime,
        region=duty.right.region,
        authority=duty.right.authority,
        is_public=is_open,
        is_demonstration=duty.is_demonstration,
    )


@serializable
def follow_rights(*, right_ids: Collection[int], by: object) -> int:
    """Give the open duties of the rights to the main holder of their year; return how many moved. All duties go to the
    authority and the region that their rights are of now.

    The registry calls it in the act that changes these, for whoever may edit the rights there. A closed year stays with
    whom it was closed for. Raises NotAllowed.
    """
    rights = SubsoilRight.objects.in_bulk(list(right_ids))
    for right in rights.values():
        check_may_edit(by, right.authority)
    with connection.cursor() as cursor:
        cursor.execute(_PLACED_ANEW, [list(rights)])
    holders = _holders(rights)
    moved: list[Duty] = []
    for duty in Duty.objects.filter(right__in=rights, closing=None).select_for_update(of=("self",)).order_by("pk"):
        holder = main_holder(holders.get(duty.right_id, ()), duty.year)
        if holder is not None and holder != duty.organisation_id:
            duty.organisation_id = holder
            moved.append(duty)
    Duty.objects.bulk_update(moved, ["organisation"], batch_size=2000)
    balances = [DutyBalance(pk=duty.pk, organisation_id=duty.organisation_id) for duty in moved]
    DutyBalance.objects.bulk_update(balances, ["organisation_id"], batch_size=2000)
    if moved:
        passed = DutyBalance.objects.in_bulk([duty.pk for duty in moved])
        record_act("obligations.duties_followed_holder", passed, by=by, on=None, with_figures=False, count=len(moved))
    return len(moved)


def _holders(right_ids: Iterable[int]) -> dict[int, tuple[HolderPeriod, ...]]:
    found: dict[int, list[HolderPeriod]] = {}
    for row in RightHolder.objects.filter(right__in=list(right_ids)).iterator():
        period = period_of(row.validity)
        holder = HolderPeriod(row.organisation_id, row.share, period.start, period.end)
        found.setdefault(row.right_id, []).append(holder)
    return {right: tuple(periods) for right, periods in found.items()}
