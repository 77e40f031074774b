"""What an act on duties leaves in the trail: one record, whether it touched one duty or many thousand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.obligations.models import DutyBalance

MENTIONED = 2_000  # duties or rights that one record names; above that the import or the number has to do
_FIGURES = (
    "assessment_status",
    "due",
    "performed",
    "brought",
    "carried",
    "credit_available",
    "released",
    "penalty",
    "penalty_paid",
    "declared",
    "closed_on",
    "organisation_id",
)


class Owned(Protocol):
    """A duty's balance, or as much of it as a record without figures asks for."""

    @property
    def right_id(self) -> int: ...

    @property
    def organisation_id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Owners:
    right_id: int
    organisation_id: int


def record_act(
    event: str,
    balances: Mapping[int, Owned],
    *,
    by: object,
    on: date | None,
    import_run: UUID | None = None,
    also: Collection[Target] = (),
    with_figures: bool = True,
    **parameters: object,
) -> None:
    """Record the act on the duties, whose balances are as they were before it.

    An act on one duty keeps the figures before and after, unless it leaves them alone; one on many names each duty, or
    each right where those are too many. Figures need the whole `DutyBalance`.
    """
    target, others = _subject(balances, import_run)
    changes = _changes(*balances.items()) if with_figures and len(balances) == 1 else {}
    record(event, target, by=by, on=on, changes=changes, also=(*others, *also), parameters=parameters)


def _subject(balances: Mapping[int, Owned], import_run: UUID | None) -> tuple[Target, list[Target]]:
    owners = [*_rights(balances), *_organisations(balances)]
    run = [Target.of("import", import_run)] if import_run else []
    if len(balances) == 1:
        return Target.of("duty", *balances), [*owners, *run]
    named = [Target.of("duty", duty) for duty in balances] if len(balances) <= MENTIONED else []
    target = run[0] if run else Target("duties", "several")
    return target, [*named, *(owners if len(owners) <= MENTIONED else [])]


def _rights(balances: Mapping[int, Owned]) -> list[Target]:
    return [Target.of("right", right) for right in sorted({balance.right_id for balance in balances.values()})]


def _organisations(balances: Mapping[int, Owned]) -> list[Target]:
    found = sorted({balance.organisation_id for balance in balances.values()})
    return [Target.of("organisation", organisation) for organisation in found]


def _changes(of_one: tuple[int, Owned]) -> dict[str, tuple[object, object]]:
    duty, before = of_one
    after = DutyBalance.objects.get(pk=duty)
    return {name: (getattr(before, name), getattr(after, name)) for name in _FIGURES}
