"""Facts of rights for assessment, and who holds them; in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from ifi.core.years import calendar_year
from ifi.law.facts import Citation, Confidence, OwnTerm, RegimePeriod, RightFacts
from ifi.law.regimes import counting_day
from ifi.law.terms import Source
from ifi.registry.classifiers import classifier
from ifi.registry.models import RightDetail, RightHolder, RightRegime, RightTerm, SubsoilRight
from ifi.registry.periods import period_of, stored
from ifi.registry.rules.details import Dated, code_on, codes_on

Field = RightDetail.Field


@dataclass(frozen=True, slots=True)
class Holding:
    """One holder of one right within a period, both days included; `share` is of 1."""

    right_id: int
    organisation_id: int
    share: Decimal
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """Who is in charge of a year, and where the right lies; empty where it is not known."""

    authority: str
    region: str


def facts_of_rights(right_ids: Iterable[int]) -> dict[int, RightFacts]:
    """Right id → what is recorded last of it, in three queries for any number of rights; unknown ids are left out.

    A duty follows from the facts of its year: `facts_in_years`. `mineral` is the group (hydrocarbons, uranium, solid,
    common, groundwater). Own terms that no person has confirmed are left out: what a program read in a text decides
    nothing.
    """
    ids = list(right_ids)
    regimes: dict[int, list[RegimePeriod]] = {}
    for row in RightRegime.objects.filter(right__in=ids).order_by("right_id", "validity").iterator():
        period = period_of(row.validity)
        regimes.setdefault(row.right_id, []).append(RegimePeriod(row.regime, period.start, period.end))
    terms: dict[int, list[OwnTerm]] = {}
    confirmed = RightTerm.objects.filter(right__in=ids, is_confirmed=True)
    for term in confirmed.order_by("right_id", "parameter", "validity").iterator():
        terms.setdefault(term.right_id, []).append(_own_term(term))
    return {
        right.pk: RightFacts(
            regimes=tuple(regimes.get(right.pk, ())),
            concluded_on=right.concluded_on,
            starts_on=right.starts_on,
            ends_on=right.ends_on,
            mineral=mineral_group(right.minerals),
            exempt_ground=right.exempt_ground or None,
            own_terms=tuple(terms.get(right.pk, ())),
        )
        for right in SubsoilRight.objects.filter(pk__in=ids)
        .only("concluded_on", "starts_on", "ends_on", "minerals", "exempt_ground")
        .iterator()
    }


def facts_in_years(right_years: Iterable[tuple[int, int]]) -> dict[tuple[int, int], RightFacts]:
    """(Right id, year) → the facts that the duty of the year follows from, in four queries for any number of them.

    Minerals and exemption are those of the year's counting day (`ifi.law.regimes.counting_day`).
    """
    asked = list(right_years)
    last = facts_of_rights({right_id for right_id, _ in asked})
    dated = details_of(last, (Field.MINERALS, Field.EXEMPT_GROUND))
    found: dict[tuple[int, int], RightFacts] = {}
    for right_id, year in asked:
        if (facts := last.get(right_id)) is not None:
            day = counting_day(year, facts.ends_on)
            mineral = mineral_group(codes_on(dated.get((right_id, Field.MINERALS), ()), day))
            ground = code_on(dated.get((right_id, Field.EXEMPT_GROUND), ()), day) or None
            if (mineral, ground) != (facts.mineral, facts.exempt_ground):
                facts = replace(facts, mineral=mineral, exempt_ground=ground)
            found[right_id, year] = facts
    return found


def places_in_years(right_years: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Place]:
    """(Right id, year) → authority and region of the year's counting day, in two queries; unknown ids are left out."""
    asked = list(right_years)
    ends = dict(SubsoilRight.objects.filter(pk__in={right for right, _ in asked}).values_list("pk", "ends_on"))
    dated = details_of(ends, (Field.AUTHORITY, Field.REGION))
    return {
        (right_id, year): Place(
            authority=code_on(dated.get((right_id, Field.AUTHORITY), ()), counting_day(year, ends[right_id])),
            region=code_on(dated.get((right_id, Field.REGION), ()), counting_day(year, ends[right_id])),
        )
        for right_id, year in asked
        if right_id in ends
    }


def details_of(right_ids: Iterable[int], fields: Iterable[str]) -> dict[tuple[int, str], tuple[Dated, ...]]:
    """(Right id, field) → its values in the order of time."""
    rows = RightDetail.objects.filter(right__in=list(right_ids), field__in=list(fields)).order_by("validity")
    found: dict[tuple[int, str], list[Dated]] = {}
    for right_id, field, codes, validity in rows.values_list("right_id", "field", "codes", "validity").iterator():
        found.setdefault((right_id, field), []).append(Dated(tuple(codes), period_of(validity)))
    return {key: tuple(values) for key, values in found.items()}


def _own_term(term: RightTerm) -> OwnTerm:
    period = period_of(term.validity)
    source = Citation(act=Source.INSTRUMENT, article=term.clause, confidence=Confidence.A, note=term.quote)
    return OwnTerm(term.parameter, term.value, source, period.start, period.end)


def mineral_group(minerals: Iterable[str]) -> str | None:
    """The group that decides which norms are looked at; of several the first in the classifier's order."""
    known = classifier("minerals")
    groups = {known[mineral].group for mineral in minerals if mineral in known}
    return next((code for code in classifier("mineral_groups").codes if code in groups), None)


def holders_on(right_ids: Iterable[int], on: date) -> dict[int, tuple[Holding, ...]]:
    """Right id → who held it on a day, the largest share first."""
    return _holdings(RightHolder.objects.filter(right__in=list(right_ids), validity__contains=on))


def holders_in_year(right_ids: Iterable[int], year: int) -> dict[int, tuple[Holding, ...]]:
    """Right id → everyone who held it on some day of the year, the largest share first, then the later in time."""
    days = calendar_year(year)
    within = stored(days.start, days.end)
    return _holdings(RightHolder.objects.filter(right__in=list(right_ids), validity__overlap=within))


def _holdings(rows: QuerySet[RightHolder]) -> dict[int, tuple[Holding, ...]]:
    found: dict[int, list[Holding]] = {}
    for row in rows.order_by("right_id", "-share", "-validity", "organisation_id").iterator():
        period = period_of(row.validity)
        found.setdefault(row.right_id, []).append(
            Holding(row.right_id, row.organisation_id, row.share, period.start, period.end)
        )
    return {right: tuple(holdings) for right, holdings in found.items()}
