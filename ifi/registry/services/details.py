"""What a right is about and who is in charge: changed by life from a day on, or corrected where written wrongly."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ifi.accounts.rights import Permission, check_may
from ifi.core.years import Period
from ifi.ledger.isolation import serializable
from ifi.registry.errors import DetailMissing, OneCodeOnly
from ifi.registry.models import RightDetail
from ifi.registry.periods import period_of, stored
from ifi.registry.rules.details import Codes, Dated, changed, corrected, differing_days, held_on
from ifi.registry.services.dated import refusals
from ifi.registry.services.following import FactsChanged, rights_passed
from ifi.registry.services.organisations import check_codes
from ifi.registry.services.recording import record_right
from ifi.registry.services.rights import check_may_edit, locked_right

Field = RightDetail.Field
CLASSIFIERS = {
    Field.MINERALS: "minerals",
    Field.REGION: "regions",
    Field.AUTHORITY: "authorities",
    Field.EXEMPT_GROUND: "exemption_grounds",
}
EVENTS = {
    Field.MINERALS: "registry.minerals_set",
    Field.REGION: "registry.region_set",
    Field.AUTHORITY: "registry.authority_set",
    Field.EXEMPT_GROUND: "registry.right_exempted",
}
ASSESSED_BY = (Field.MINERALS, Field.EXEMPT_GROUND)
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class DetailChange:
    """From the day `since` (None = from the beginning) the field of the right has these codes."""

    right_id: int
    field: Field
    codes: Codes
    since: date | None


@serializable
def set_detail(*, right_id: int, field: Field, codes: Sequence[str], on: date | None, today: date, by: object) -> bool:
    """From the day `on` life changed the field, up to the next recorded change; None: from the beginning. False = it
    held already.

    Open duties follow in the same act and are assessed anew as of `today` where the assessment depends on the field.
    Raises NotAllowed, RightUnknown, CodeUnknown, OneCodeOnly.
    """
    wanted = check_detail(field, codes, by=by)
    with refusals(), transaction.atomic():
        locked_right(right_id, by)
        return bool(change_details([DetailChange(right_id, field, wanted, on)], today=today, by=by))


@serializable
def correct_detail(*, detail_id: int, codes: Sequence[str], since: date | None, today: date, by: object) -> bool:
    """What stands there was never so: the codes, the day from which they hold, or both. False = it stands so.

    Raises NotAllowed, DetailMissing, CodeUnknown, OneCodeOnly, AnotherValueThen.
    """
    check_may(by, Permission.REGISTRY_EDIT)
    with refusals(), transaction.atomic():
        wrong = RightDetail.objects.filter(pk=detail_id).first()
        if wrong is None:
            raise DetailMissing
        wanted, field = check_detail(Field(wrong.field), codes, by=by), Field(wrong.field)
        locked_right(wrong.right_id, by)
        rows = _rows({wrong.right_id})[wrong.right_id, field]
        period = period_of(wrong.validity)
        before = [dated(row) for row in rows]
        values = corrected(before, period, wanted, since)
        changes = {field.value: (wrong.codes, list(wanted)), "since": (period.start, since)}
        facts = _facts_changed([(wrong.right_id, field, before, values)], today)
        if not _write({(wrong.right_id, field): (rows, values)}):
            return False
        record_right("registry.right_changed", wrong.right_id, by=by, on=since or period.start, changes=changes)
        rights_passed([wrong.right_id], by=by, facts=facts)
    return True


def change_details(changes: Iterable[DetailChange], *, today: date, by: object) -> list[int]:
    """Write the changes of rights that the caller has locked and may edit, record each, and let the duties follow; the
    ids of the rights that changed."""
    wanted = list(changes)
    stored_rows = _rows({change.right_id for change in wanted})
    planned: dict[tuple[int, Field], tuple[list[RightDetail], Sequence[Dated]]] = {}
    done: list[tuple[DetailChange, Codes]] = []
    for change in wanted:
        key = (change.right_id, change.field)
        rows = stored_rows[key]
        before = planned[key][1] if key in planned else [dated(row) for row in rows]
        after = changed(before, change.codes, change.since)
        if after != tuple(before):
            held = held_on(before, change.since)
            done.append((change, held.codes if held else ()))
            planned[key] = (rows, after)
    told = [(*key, [dated(row) for row in rows], after) for key, (rows, after) in planned.items()]
    facts = _facts_changed(told, today)
    _write(planned)
    for change, held_before in done:
        said = {change.field.value: (list(held_before), list(change.codes))}
        record_right(EVENTS[change.field], change.right_id, by=by, on=change.since, changes=said)
    touched = sorted({right_id for right_id, _ in planned})
    if touched:
        rights_passed(touched, by=by, facts=facts)
    return touched


def check_detail(field: Field, codes: Sequence[str], *, by: object) -> Codes:
    """The codes in their classifier's words. Raises NotAllowed, CodeUnknown, OneCodeOnly."""
    check_may(by, Permission.REGISTRY_EDIT)
    wanted = tuple(dict.fromkeys(code for code in codes if code))
    check_codes(CLASSIFIERS[field], *wanted)
    if field is not Field.MINERALS and len(wanted) > 1:
        raise OneCodeOnly(field=field.value)
    if field is Field.AUTHORITY:
        check_may_edit(by, next(iter(wanted), ""))
    return wanted


def dated(row: RightDetail) -> Dated:
    return Dated(tuple(row.codes), period_of(row.validity))


def _facts_changed(
    told: Iterable[tuple[int, Field, Sequence[Dated], Sequence[Dated]]], today: date
) -> FactsChanged | None:
    """Of (right, field, before, after): the days on which an assessment may come out otherwise."""
    days: dict[int, list[Period]] = {}
    for right_id, field, before, after in told:
        if field in ASSESSED_BY and (period := differing_days(before, after)):
            days.setdefault(right_id, []).append(period)
    return FactsChanged(days, today) if days else None


def _rows(right_ids: Collection[int]) -> dict[tuple[int, Field], list[RightDetail]]:
    found: dict[tuple[int, Field], list[RightDetail]] = defaultdict(list)
    for row in RightDetail.objects.filter(right__in=right_ids).order_by("validity"):
        found[row.right_id, Field(row.field)].append(row)
    return found


def _write(planned: Mapping[tuple[int, Field], tuple[list[RightDetail], Sequence[Dated]]]) -> bool:
    """Make the rows say what is planned: what goes or grows shorter comes first, so that nothing ever overlaps."""
    gone: list[int] = []
    shorter: list[RightDetail] = []
    longer: list[RightDetail] = []
    new: list[RightDetail] = []
    for (right_id, field), (rows, values) in planned.items():
        standing = {row.validity.lower: row for row in rows}
        for value in values:
            row = standing.pop(value.period.start, None)
            validity = stored(value.period.start, value.period.end)
            if row is None:
                new.append(
                    RightDetail(right_id=right_id, field=field.value, codes=list(value.codes), validity=validity)
                )
            elif dated(row) != value:
                shrinks = validity.upper is not None and (
                    row.validity.upper is None or validity.upper < row.validity.upper
                )
                row.codes, row.validity = list(value.codes), validity
                (shorter if shrinks else longer).append(row)
        gone += [row.pk for row in standing.values()]
    RightDetail.objects.filter(pk__in=gone).delete()
    RightDetail.objects.bulk_update(shorter, ["codes", "validity"], batch_size=_BATCH)
    RightDetail.objects.bulk_update(longer, ["codes", "validity"], batch_size=_BATCH)
    RightDetail.objects.bulk_create(new, batch_size=_BATCH)
    return bool(gone or shorter or longer or new)
