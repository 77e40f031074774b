"""One duty of a right: why so much is due, what was offered, what the ledger holds; as of both dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ifi.law.facts import Citation, Confidence
from ifi.law.facts import Step as LawStep
from ifi.law.regimes import counting_day
from ifi.ledger.models import Entry
from ifi.obligations.models import AssessmentVersion, DeclaredBase, Duty, Performance, PerformanceStep, TreasuryReceipt
from ifi.obligations.queries.moments import Moment
from ifi.obligations.queries.rights import (
    DutyAsOf,
    duties_as_of,
    entries_of,
    hidden_years,
    newest_steps,
    performances_paid_by,
    right_record_for,
    versions_in_force,
    visible_rows,
)
from ifi.obligations.queries.sight import sight_of
from ifi.obligations.rules.performance import TRANSITIONS, Step
from ifi.registry.queries.records import RightRecord
from ifi.registry.rules.details import code_on

# Steps whose sentence states the base: costs and income of one company are not among what Art. 77 makes public.
WITH_BASE = frozenset({"base.declared", "base.zero", "due.share_of_base"})


@dataclass(frozen=True, slots=True)
class OfferedPerformance:
    """A performance with its steps known by then; `stands` is the newest, `may_follow` what may come next."""

    performance: Performance
    steps: tuple[PerformanceStep, ...]
    stands: Step
    may_follow: frozenset[Step]

    @property
    def accepted(self) -> Decimal:
        return self.steps[-1].amount if self.stands is Step.ACCEPTED else Decimal("0.00")


@dataclass(frozen=True, slots=True)
class YearPage:
    """`duty` is None where the reader may not see the figures. `is_whole`: what stands behind them is shown too."""

    record: RightRecord
    year: int
    duty: DutyAsOf | None
    organisation: int
    regime: str
    version: AssessmentVersion | None
    steps: tuple[LawStep, ...]
    withholds_base: bool
    is_of_another: bool  # more is not shown, because another authority is in charge
    is_whole: bool = False
    versions: tuple[AssessmentVersion, ...] = ()
    bases: tuple[DeclaredBase, ...] = ()
    performances: tuple[OfferedPerformance, ...] = ()
    receipts: tuple[TreasuryReceipt, ...] = ()
    entries: tuple[Entry, ...] = ()
    years_of_duties: Mapping[int, int] | None = None


def year_page(*, actor: object, right_id: int, year: int, moment: Moment) -> YearPage | None:
    """None where the right has no duty for the year. Raises RightUnknown."""
    record = right_record_for(actor, right_id, moment)
    sight, wanted = sight_of(actor), "right_id = %s AND year = %s"
    rows = visible_rows(sight, wanted, right_id, year)
    if not rows:
        in_charge = code_on(record.details["authority"], counting_day(year, record.line.ends_on))
        is_of_another = sight.is_of_another(in_charge)
        is_hidden = bool(hidden_years(sight, wanted, right_id, year))
        return YearPage(record, year, None, 0, "", None, (), False, is_of_another) if is_hidden else None
    (row,) = rows
    (duty,) = duties_as_of(rows, moment)
    version = versions_in_force([duty.duty], moment).get(duty.duty)
    steps = tuple(step_from_json(step) for step in version.steps) if version else ()
    whole = sight.in_full(authority=row["authority"], organisation=row["organisation_id"])
    page = {
        "record": record,
        "year": year,
        "duty": duty,
        "organisation": row["organisation_id"],
        "regime": version.regime if version and version.regime else row["regime"],
        "version": version,
        "steps": steps if whole else tuple(step for step in steps if step.code not in WITH_BASE),
        "is_whole": whole,
        "is_of_another": not whole and sight.is_of_another(row["authority"]),
        "withholds_base": not whole and any(step.code in WITH_BASE for step in steps),
    }
    return YearPage(**page, **(_behind(duty.duty, right_id, moment) if whole else {}))


def step_from_json(stored: Mapping[str, Any]) -> LawStep:
    """A stored step as the law room says it."""
    citation = stored["citation"]
    return LawStep(
        code=stored["code"],
        amount=None if stored["amount"] is None else Decimal(stored["amount"]),
        citation=Citation(**{**citation, "confidence": Confidence(citation["confidence"])}) if citation else None,
        parameters=tuple(dict(stored["parameters"]).items()),
    )


def _behind(duty_id: int, right_id: int, moment: Moment) -> dict[str, Any]:
    """What stands behind the figures of a duty: only for those who may see all of it."""
    known = {"duty": duty_id, "recorded_at__lt": moment.known_before}
    versions = AssessmentVersion.objects.filter(**known, norms_on__lte=moment.on).select_related("recorded_by", "base")
    bases = DeclaredBase.objects.filter(**known, declared_on__lte=moment.on).select_related("recorded_by")
    receipts = TreasuryReceipt.objects.filter(**known, paid_on__lte=moment.on).order_by("paid_on", "pk")
    entries = entries_of([duty_id], moment)
    others = {entry.debit_duty for entry in entries} | {entry.credit_duty for entry in entries}
    return {
        "versions": tuple(versions.order_by("-version")),
        "bases": tuple(bases.order_by("-pk")),
        "performances": _performances(duty_id, moment),
        "receipts": tuple(receipts),
        "entries": tuple(entries),
        "years_of_duties": _years_of(others),
    }


def _performances(duty_id: int, moment: Moment) -> tuple[OfferedPerformance, ...]:
    rows = {row.pk: row for row in performances_paid_by(moment.on).filter(duty=duty_id).select_related("expense")}
    newest = newest_steps(rows, moment)
    steps: dict[int, list[PerformanceStep]] = {}
    known = PerformanceStep.objects.filter(performance__in=list(newest), recorded_at__lt=moment.known_before)
    for step in known.select_related("recorded_by").order_by("pk"):
        steps.setdefault(step.performance_id, []).append(step)
    offered = [
        OfferedPerformance(rows[pk], tuple(steps[pk]), Step(step.step), TRANSITIONS[Step(step.step)])
        for pk, step in newest.items()
    ]
    return tuple(sorted(offered, key=lambda one: (one.performance.paid_on or date.max, one.performance.pk)))


def _years_of(duty_ids: set[int]) -> dict[int, int]:
    return dict(Duty.objects.filter(pk__in=duty_ids).values_list("pk", "year"))
