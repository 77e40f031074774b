"""The commit of a register's file: planned anew from what is stored now, so that a second run finds nothing."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import zip_longest

import polars as pl

from ifi.accounts.rights import Permission, check_may
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.intake.kinds import CommitContext, Counts
from ifi.registry.imports.planning import FilePlan, plan_file
from ifi.registry.imports.stored import organisations
from ifi.registry.models import (
    Organisation,
    OrganisationName,
    RightDetail,
    RightHolder,
    RightRegime,
    RightTerm,
    SubsoilRight,
)
from ifi.registry.periods import ONE_DAY, stored
from ifi.registry.rules.register_plan import RightPlan
from ifi.registry.services import Names, fill_names, rename_organisation, set_holders, set_regime
from ifi.registry.services.dated import refusals
from ifi.registry.services.details import DetailChange, Field, change_details
from ifi.registry.services.following import rights_passed
from ifi.registry.services.rights import first_details, last_columns

_BATCH = 2_000


def commit(frame: pl.DataFrame, context: CommitContext) -> Counts:
    """Write what the registry does not say yet, set by set. Raises NotAllowed and what the services raise."""
    check_may(context.by, Permission.REGISTRY_EDIT)
    plan = plan_file(frame, by=context.by)
    with refusals():
        _write_organisations(plan, context)
        ids = {number: found.id for number, found in organisations(_bins(plan)).items()}
        done = plan.unchanged
        context.progress(done)
        new = [one for one in plan.rights if one.right_id is None]
        for batch in (new[start : start + _BATCH] for start in range(0, len(new), _BATCH)):
            _write_new(batch, ids, context)
            done += sum(len(one.given.rows) for one in batch)
            context.progress(done)
        _write_changes([one for one in plan.rights if one.right_id is not None and not one.is_empty], ids, context)
        _record(frame.height - plan.unchanged, context)
    return Counts(new=frame.height - plan.unchanged, unchanged=plan.unchanged)


def _record(count: int, context: CommitContext) -> None:
    """One record for all that was written set by set; acts on single organisations and rights have theirs."""
    if count:
        run = Target.of("import", context.run.pk)
        record("registry.register_imported", run, by=context.by, on=context.on, parameters={"count": count})


def _bins(plan: FilePlan) -> set[str]:
    return {number for right in plan.rights for _, shares in right.holders for number in shares}


def _write_organisations(plan: FilePlan, context: CommitContext) -> None:
    demonstration = context.run.is_demonstration
    rows = [
        Organisation(bin=number, kinds=[Organisation.Kind.SUBSOIL_USER], is_demonstration=demonstration)
        for number in plan.new_organisations
    ]
    Organisation.objects.bulk_create(rows, batch_size=_BATCH)
    OrganisationName.objects.bulk_create(
        (
            OrganisationName(organisation=row, validity=stored(None, None), **_names(plan.new_organisations[row.bin]))
            for row in rows
        ),
        batch_size=_BATCH,
    )
    for organisation_id, names, is_rename in plan.new_names.values():
        if is_rename:
            rename_organisation(organisation_id=organisation_id, names=Names(**names), on=context.on, by=context.by)
        else:
            fill_names(organisation_id=organisation_id, names=Names(**names), by=context.by)


def _names(names: dict[str, str]) -> dict[str, str]:
    return Names(**names).columns()


def _write_new(batch: list[RightPlan], ids: dict[str, int], context: CommitContext) -> None:
    demonstration = context.run.is_demonstration
    rights = [SubsoilRight(**_columns(one), is_demonstration=demonstration) for one in batch]
    SubsoilRight.objects.bulk_create(rights)
    pairs = list(zip(rights, batch, strict=True))
    RightDetail.objects.bulk_create(
        detail for right, one in pairs for detail in first_details(right.pk, one.details, one.details_since)
    )
    RightRegime.objects.bulk_create(
        RightRegime(right=right, regime=one.regime[0], validity=stored(one.regime[1], None))
        for right, one in pairs
        if one.regime
    )
    RightHolder.objects.bulk_create(holder for right, one in pairs for holder in _holders(right, one, ids))
    _write_terms((right.pk, one) for right, one in pairs)


def _columns(one: RightPlan) -> dict[str, object]:
    return {"kind": SubsoilRight.Kind.UNKNOWN.value} | one.values | last_columns(one.details)


def _holders(right: SubsoilRight, one: RightPlan, ids: dict[str, int]) -> Iterable[RightHolder]:
    """Each set of holders until the day before the next set begins."""
    following_days = [since for since, _ in one.holders[1:]]
    for (since, shares), following in zip_longest(one.holders, following_days):
        validity = stored(since, following - ONE_DAY if following else None)
        for number, share in shares.items():
            yield RightHolder(right=right, organisation_id=ids[number], share=share, validity=validity)


def _write_terms(pairs: Iterable[tuple[int, RightPlan]]) -> None:
    RightTerm.objects.bulk_create(
        RightTerm(
            right_id=right_id,
            parameter=parameter,
            value=value,
            quote=quote,
            is_confirmed=False,
            validity=stored(None, None),
        )
        for right_id, one in pairs
        for parameter, value, quote in one.terms
    )


def _write_changes(changed: list[RightPlan], ids: dict[str, int], context: CommitContext) -> None:
    wanted = {one.right_id: one for one in changed}
    locked = list(SubsoilRight.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    fields: set[str] = set()
    for right in locked:
        for name, value in wanted[right.pk].values.items():
            setattr(right, name, value)
            fields.add(name)
    if fields:
        SubsoilRight.objects.bulk_update(locked, sorted(fields), batch_size=_BATCH)
    _write_terms((right.pk, wanted[right.pk]) for right in locked)
    for right in locked:
        one = wanted[right.pk]
        if one.regime:
            set_regime(right_id=right.pk, regime=one.regime[0], on=one.regime[1], by=context.by)
        for since, shares in one.holders:
            holders: list[tuple[int, Decimal]] = [(ids[number], share) for number, share in shares.items()]
            set_holders(right_id=right.pk, holders=holders, on=since, by=context.by)
    details = [
        DetailChange(right.pk, Field(name), codes, wanted[right.pk].details_since)
        for right in locked
        for name, codes in wanted[right.pk].details.items()
    ]
    change_details(details, today=context.on, by=context.by)
    if ended := [right.pk for right in locked if "ends_on" in wanted[right.pk].values]:
        rights_passed(ended, by=context.by)
