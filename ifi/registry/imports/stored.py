"""What the database holds about the rights and organisations that a file names, in few queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from ifi.core.years import Period
from ifi.registry.models import Organisation, OrganisationName, RightHolder, RightRegime, RightTerm, SubsoilRight
from ifi.registry.periods import period_of
from ifi.registry.queries.facts import details_of
from ifi.registry.rules.details import Dated
from ifi.registry.rules.register_plan import DETAILS
from ifi.registry.rules.register_rows import GivenRegister, GivenRight

_CHUNK = 5_000
COLUMNS = (
    "registry_id", "kind", "number", "concluded_on", "concluded_as_written", "name", "minerals", "region", "authority",
    "starts_on", "ends_on", "exempt_ground", "obligations_text", "source",
)  # fmt: skip
_Item = TypeVar("_Item")


@dataclass(slots=True)
class StoredRight:
    id: int
    values: dict[str, Any]
    holders: list[tuple[str, Decimal, Period]] = field(default_factory=list)  # BIN, share, period
    regimes: list[tuple[str, Period]] = field(default_factory=list)  # earliest first
    details: dict[str, list[Dated]] = field(default_factory=dict)  # by field, earliest first
    parameters: set[str] = field(default_factory=set)  # of own terms, confirmed or not


@dataclass(frozen=True, slots=True)
class StoredOrganisation:
    id: int
    names: dict[str, str]  # of the latest period


@dataclass(slots=True)
class Stored:
    by_registry_id: dict[str, StoredRight] = field(default_factory=dict)
    by_number: dict[tuple[str, date | None], list[StoredRight]] = field(default_factory=dict)
    organisations: dict[str, StoredOrganisation] = field(default_factory=dict)

    def numbered(self, given: GivenRight) -> StoredRight | None:
        """The right with that number, date and kind; a file that does not say the kind means the only one there is."""
        number, kind = given.values.get("number"), given.values.get("kind")
        there = self.by_number.get((number, given.values.get("concluded_on")), []) if number else []
        fitting = [right for right in there if kind in (None, right.values["kind"])]
        return fitting[0] if len(fitting) == 1 else None

    def find(self, given: GivenRight) -> StoredRight | None:
        """The right that the file means. One without a register id yet is known by its number."""
        registry_id = given.values.get("registry_id")
        found = self.by_registry_id.get(registry_id) if registry_id else None
        if found is not None:
            return found
        numbered = self.numbered(given)
        return numbered if numbered and (not registry_id or not numbered.values["registry_id"]) else None


def load(register: GivenRegister) -> Stored:
    """Everything stored that the register's lines may touch."""
    stored = Stored()
    ids = {right.values["registry_id"] for right in register.rights.values() if "registry_id" in right.values}
    numbers = {right.values["number"] for right in register.rights.values() if "number" in right.values}
    rights: dict[int, StoredRight] = {}
    for column, wanted in (("registry_id", ids), ("number", numbers)):
        for chunk in _chunks(wanted):
            for row in SubsoilRight.objects.filter(**{f"{column}__in": chunk}).values("pk", *COLUMNS):
                rights.setdefault(row.pop("pk"), StoredRight(0, row | {"minerals": tuple(row["minerals"])}))
    for identity, right in rights.items():
        right.id = identity
        if right.values["registry_id"]:
            stored.by_registry_id[right.values["registry_id"]] = right
        if right.values["number"]:
            stored.by_number.setdefault((right.values["number"], right.values["concluded_on"]), []).append(right)
    _load_parts(rights)
    stored.organisations = organisations(register.first_row)
    return stored


def _load_parts(rights: dict[int, StoredRight]) -> None:
    for chunk in _chunks(rights):
        for holder in RightHolder.objects.filter(right__in=chunk).select_related("organisation").order_by("validity"):
            held = (holder.organisation.bin, holder.share, period_of(holder.validity))
            rights[holder.right_id].holders.append(held)
        for regime in RightRegime.objects.filter(right__in=chunk).order_by("validity"):
            rights[regime.right_id].regimes.append((regime.regime, period_of(regime.validity)))
        for (right_id, name), values in details_of(chunk, DETAILS).items():
            rights[right_id].details[name] = list(values)
        for right_id, parameter in RightTerm.objects.filter(right__in=chunk).values_list("right_id", "parameter"):
            rights[right_id].parameters.add(parameter)


def organisations(bins: Iterable[str]) -> dict[str, StoredOrganisation]:
    """BIN → organisation, for those that are registered."""
    found: dict[str, StoredOrganisation] = {}
    for chunk in _chunks(bins):
        ids = dict(Organisation.objects.filter(bin__in=chunk).values_list("pk", "bin"))
        names: dict[int, dict[str, str]] = {}
        for row in OrganisationName.objects.filter(organisation__in=ids).order_by("validity"):
            names[row.organisation_id] = {"kk": row.name_kk, "ru": row.name_ru, "en": row.name_en}
        found |= {number: StoredOrganisation(identity, names.get(identity, {})) for identity, number in ids.items()}
    return found


def _chunks(items: Iterable[_Item]) -> Iterator[Sequence[_Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
