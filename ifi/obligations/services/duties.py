"""Opening the duties of rights, and following the right when its holder changes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from ifi.accounts.rights import Actor, Permission
from ifi.law.duties import is_public
from ifi.law.loader import load_book
from ifi.law.regimes import counting_day, governing_regime, is_within_life
from ifi.ledger.isolation import serializable
from ifi.obligations.models import Duty, DutyBalance
from ifi.obligations.rules.errors import RightUnknown
from ifi.obligations.rules.holders import HolderPeriod, main_holder
from ifi.obligations.services.acting import check_may_on, over_all_years
from ifi.obligations.services.assessments import reassess_followed
from ifi.obligations.services.recording import record_act
from ifi.registry.models import RightHolder, SubsoilRight
from ifi.registry.periods import period_of
from ifi.registry.queries import Place, facts_in_years, places_in_years
from ifi.registry.services.following import FactsChanged
from ifi.registry.services.rights import check_may_edit

_PLACED_ANEW = """
UPDATE obligations_dutybalance AS balance SET authority = placed.authority, region = placed.region
FROM (
    SELECT years.duty_id, coalesce(in_charge.codes[1], '') AS authority, coalesce(lying.codes[1], '') AS region
    FROM obligations_dutybalance AS years
    JOIN registry_subsoilright AS registered ON registered.id = years.right_id
    CROSS JOIN LATERAL (SELECT least(make_date(years.year, 12, 31), registered.ends_on)) AS counting (day)
    LEFT JOIN registry_rightdetail AS in_charge ON in_charge.right_id = years.right_id
        AND in_charge.field = 'authority' AND in_charge.validity @> counting.day
    LEFT JOIN registry_rightdetail AS lying ON lying.right_id = years.right_id
        AND lying.field = 'region' AND lying.validity @> counting.day
    WHERE years.right_id = ANY (%s)
) AS placed
WHERE placed.duty_id = balance.duty_id AND (balance.authority, balance.region) <> (placed.authority, placed.region)
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
    asked, book = sorted(set(years)), load_book()
    facts = facts_in_years((right_id, year) for right_id in rights for year in asked)
    places = places_in_years(facts)
    living = [key for key in facts if is_within_life(facts[key], key[1])]
    check_may_on(by, Permission.DUTY_ASSESS, {places[key].authority for key in living})
    known = set(Duty.objects.filter(right__in=rights).values_list("right_id", "year"))
    holders = _holders(rights)
    duties: list[Duty] = []
    regimes: list[tuple[str, bool]] = []
    without_holder: list[tuple[int, int]] = []
    for right_id, year in sorted(facts):
        regime = governing_regime(facts[right_id, year], year)
        if (right_id, year) in known or regime is None:
            continue
        holder = main_holder(holders.get(right_id, ()), year)
        if holder is None:
            without_holder.append((right_id, year))
            continue
        right = rights[right_id]
        duties.append(Duty(right=right, year=year, organisation_id=holder, is_demonstration=right.is_demonstration))
        regimes.append((regime, is_public(facts[right_id, year], year, book)))
    Duty.objects.bulk_create(duties, batch_size=5000)
    balances = [
        _first_balance(duty, places[duty.right_id, duty.year], *regime)
        for duty, regime in zip(duties, regimes, strict=True)
    ]
    DutyBalance.objects.bulk_create(balances, batch_size=5000)
    if duties:
        opened = {balance.duty_id: balance for balance in balances}
        record_act("obligations.duties_opened", opened, by=by, on=None, with_figures=False, count=len(duties))
    return OpenedDuties(tuple(duty.pk for duty in duties), tuple(without_holder))


def _first_balance(duty: Duty, place: Place, regime: str, is_open: bool) -> DutyBalance:
    return DutyBalance(
        duty=duty,
        right_id=duty.right_id,
        organisation_id=duty.organisation_id,
        year=duty.year,
        regime=regime,
        region=place.region,
        authority=place.authority,
        is_public=is_open,
        is_demonstration=duty.is_demonstration,
    )


@serializable
def follow_rights(*, right_ids: Collection[int], by: Actor, facts: FactsChanged | None = None) -> int:
    """Give the open duties of the rights to the main holder of their year; return how many moved. Every duty goes to
    the authority and the region of its year; open ones are assessed anew where the `facts` of their year changed.

    The registry calls it in the act that changes these, for whoever may edit the rights there. A closed year stays with
    whom, and as, it was closed. Raises NotAllowed.
    """
    rights = SubsoilRight.objects.in_bulk(list(right_ids))
    for right in rights.values():
        check_may_edit(by, right.authority)
    with over_all_years():
        with connection.cursor() as cursor:
            cursor.execute(_PLACED_ANEW, [list(rights)])
        moved = _follow_holders(rights, by)
        if facts is not None:
            _follow_facts(facts, rights, by)
    return moved


def _follow_holders(rights: Collection[int], by: Actor) -> int:
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


def _follow_facts(facts: FactsChanged, rights: Mapping[int, SubsoilRight], by: Actor) -> None:
    """Assess anew the open duties whose counting day lies among the days that changed, where they were assessed."""
    rows = DutyBalance.objects.filter(right_id__in=facts.days, closed_on=None).select_for_update().order_by("pk")
    touched = {
        balance.pk: balance
        for balance in rows
        if any(
            period.holds_on(counting_day(balance.year, rights[balance.right_id].ends_on))
            for period in facts.days[balance.right_id]
        )
    }
    if touched:
        reassess_followed(touched, by=by, on=facts.on)


def _holders(right_ids: Iterable[int]) -> dict[int, tuple[HolderPeriod, ...]]:
    found: dict[int, list[HolderPeriod]] = {}
    for row in RightHolder.objects.filter(right__in=list(right_ids)).iterator():
        period = period_of(row.validity)
        holder = HolderPeriod(row.organisation_id, row.share, period.start, period.end)
        found.setdefault(row.right_id, []).append(holder)
    return {right: tuple(periods) for right, periods in found.items()}
