"""Puts the made-up enterprises and rights into the registry, many at once, checked as the registry's services do."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import transaction

from ifi.accounts.rights import Actor, Permission, check_may
from ifi.obligations.demonstration.values import Enterprise, Right
from ifi.registry.classifiers import classifier
from ifi.registry.models import (
    Organisation,
    OrganisationDetail,
    OrganisationName,
    RightDetail,
    RightHolder,
    RightRegime,
    RightTerm,
    SubsoilRight,
)
from ifi.registry.periods import stored
from ifi.registry.services.organisations import Names, check_details, parse_number
from ifi.registry.services.rights import RightFields, first_details, last_columns

SOURCE = "demonstration"
_SUCCEEDING = {"region": "regions", "authority": "authorities"}  # field → the classifier that knows who came before


@transaction.atomic
def register_enterprises(*, enterprises: Iterable[Enterprise], by: Actor) -> dict[str, int]:
    """BIN → id of the new organisation."""
    check_may(by, Permission.REGISTRY_EDIT)
    made = list(enterprises)
    rows = [
        Organisation(bin=parse_number(row.bin), kinds=[row.kind], is_demonstration=True, source=SOURCE) for row in made
    ]
    Organisation.objects.bulk_create(rows)
    names: list[OrganisationName] = []
    details: list[OrganisationDetail] = []
    for row, organisation in zip(made, rows, strict=True):
        for index, name in enumerate(row.names):
            later = row.names[index + 1 :]
            until = later[0].since - timedelta(days=1) if later else None
            columns = Names(kk=name.kk, ru=name.ru, en=name.en).columns()
            names.append(OrganisationName(organisation=organisation, validity=stored(name.since, until), **columns))
        kato = f"{row.region}0000000"
        region = check_details(region=row.region, kato=kato, oked=row.oked)
        details.append(
            OrganisationDetail(
                organisation=organisation, region=region, kato=kato, oked=row.oked, validity=stored(row.since, None)
            )
        )
    OrganisationName.objects.bulk_create(names)
    OrganisationDetail.objects.bulk_create(details)
    return {organisation.bin: organisation.pk for organisation in rows}


@transaction.atomic
def register_rights(*, rights: Iterable[Right], organisations: dict[str, int], by: Actor) -> dict[str, int]:
    """Number → id of the new right, with its regimes, holders and own terms."""
    check_may(by, Permission.REGISTRY_EDIT)
    made = list(rights)
    fields = [_fields(row) for row in made]
    rows = [
        SubsoilRight(**one.written(), **last_columns(one.details()), source=SOURCE, is_demonstration=True)
        for one in fields
    ]
    SubsoilRight.objects.bulk_create(rows)
    pairs = list(zip(made, rows, strict=True))
    RightDetail.objects.bulk_create(
        detail for one, stored_right in zip(fields, rows, strict=True) for detail in _details(one, stored_right.pk)
    )
    RightRegime.objects.bulk_create(
        RightRegime(right=stored_right, regime=regime.code, validity=stored(regime.since, regime.until))
        for row, stored_right in pairs
        for regime in row.regimes
    )
    RightHolder.objects.bulk_create(
        RightHolder(
            right=stored_right,
            organisation_id=organisations[holding.bin],
            share=holding.share,
            validity=stored(holding.since, holding.until),
        )
        for row, stored_right in pairs
        for holding in row.holdings
    )
    RightTerm.objects.bulk_create(
        RightTerm(
            right=stored_right,
            parameter=term.parameter,
            value=term.value,
            clause=term.clause,
            validity=stored(term.since, term.until),
        )
        for row, stored_right in pairs
        for term in row.terms
    )
    return {row.number: row.pk for row in rows}


def _details(fields: RightFields, right_id: int) -> Iterator[RightDetail]:
    """What holds from the beginning; a region or an authority that came later took over from the one before it."""
    for detail in first_details(right_id, fields.details()):
        name = _SUCCEEDING.get(detail.field)
        entry = classifier(name)[detail.codes[0]] if name else None
        if entry is not None and entry.before and entry.valid_from and _begins(fields) < entry.valid_from:
            earlier = stored(None, entry.valid_from - timedelta(days=1))
            yield RightDetail(right_id=right_id, field=detail.field, codes=[entry.before], validity=earlier)
            detail.validity = stored(entry.valid_from, None)
        yield detail


def _begins(fields: RightFields) -> date:
    assert fields.concluded_on is not None, "every made-up instrument has its day"
    return fields.concluded_on


def _fields(row: Right) -> RightFields:
    return RightFields(
        kind=row.kind,
        number=row.number,
        concluded_on=row.concluded_on,
        concluded_as_written=row.concluded_on.strftime("%d.%m.%Y"),
        name=row.name,
        minerals=row.minerals,
        region=row.region,
        authority=row.authority,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        exempt_ground=row.exempt_ground,
    )
