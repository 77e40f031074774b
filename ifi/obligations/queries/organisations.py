"""One organisation: its rights, and its duties year by year."""

from dataclasses import dataclass
from decimal import Decimal

from ifi.accounts.rights import Permission, may, may_for
from ifi.obligations.queries.moments import Moment
from ifi.obligations.queries.names import RightName, names_of_rights
from ifi.obligations.queries.rights import DutyAsOf, duties_as_of, hidden_years, visible_rows
from ifi.obligations.queries.sight import sight_of
from ifi.registry.queries.records import OrganisationRecord, organisation_record

_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class OrganisationDuty:
    right: int
    right_name: RightName
    duty: DutyAsOf


@dataclass(frozen=True, slots=True)
class OrganisationYear:
    """Sums over the duties of a year that the reader may see."""

    year: int
    due: Decimal
    counted: Decimal
    shortfall: Decimal
    duties: tuple[OrganisationDuty, ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    record: OrganisationRecord
    years: tuple[OrganisationYear, ...]
    has_hidden: bool
    sees_all: bool


def organisation_page(*, actor: object, organisation_id: int, moment: Moment, language: str) -> OrganisationPage:
    """Raises OrganisationUnknown."""
    sight = sight_of(actor)
    see_all = may(actor, Permission.REGISTRY_SEE_ALL) or may_for(actor, Permission.OWN_REGISTRY_SEE, organisation_id)
    record = organisation_record(organisation_id, on=moment.on, see_all=see_all)
    seen = visible_rows(sight, "organisation_id = %s", organisation_id)
    names = names_of_rights({row["right_id"] for row in seen}, language)
    by_year: dict[int, list[OrganisationDuty]] = {}
    for row, duty in zip(seen, duties_as_of(seen, moment), strict=True):
        found = OrganisationDuty(row["right_id"], names[row["right_id"]], duty)
        by_year.setdefault(duty.year, []).append(found)
    return OrganisationPage(
        record=record,
        years=tuple(_year(year, duties) for year, duties in sorted(by_year.items(), reverse=True)),
        has_hidden=bool(hidden_years(sight, "organisation_id = %s", organisation_id)),
        sees_all=sight.sees_all or sight.organisation == organisation_id,
    )


def _year(year: int, duties: list[OrganisationDuty]) -> OrganisationYear:
    return OrganisationYear(
        year=year,
        due=sum((found.duty.balance.due for found in duties), _ZERO),
        counted=sum((found.duty.facts.counted for found in duties), _ZERO),
        shortfall=sum((found.duty.balance.shortfall for found in duties), _ZERO),
        duties=tuple(duties),
    )
