"""Assessing duties: a new version and a difference entry where anything changed, nothing where nothing did."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ifi.accounts.rights import Actor, Permission
from ifi.core.money import ZERO
from ifi.law import duties as law_duties
from ifi.law.assessment import assess
from ifi.law.errors import LawError, NormNotKnown
from ifi.law.facts import Base, BaseType, RightFacts
from ifi.law.loader import load_book
from ifi.law.norms import NormBook
from ifi.law.regimes import governing_period
from ifi.ledger.isolation import serializable
from ifi.ledger.rules import Kind, NewEntry, uid_of
from ifi.ledger.services import post
from ifi.obligations.models import AssessmentVersion, DeclaredBase, DutyBalance
from ifi.obligations.rules.assessments import AssessmentReason, channels_as_json, steps_as_json
from ifi.obligations.services.acting import lock_duties, person_id, rights_of
from ifi.obligations.services.recording import record_act
from ifi.obligations.services.settlement import settle_rights
from ifi.obligations.telling import tell_of
from ifi.registry.queries import facts_in_years

# what makes a new version when it differs from the one before
_COMPARED = (
    "status",
    "regime",
    "rate",
    "base_type",
    "base_id",
    "due",
    "steps",
    "channels",
    "unknown",
    "carry_years",
    "penalty_rate",
    "penalty_closes_year",
    "risk_threshold",
    "report_by",
    "is_public",
)


@dataclass(frozen=True, slots=True)
class Assessed:
    """`changed`: duty ids with a new version; `unchanged`: how many stayed as they were."""

    changed: tuple[int, ...]
    unchanged: int


@serializable
def assess_duties(*, duty_ids: Collection[int], reason: AssessmentReason, by: Actor, on: date) -> Assessed:
    """Assess the duties by the facts of their rights, their bases in force and the norms as they stood `on` that day.

    The difference to the version before is posted with the day `on`, so a later correction counts in the year in which
    it was made, and credit and penalties of the right follow. Raises what `ifi.law.assessment.assess` raises.
    """
    balances = lock_duties(by, Permission.DUTY_ASSESS, duty_ids)
    assessed = assess_locked(balances, reason=reason, on=on, recorded_by=person_id(by))
    if assessed.changed:
        touched = {duty_id: balances[duty_id] for duty_id in assessed.changed}
        record_act("obligations.duties_assessed", touched, by=by, on=on, count=len(touched), reason=reason.value)
        tell_of("obligations.assessed", touched.values(), {}, by=by, on=on)
    return assessed


def reassess_followed(balances: dict[int, DutyBalance], *, by: Actor, on: date) -> Assessed:
    """Assess anew what was assessed before, because the facts of the rights changed; part of the act that changed them.

    What the law refuses to assess now (a base of another kind is declared, the regime does not know the mineral) stays
    as it is: the base or the regime can be put right only after this act.
    """
    before = {duty_id: balances[duty_id] for duty_id in _latest_versions(balances)}
    fitting = _assessable(before, on)
    assessed = assess_locked(fitting, reason=AssessmentReason.RIGHT_CHANGED, on=on, recorded_by=person_id(by))
    if assessed.changed:
        touched = {duty_id: balances[duty_id] for duty_id in assessed.changed}
        reason = AssessmentReason.RIGHT_CHANGED.value
        record_act("obligations.duties_assessed", touched, by=by, on=on, count=len(touched), reason=reason)
        tell_of("obligations.assessed", touched.values(), {}, by=by, on=on)
    return assessed


def assess_locked(
    balances: dict[int, DutyBalance], *, reason: AssessmentReason, on: date, recorded_by: int | None
) -> Assessed:
    """The same for duties that the calling act has checked and locked."""
    latest = _latest_versions(balances)
    fresh = [
        version for version in _versions(balances, on, load_book()) if _differs(version, latest.get(version.duty_id))
    ]
    for version in fresh:
        before = latest.get(version.duty_id)
        version.version = 1 if before is None else before.version + 1
        version.reason = AssessmentReason.FIRST.value if before is None else reason.value
        version.recorded_by_id = recorded_by
    AssessmentVersion.objects.bulk_create(fresh, batch_size=2000)
    _describe(fresh, balances)
    post(_differences(fresh, latest, on), recorded_by=recorded_by)
    settle_rights(rights_of([balances[version.duty_id] for version in fresh]), on=on, recorded_by=recorded_by)
    return Assessed(tuple(version.duty_id for version in fresh), len(balances) - len(fresh))


def _latest_versions(duty_ids: Iterable[int]) -> dict[int, AssessmentVersion]:
    versions = AssessmentVersion.objects.filter(duty__in=list(duty_ids)).order_by("duty_id", "-version")
    return {version.duty_id: version for version in versions.distinct("duty_id")}


def _assessable(balances: dict[int, DutyBalance], on: date) -> dict[int, DutyBalance]:
    book, found = load_book(), {}
    for duty_id, (facts, base) in _facts_and_bases(balances).items():
        try:
            _version(duty_id, facts, balances[duty_id].year, base, on, book)
        except LawError:
            continue
        found[duty_id] = balances[duty_id]
    return found


def _versions(balances: dict[int, DutyBalance], on: date, book: NormBook) -> Iterable[AssessmentVersion]:
    for duty_id, (facts, base) in _facts_and_bases(balances).items():
        yield _version(duty_id, facts, balances[duty_id].year, base, on, book)


def _facts_and_bases(balances: dict[int, DutyBalance]) -> dict[int, tuple[RightFacts, DeclaredBase | None]]:
    """Duty id → the facts of its right in its year, and its base in force."""
    facts = facts_in_years({(balance.right_id, balance.year) for balance in balances.values()})
    bases = {base.duty_id: base for base in DeclaredBase.objects.filter(duty__in=list(balances), replaced_by=None)}
    return {
        duty_id: (facts[balance.right_id, balance.year], bases.get(duty_id)) for duty_id, balance in balances.items()
    }


def _version(
    duty_id: int, facts: RightFacts, year: int, base: DeclaredBase | None, on: date, book: NormBook
) -> AssessmentVersion:
    given = None if base is None else Base(base.amount, BaseType(base.base_type))
    assessment = assess(facts, year, given, book, on)
    version = AssessmentVersion(
        duty_id=duty_id,
        status=assessment.status.value,
        regime=assessment.regime,
        rate=assessment.rate,
        base_type=assessment.base_type.value if assessment.base_type else "",
        base=base,
        due=assessment.due,
        steps=steps_as_json(assessment),
        channels=channels_as_json(assessment),
        unknown=list(assessment.unknown),
        norms_digest=assessment.norms_digest,
        norms_on=on,
    )
    if governing_period(facts, year) is not None:
        _set_consequences(version, facts, year, on, book)
    return version


def _set_consequences(version: AssessmentVersion, facts: RightFacts, year: int, on: date, book: NormBook) -> None:
    """The norms on what follows from the duty, as read on the day of assessment."""
    try:
        version.carry_years = law_duties.carry_years(facts, year, book, on)
    except NormNotKnown:
        version.carry_years = 0  # no excess is carried before it is known that it may be
    penalty = law_duties.penalty(facts, year, ZERO, book, on)
    version.penalty_rate, version.penalty_closes_year = penalty.rate, penalty.closes_year
    version.risk_threshold = law_duties.termination_threshold(facts, year, book, on)
    version.report_by = law_duties.report_deadline(facts, year, book, on)
    version.is_public = law_duties.is_public(facts, year, book, on)


def _differs(version: AssessmentVersion, before: AssessmentVersion | None) -> bool:
    return before is None or any(getattr(version, name) != getattr(before, name) for name in _COMPARED)


def _differences(
    fresh: Sequence[AssessmentVersion], latest: dict[int, AssessmentVersion], on: date
) -> Iterable[NewEntry]:
    for version in fresh:
        before = latest.get(version.duty_id)
        change = (version.due or ZERO) - ((before.due if before else None) or ZERO)
        if change:
            yield NewEntry(
                uid=uid_of("assessment", version.duty_id, version.version),
                kind=Kind.ASSESS if change > 0 else Kind.ASSESS_LESS,
                duty=version.duty_id,
                amount=abs(change),
                effective_on=on,
                source=f"assessment:{version.pk}",
            )


_DESCRIBE = """
UPDATE obligations_dutybalance AS balance
SET assessment_status = given.status, regime = given.regime, is_public = given.is_public,
    risk_threshold = given.risk_threshold, report_by = given.report_by
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::boolean[], %s::numeric[], %s::date[])
    AS given (duty_id, status, regime, is_public, risk_threshold, report_by)
WHERE balance.duty_id = given.duty_id
"""


def _describe(fresh: Sequence[AssessmentVersion], balances: dict[int, DutyBalance]) -> None:
    """Set what lists filter by. A year whose regime is not known keeps the one that it was opened under."""
    if not fresh:
        return
    rows = [
        (
            version.duty_id,
            version.status,
            version.regime or balances[version.duty_id].regime,
            version.is_public,
            version.risk_threshold,
            version.report_by,
        )
        for version in fresh
    ]
    with connection.cursor() as cursor:
        cursor.execute(_DESCRIBE, [list(column) for column in zip(*rows, strict=True)])
