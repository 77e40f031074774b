"""One right through its years, as it held on one day and was known on another."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from ifi.accounts.rights import Permission, acts_for, may
from ifi.law.loader import load_working_days
from ifi.law.working_days import Deadline, WorkingDays
from ifi.ledger.models import Entry
from ifi.ledger.rules import Balance, balances
from ifi.obligations.models import AssessmentVersion, Performance, PerformanceStep, YearClosing
from ifi.obligations.queries.moments import Moment
from ifi.obligations.queries.rows import Row, fetch
from ifi.obligations.queries.sight import Sight, sight_of
from ifi.obligations.rules.status import DutyFacts, DutyStatus, fulfilment, is_at_risk, status_of
from ifi.registry.queries.records import RightRecord, right_record

_BALANCE = tuple(field.name for field in fields(Balance))


@dataclass(frozen=True, slots=True)
class DutyAsOf:
    """One duty as it stood: its facts, balance and status. `version` is the number of the assessment that held."""

    duty: int
    year: int
    is_public: bool
    authority: str
    facts: DutyFacts
    balance: Balance
    declared: Decimal
    status: DutyStatus
    deadline: Deadline | None  # of the report; None where the norm is not known or there is no report
    fulfilment: Decimal | None
    is_at_risk: bool

    @property
    def due(self) -> Decimal | None:
        """None where no amount can be said."""
        return self.balance.due if self.facts.assessment_status in ("assessed", "exempt", "no_duty") else None


@dataclass(frozen=True, slots=True)
class RightPage:
    """`hidden_years`: years with a duty whose figures the reader may not see."""

    record: RightRecord
    duties: tuple[DutyAsOf, ...]
    hidden_years: tuple[int, ...]
    sees_all: bool


def right_page(*, actor: object, right_id: int, moment: Moment) -> RightPage:
    """The right and its years. Raises RightUnknown."""
    sight = sight_of(actor)
    record = right_record_for(actor, right_id, moment)
    rows = visible_rows(sight, "right_id = %s", right_id)
    return RightPage(
        record=record,
        duties=duties_as_of(rows, moment),
        hidden_years=hidden_years(sight, "right_id = %s", right_id),
        sees_all=all(sight.in_full(authority=row["authority"], organisation=row["organisation_id"]) for row in rows),
    )


def right_record_for(actor: object, right_id: int, moment: Moment) -> RightRecord:
    """The right as the actor may see it. Raises RightUnknown."""
    own = acts_for(actor) if may(actor, Permission.OWN_REGISTRY_SEE) else None
    return right_record(right_id, on=moment.on, see_all=may(actor, Permission.REGISTRY_SEE_ALL), own=own)


def duties_as_of(rows: Iterable[Row], moment: Moment) -> tuple[DutyAsOf, ...]:
    """Balance rows of duties as they stood: today from the balances themselves, earlier from what was recorded."""
    rows = list(rows)
    days = load_working_days().as_known_on(moment.known)
    if moment.is_present:
        return tuple(_present(row, moment.on, days) for row in rows)
    ids = [row["duty_id"] for row in rows]
    books = balances(entries_of(ids, moment))
    versions = versions_in_force(ids, moment)
    closings = dict(
        YearClosing.objects.filter(
            duty__in=ids, recorded_at__lt=moment.known_before, closed_on__lte=moment.on
        ).values_list("duty_id", "closed_on")
    )
    declared = _declared(ids, moment)
    return tuple(
        _past(
            row,
            books.get(row["duty_id"], Balance()),
            versions.get(row["duty_id"]),
            closings.get(row["duty_id"]),
            declared.get(row["duty_id"], Decimal("0.00")),
            moment.on,
            days,
        )
        for row in rows
    )


def entries_of(duty_ids: Iterable[int], moment: Moment) -> list[Entry]:
    """Entries of the duties that had taken effect and were known, in the order in which they were recorded."""
    ids = list(duty_ids)
    known = Entry.objects.filter(recorded_at__lt=moment.known_before, effective_on__lte=moment.on)
    debits = known.filter(debit_duty__in=ids)
    joining = known.exclude(credit_duty=F("debit_duty"))  # as the index of credited duties has it
    credits_ = joining.filter(credit_duty__in=ids).exclude(debit_duty__in=ids)
    return sorted([*debits, *credits_], key=lambda entry: entry.pk)


def versions_in_force(duty_ids: Iterable[int], moment: Moment) -> dict[int, AssessmentVersion]:
    """Duty id → the newest assessment that was made by the day and known on the other."""
    known = AssessmentVersion.objects.filter(
        duty__in=list(duty_ids), recorded_at__lt=moment.known_before, norms_on__lte=moment.on
    )
    return {version.duty_id: version for version in known.order_by("duty_id", "-version").distinct("duty_id")}


def newest_steps(performance_ids: Iterable[int], moment: Moment) -> dict[int, PerformanceStep]:
    """Performance id → the step that told where it stood, by what was known."""
    steps = PerformanceStep.objects.filter(performance__in=list(performance_ids), recorded_at__lt=moment.known_before)
    return {step.performance_id: step for step in steps.order_by("performance_id", "-pk").distinct("performance_id")}


def visible_rows(sight: Sight, condition: str, *parameters: object) -> list[Row]:
    """Balance rows that meet the condition and that the reader may see, newest year first."""
    seen, own = sight.condition()
    return fetch(
        f"""SELECT duty_id, right_id, organisation_id, year, regime, region, authority, is_public, is_demonstration,
                   assessment_status, declared, risk_threshold, report_by, closed_on, {", ".join(_BALANCE)}
            FROM obligations_dutybalance WHERE {condition} AND {seen} ORDER BY year DESC, right_id""",  # noqa: S608
        [*parameters, *own],
    )


def hidden_years(sight: Sight, condition: str, *parameters: object) -> tuple[int, ...]:
    """Years in which there are duties that the reader may not see; nothing else of them is fetched."""
    seen, own = sight.condition()
    rows = fetch(  # asked of the duties, which are public: a hidden balance does not leave the database
        f"""SELECT DISTINCT year FROM obligations_duty WHERE {condition} AND NOT EXISTS (
                SELECT FROM obligations_dutybalance AS balance WHERE duty_id = obligations_duty.id AND {seen}
            ) ORDER BY year DESC""",  # noqa: S608
        [*parameters, *own],
    )
    return tuple(row["year"] for row in rows)


def _present(row: Row, on: date, days: WorkingDays) -> DutyAsOf:
    facts = DutyFacts(**{field.name: row[field.name] for field in fields(DutyFacts)})
    return _as_of(row, facts, Balance(**{name: row[name] for name in _BALANCE}), row["declared"], on, days)


def _past(
    row: Row,
    balance: Balance,
    version: AssessmentVersion | None,
    closed_on: date | None,
    declared: Decimal,
    on: date,
    days: WorkingDays,
) -> DutyAsOf:
    facts = DutyFacts(
        year=row["year"],
        assessment_status=version.status if version else "base_missing",
        due=balance.due,
        performed=balance.performed,
        brought=balance.brought,
        released=balance.released,
        report_by=version.report_by if version else None,
        closed_on=closed_on,
        risk_threshold=version.risk_threshold if version else None,
    )
    return _as_of(row, facts, balance, declared, on, days)


def _as_of(row: Row, facts: DutyFacts, balance: Balance, declared: Decimal, on: date, days: WorkingDays) -> DutyAsOf:
    return DutyAsOf(
        duty=row["duty_id"],
        year=row["year"],
        is_public=row["is_public"],
        authority=row["authority"],
        facts=facts,
        balance=balance,
        declared=declared,
        status=status_of(facts, on, days.late_before(on)),
        deadline=None if facts.report_by is None else days.deadline(facts.report_by),
        fulfilment=fulfilment(facts.due, facts.counted),
        is_at_risk=is_at_risk(facts, on),
    )


def _declared(duty_ids: list[int], moment: Moment) -> dict[int, Decimal]:
    """Duty id → what was declared and waited for a decision."""
    sql = "SELECT duty_id, amount FROM obligations_declared_as_of(%s::bigint[], %s, %s)"
    rows = fetch(sql, [duty_ids, moment.known_before, moment.on])
    return {row["duty_id"]: row["amount"] for row in rows}


def performances_paid_by(day: date) -> QuerySet[Performance]:
    """What was paid by the day, or has no payment date yet: an entry takes effect on the day of payment."""
    return Performance.objects.filter(Q(paid_on=None) | Q(paid_on__lte=day))
