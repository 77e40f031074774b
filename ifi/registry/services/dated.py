"""How a dated value changes from a day on, and how the database's refusals are told to people."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, models

from ifi.core.errors import IfiError
from ifi.registry.errors import (
    DatesOutOfOrder,
    NameMissing,
    OrganisationExists,
    PeriodsOverlap,
    RightExists,
    RightUnnumbered,
    SharesOverOneStored,
)
from ifi.registry.periods import ONE_DAY, period_of, stored

# constraint of the database → what it tells a person
_REFUSALS: dict[str, type[IfiError]] = {
    "organisation_name_one_at_a_time": PeriodsOverlap,
    "organisation_detail_one_at_a_time": PeriodsOverlap,
    "right_regime_one_at_a_time": PeriodsOverlap,
    "right_detail_one_at_a_time": PeriodsOverlap,
    "right_holder_once_at_a_time": PeriodsOverlap,
    "right_term_one_at_a_time": PeriodsOverlap,
    "right_shares_within_one": SharesOverOneStored,
    "right_number_and_date_once": RightExists,
    "registry_subsoilright_registry_id_key": RightExists,
    "right_has_number_or_registry_id": RightUnnumbered,
    "right_ends_after_start": DatesOutOfOrder,
    "organisation_name_not_empty": NameMissing,
    "registry_organisation_bin_key": OrganisationExists,
}


@contextmanager
def refusals(**parameters: object) -> Iterator[None]:
    """Turn the database's refusal of a wrong state into the error that a person can read; others pass as they are."""
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = _REFUSALS.get(getattr(diagnosis, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise refusal(**parameters) from error


def change_from(
    rows: "models.QuerySet[Any]", owner: Mapping[str, Any], values: Mapping[str, Any], on: date | None
) -> bool:
    """From the day `on` the values hold, up to the next recorded change; False when they held already.

    `rows` are those of `owner` only, which the caller has locked. `on` None: from the beginning.
    """
    held = held_on(rows, on)
    if held is not None and all(getattr(held, name) == value for name, value in values.items()):
        return False
    if held is not None and held.validity.lower == on:
        for name, value in values.items():
            setattr(held, name, value)
        held.save()
        return True
    until = held.validity.upper if held is not None else _next_start(rows, on)
    if held is not None and on is not None:
        held.validity = stored(period_of(held.validity).start, on - ONE_DAY)
        held.save(update_fields=["validity"])
    rows.model._default_manager.create(**owner, **values, validity=stored(on, until - ONE_DAY if until else None))
    return True


def held_on(rows: "models.QuerySet[Any]", on: date | None) -> Any:
    """The row that holds on the day or, without a day, from the beginning; None where there is none."""
    return rows.filter(validity__contains=on).first() if on else rows.filter(validity__startswith__isnull=True).first()


def _next_start(rows: "models.QuerySet[Any]", on: date | None) -> date | None:
    later = rows.filter(validity__startswith__gt=on) if on else rows
    first = later.order_by("validity").first()
    return first.validity.lower if first is not None else None
