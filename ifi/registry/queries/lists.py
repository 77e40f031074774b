"""Lists of organisations and rights, page by page: a page begins after a key, so that depth costs nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from ifi.registry.models import Organisation, OrganisationDetail, SubsoilRight
from ifi.registry.queries.facts import details_of
from ifi.registry.queries.search import names_of, public_number
from ifi.registry.rules.details import Dated, code_on, codes_on

PAGE = 50
_SHOWN = ("minerals", "region", "authority")
_Line = TypeVar("_Line")
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[_Line]):
    """One page of a list. `after` continues it, `before` goes back; None where nothing is there."""

    lines: tuple[_Line, ...]
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """`bin` is empty where it is a person's IIN."""

    organisation_id: int
    bin: str
    names: dict[str, str]
    kinds: tuple[str, ...]
    region: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class RightLine:
    right_id: int
    kind: str
    number: str
    registry_id: str | None
    concluded_on: date | None
    minerals: tuple[str, ...]
    region: str
    authority: str
    ends_on: date | None
    is_demonstration: bool


def list_organisations(
    *, on: date, kind: str = "", region: str = "", after: int = 0, before: int = 0, size: int = PAGE
) -> Page[OrganisationLine]:
    """Organisations in the order of their registration, those of a kind or a region on a day where asked for."""
    rows = Organisation.objects.all()
    if kind:
        rows = rows.filter(kinds__contains=[kind])
    if region:
        there = OrganisationDetail.objects.filter(region=region, validity__contains=on)
        rows = rows.filter(pk__in=there.values("organisation_id"))
    page, first, last = _cut(rows, after=after, before=before, size=size)
    return Page(_organisation_lines(page, on), first, last)


def _cut(rows: QuerySet[_Row], *, after: int, before: int, size: int) -> tuple[list[_Row], int | None, int | None]:
    """The rows of one page, and the keys of the pages before and after it."""
    if before:
        found = list(rows.filter(pk__lt=before).order_by("-pk")[: size + 1])
        page = found[:size][::-1]
        return page, (page[0].pk if len(found) > size else None), (page[-1].pk if page else None)
    found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    page = found[:size]
    return page, (page[0].pk if page and after else None), (page[-1].pk if len(found) > size else None)


def _organisation_lines(page: list[Organisation], on: date) -> tuple[OrganisationLine, ...]:
    ids = [row.pk for row in page]
    names = names_of(ids, on)
    details = OrganisationDetail.objects.filter(organisation__in=ids, validity__contains=on)
    regions = dict(details.values_list("organisation_id", "region"))
    return tuple(
        OrganisationLine(
            organisation_id=row.pk,
            bin=public_number(row.bin),
            names=names.get(row.pk, {}),
            kinds=tuple(row.kinds),
            region=regions.get(row.pk, ""),
            is_demonstration=row.is_demonstration,
        )
        for row in page
    )


def list_rights(*, on: date, number: str = "", after: int = 0, before: int = 0, size: int = PAGE) -> Page[RightLine]:
    """Rights in the order of their registration as they are on a day, those whose number or register id begins so where
    asked for."""
    rows = SubsoilRight.objects.all()
    if number:
        rows = rows.filter(number__startswith=number) | rows.filter(registry_id__startswith=number)
    page, first, last = _cut(rows, after=after, before=before, size=size)
    dated = details_of([row.pk for row in page], _SHOWN)
    lines = [line_on(right_line(row), {field: dated.get((row.pk, field), ()) for field in _SHOWN}, on) for row in page]
    return Page(tuple(lines), first, last)


def line_on(line: RightLine, details: Mapping[str, Iterable[Dated]], on: date) -> RightLine:
    """The line with what held on the day."""
    return replace(
        line,
        minerals=codes_on(details["minerals"], on),
        region=code_on(details["region"], on),
        authority=code_on(details["authority"], on),
    )


def right_line(row: SubsoilRight) -> RightLine:
    """The line with what is recorded last."""
    return RightLine(
        right_id=row.pk,
        kind=row.kind,
        number=row.number,
        registry_id=row.registry_id,
        concluded_on=row.concluded_on,
        minerals=tuple(row.minerals),
        region=row.region,
        authority=row.authority,
        ends_on=row.ends_on,
        is_demonstration=row.is_demonstration,
    )
