"""Reads of the registry; they never write."""

from ifi.registry.queries.facts import (
    Holding,
    Place,
    details_of,
    facts_in_years,
    facts_of_rights,
    holders_in_year,
    holders_on,
    mineral_group,
    places_in_years,
)
from ifi.registry.queries.lists import OrganisationLine, Page, RightLine, list_organisations, list_rights
from ifi.registry.queries.records import (
    DetailLine,
    HolderLine,
    HoldingLine,
    NameLine,
    OrganisationRecord,
    RightDetailLine,
    RightRecord,
    TermLine,
    organisation_record,
    right_record,
)
from ifi.registry.queries.search import Found, names_of, organisation_ids, search_organisations

__all__ = [
    "DetailLine",
    "Found",
    "HolderLine",
    "Holding",
    "HoldingLine",
    "NameLine",
    "OrganisationLine",
    "OrganisationRecord",
    "Page",
    "Place",
    "RightDetailLine",
    "RightLine",
    "RightRecord",
    "TermLine",
    "details_of",
    "facts_in_years",
    "facts_of_rights",
    "holders_in_year",
    "holders_on",
    "list_organisations",
    "list_rights",
    "mineral_group",
    "names_of",
    "organisation_ids",
    "organisation_record",
    "places_in_years",
    "right_record",
    "search_organisations",
]
