"""Facts of rights for assessment, and who holds them; in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from ifi.core.years import calendar_year
from ifi.law.facts import Citation, Confidence, OwnTerm, RegimePeriod, RightFacts
from ifi.law.terms import Source
from ifi.registry.classifiers import classifier
from ifi.registry.models import RightHolder, RightRegime, RightTerm, SubsoilRight
from ifi.registry.periods import period_of, stored


@dataclass(frozen=True, slots=True)
class Holding:
    """One holder of one right within a period, both days included; `share` is of 1."""

    right_id: int
    organisation_id: int
    share: Decimal
    valid_from: date | None
    valid_to: date | None


def facts_of_rights(right_ids: Iterable[int]) -> dict[int, RightFacts]:
    """Right id → the facts its duties follow from, in three queries for any number of rights; unknown ids are left out.

    `mineral` is the group (hydrocarbons, uranium, solid, common, groundwater). Own terms that no person has confirmed
    are left out: what a program read in a text decides nothing.
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
