"""Lists of organisations and rights, page by page: a page begins after a key, so that depth costs nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ifi.registry.models import Organisation, OrganisationDetail, SubsoilRight
from ifi.registry.queries.search import names_of

PAGE = 50
_Line = TypeVar("_Line")


@dataclass(frozen=True, slots=True)
class Page(Generic[_Line]):
    """One page of a list. `after` continues it, `before` goes back; None where nothing is there."""

    lines: tuple[_Line, ...]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class OrganisationLine:
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
    *, on: date, kind: str = "", region: str = "", after: str = "", before: str = "", size: int = PAGE
) -> Page[OrganisationLine]:
    """Organisations by BIN, those of a kind or a region on a day where asked for. A key of a page is a BIN."""
    rows = Organisation.objects.all()
    if kind:
        rows = rows.filter(kinds__contains=[kind])
    if region:
        there = OrganisationDetail.objects.filter(region=region, validity__contains=on)
        rows = rows.filter(pk__in=there.values("organisation_id"))
    if before:
        found = list(rows.filter(bin__lt=before).order_by("-bin")[: size + 1])
        page, more = found[:size][::-1], len(found) > size
        first, last = (page[0].bin if page and more else None), (page[-1].bin if page else None)
    else:
        found = list(rows.filter(bin__gt=after).order_by("bin")[: size + 1])
        page, more = found[:size], len(found) > size
        first, last = (page[0].bin if page and after else None), (page[-1].bin if page and more else None)
    return Page(_organisation_lines(page, on), first, last)


def _organisation_lines(page: list[Organisation], on: date) -> tuple[OrganisationLine, ...]:
    ids = [row.pk for row in page]
    names = names_of(ids, on)
    details = OrganisationDetail.objects.filter(organisation__in=ids, validity__contains=on)
    regions = dict(details.values_list("organisation_id", "region"))
    return tuple(
        OrganisationLine(
            organisation_id=row.pk,
            bin=row.bin,
            names=names.get(row.pk, {}),
            kinds=tuple(row.kinds),
            region=regions.get(row.pk, ""),
            is_demonstration=row.is_demonstration,
        )
        for row in page
    )


def list_rights(*, number: str = "", after: int = 0, before: int = 0, size: int = PAGE) -> Page[RightLine]:
    """Rights in the order of their registration, those whose number or register id begins so where asked for."""
    rows = SubsoilRight.objects.all()
    if number:
        rows = rows.filter(number__startswith=number) | rows.filter(registry_id__startswith=number)
    if before:
        found = list(rows.filter(pk__lt=before).order_by("-pk")[: size + 1])
        page, more = found[:size][::-1], len(found) > size
        first, last = (str(page[0].pk) if page and more else None), (str(page[-1].pk) if page else None)
    else:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        page, more = found[:size], len(found) > size
        first, last = (str(page[0].pk) if page and after else None), (str(page[-1].pk) if page and more else None)
    return Page(tuple(right_line(row) for row in page), first, last)


def right_line(row: SubsoilRight) -> RightLine:
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
