"""Everything the registry holds about one organisation or one right, for its page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from ifi.core.years import Period
from ifi.registry.errors import OrganisationUnknown, RightUnknown
from ifi.registry.models import Organisation, RightDetail, RightTerm, SubsoilRight
from ifi.registry.periods import period_of
from ifi.registry.queries.lists import RightLine, line_on, right_line
from ifi.registry.queries.search import names_of, public_number
from ifi.registry.rules import ObligationsRead, read_obligations
from ifi.registry.rules.details import Dated, code_on


@dataclass(frozen=True, slots=True)
class NameLine:
    kk: str
    ru: str
    en: str
    period: Period


@dataclass(frozen=True, slots=True)
class DetailLine:
    region: str
    kato: str
    oked: str
    period: Period


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Who holds a right within a period; `share` is of 1, None where the reader may not see it."""

    organisation_id: int
    bin: str
    names: dict[str, str]
    share: Decimal | None
    period: Period


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """A right that an organisation holds or held."""

    right: RightLine
    share: Decimal | None
    period: Period


@dataclass(frozen=True, slots=True)
class TermLine:
    term_id: int
    parameter: str
    value: str
    clause: str
    quote: str
    is_confirmed: bool
    period: Period


@dataclass(frozen=True, slots=True)
class RightDetailLine(Dated):
    """A value of a dated field of a right, with its number."""

    detail_id: int


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """`names` are those on the day; all stand in `all_names`, the latest first.

    `bin` is empty where it is a person's IIN and the reader may not see all.
    """

    organisation_id: int
    bin: str
    names: dict[str, str]
    kinds: tuple[str, ...]
    all_names: tuple[NameLine, ...]
    details: tuple[DetailLine, ...]
    holdings: tuple[HoldingLine, ...]
    source: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class RightRecord:
    """`line` and `exempt_ground` are as on the day; `details` has every value of each dated field in the order of time.
    `read` is what a program reads in the obligations' text now; terms stored from it wait for a person."""

    line: RightLine
    details: dict[str, tuple[RightDetailLine, ...]]
    concluded_as_written: str
    name: str
    starts_on: date | None
    exempt_ground: str
    regimes: tuple[tuple[str, Period], ...]
    holders: tuple[HolderLine, ...]
    terms: tuple[TermLine, ...]
    obligations_text: str
    read: ObligationsRead
    source: str


def organisation_record(organisation_id: int, *, on: date, see_all: bool) -> OrganisationRecord:
    """The organisation's names, region and rights, shares only for those who see all. Raises OrganisationUnknown."""
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None:
        raise OrganisationUnknown(organisation=organisation_id)
    return OrganisationRecord(
        organisation_id=row.pk,
        bin=row.bin if see_all else public_number(row.bin),
        names=names_of([row.pk], on).get(row.pk, {}),
        kinds=tuple(row.kinds),
        all_names=tuple(
            NameLine(name.name_kk, name.name_ru, name.name_en, period_of(name.validity))
            for name in row.names.order_by("-validity")
        ),
        details=tuple(
            DetailLine(detail.region, detail.kato, detail.oked, period_of(detail.validity))
            for detail in row.details.order_by("-validity")
        ),
        holdings=_holdings(row, see_all=see_all),
        source=row.source,
        is_demonstration=row.is_demonstration,
    )


def right_record(right_id: int, *, on: date, see_all: bool, own: int | None = None) -> RightRecord:
    """A right with its dated details, regimes, holders and terms. The instrument's own terms are for those who see all
    and for its holders, a share for the holder whose it is: `own` is the organisation that the reader acts for.

    Raises RightUnknown.
    """
    row = SubsoilRight.objects.filter(pk=right_id).first()
    if row is None:
        raise RightUnknown(right=right_id)
    details = _details(row)
    return RightRecord(
        line=line_on(right_line(row), details, on),
        details=details,
        concluded_as_written=row.concluded_as_written,
        name=row.name,
        starts_on=row.starts_on,
        exempt_ground=code_on(details[RightDetail.Field.EXEMPT_GROUND], on),
        regimes=tuple((one.regime, period_of(one.validity)) for one in row.regimes.order_by("validity")),
        holders=_holders(row, on=on, see_all=see_all, own=own),
        terms=tuple(_term_line(term) for term in row.terms.order_by("parameter", "validity"))
        if see_all or _holds(own, row, on)
        else (),
        obligations_text=row.obligations_text,
        read=read_obligations(row.obligations_text),
        source=row.source,
    )


def _details(right: SubsoilRight) -> dict[str, tuple[RightDetailLine, ...]]:
    found: dict[str, list[RightDetailLine]] = {field: [] for field in RightDetail.Field.values}
    for row in right.details.order_by("validity"):
        found[row.field].append(RightDetailLine(tuple(row.codes), period_of(row.validity), row.pk))
    return {field: tuple(lines) for field, lines in found.items()}


def _holds(organisation_id: int | None, right: SubsoilRight, on: date) -> bool:
    """Whether the organisation is a holder of the right on the day."""
    if organisation_id is None:
        return False
    return right.known_holders.filter(organisation=organisation_id, validity__contains=on).exists()


def _holdings(organisation: Organisation, *, see_all: bool) -> tuple[HoldingLine, ...]:
    """Whoever may not see shares reads the view that lacks them."""
    held: QuerySet[Any] = organisation.holdings.all() if see_all else organisation.known_holdings.all()
    return tuple(
        HoldingLine(right_line(one.right), getattr(one, "share", None), period_of(one.validity))
        for one in held.select_related("right").order_by("-validity", "right_id")
    )


def _holders(right: SubsoilRight, *, on: date, see_all: bool, own: int | None) -> tuple[HolderLine, ...]:
    order = ("validity", "-share", "organisation_id") if see_all else ("validity", "organisation_id")
    held: QuerySet[Any] = right.holders.all() if see_all else right.known_holders.all()
    rows = list(held.select_related("organisation").order_by(*order))
    names = names_of({row.organisation_id for row in rows}, on)
    own_shares = dict(right.holders.filter(organisation=own).values_list("pk", "share")) if own else {}
    return tuple(
        HolderLine(
            organisation_id=row.organisation_id,
            bin=row.organisation.bin if see_all or row.organisation_id == own else public_number(row.organisation.bin),
            names=names.get(row.organisation_id, {}),
            share=getattr(row, "share", own_shares.get(row.pk)),
            period=period_of(row.validity),
        )
        for row in rows
    )


def _term_line(term: RightTerm) -> TermLine:
    return TermLine(
        term_id=term.pk,
        parameter=term.parameter,
        value=term.value,
        clause=term.clause,
        quote=term.quote,
        is_confirmed=term.is_confirmed,
        period=period_of(term.validity),
    )
