"""What acts on the registry leave in the trail."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import models

from ifi.audit.services import record
from ifi.core.identifiers import belongs_to_person
from ifi.core.targets import Target
from ifi.registry.models import Organisation, RightHolder, RightTerm, SubsoilRight

Changes = Mapping[str, tuple[object, object]]
PERSONAL = ("name_kk", "name_ru", "name_en", "folded")  # the name of an entrepreneur is a person's name


def record_right(
    event: str,
    right_id: int,
    *,
    by: object,
    on: date | None = None,
    changes: Changes | None = None,
    also: Collection[Target] = (),
    **parameters: object,
) -> None:
    record(event, Target.of("right", right_id), by=by, on=on, changes=changes, also=also, parameters=parameters)


def record_organisation(
    event: str,
    organisation: Organisation,
    *,
    by: object,
    on: date | None = None,
    changes: Changes | None = None,
    **parameters: object,
) -> None:
    """Names are left out where the organisation is an entrepreneur, who goes by number as every person does."""
    kept = {
        name: pair
        for name, pair in (changes or {}).items()
        if name != "folded" and not (belongs_to_person(organisation.bin) and name in PERSONAL)
    }
    target = Target.of("organisation", organisation.pk)
    record(event, target, by=by, on=on, changes=kept, parameters=parameters)


def record_term(event: str, term: RightTerm, *, by: object) -> None:
    """A term is told by its right: the parameter and what it said."""
    record_right(event, term.right_id, by=by, parameter=term.parameter, value=term.value)


def differences(row: models.Model | None, values: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """Field → what the row says now and what it will say; nothing is said before where there is no row."""
    return {name: (getattr(row, name, None), value) for name, value in values.items()}


def holders_of(right: SubsoilRight, on: date | None) -> list[list[str]]:
    """[organisation, share] of those who hold the right on the day, as a record keeps them."""
    rows = RightHolder.objects.filter(right=right)
    held = rows.filter(validity__contains=on) if on else rows.filter(validity__startswith__isnull=True)
    return [[str(row.organisation_id), str(row.share)] for row in held.order_by("organisation_id")]
