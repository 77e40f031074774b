"""Declared bases: the first one and its corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from ifi.accounts.rights import Actor, Permission
from ifi.core.money import ZERO
from ifi.law.facts import BaseType
from ifi.ledger.isolation import serializable
from ifi.obligations.models import DeclaredBase, DutyBalance
from ifi.obligations.rules.assessments import AssessmentReason
from ifi.obligations.rules.errors import BaseNotPositive, BaseTwice
from ifi.obligations.services.acting import lock_duties, person_id
from ifi.obligations.services.assessments import assess_locked
from ifi.obligations.services.recording import record_act
from ifi.obligations.telling import tell_of


@dataclass(frozen=True, slots=True)
class BaseDeclaration:
    """The base of the year before the duty's, in tenge."""

    duty_id: int
    amount: Decimal
    base_type: BaseType
    declared_on: date


@dataclass(frozen=True, slots=True)
class DeclaredBases:
    """How many bases were declared first, how many replaced an earlier one, how many stood already."""

    new: int
    corrected: int
    unchanged: int


@serializable
def declare_bases(
    *, declarations: Sequence[BaseDeclaration], by: Actor, on: date, import_run: UUID | None = None, assess: bool = True
) -> DeclaredBases:
    """Record the bases and assess their duties; the same base again changes nothing, another one replaces it.

    `assess=False` leaves the assessment to a later `assess_duties`, for loads in many parts. Raises BaseTwice,
    BaseNotPositive, and what `ifi.law.assessment.assess` raises.
    """
    _check(declarations)
    balances = lock_duties(by, Permission.BASE_DECLARE, [declaration.duty_id for declaration in declarations])
    standing = {base.duty_id: base for base in DeclaredBase.objects.filter(duty__in=list(balances), replaced_by=None)}
    wanted = [given for given in declarations if not _is_same(given, standing.get(given.duty_id))]
    corrected = {given.duty_id for given in wanted if given.duty_id in standing}
    _replace(wanted, standing, balances, person_id(by), import_run)
    if assess:
        for reason, duties in (
            (AssessmentReason.BASE_DECLARED, {given.duty_id for given in wanted} - corrected),
            (AssessmentReason.BASE_CORRECTED, corrected),
        ):
            chosen = {duty_id: balances[duty_id] for duty_id in duties}
            assessed = assess_locked(chosen, reason=reason, on=on, recorded_by=person_id(by))
            tell_of("obligations.assessed", [balances[duty] for duty in assessed.changed], {}, by=by, on=on)
    if wanted:
        record_act(
            "obligations.bases_declared",
            {given.duty_id: balances[given.duty_id] for given in wanted},
            by=by,
            on=on,
            import_run=import_run,
            count=len(wanted),
            amount=sum((given.amount for given in wanted), ZERO),
        )
    return DeclaredBases(len(wanted) - len(corrected), len(corrected), len(declarations) - len(wanted))


def _check(declarations: Sequence[BaseDeclaration]) -> None:
    seen: set[int] = set()
    for declaration in declarations:
        if declaration.amount < 0:
            raise BaseNotPositive(duty=declaration.duty_id, amount=declaration.amount)
        if declaration.duty_id in seen:
            raise BaseTwice(duty=declaration.duty_id)
        seen.add(declaration.duty_id)


def _is_same(declaration: BaseDeclaration, standing: DeclaredBase | None) -> bool:
    return standing is not None and (standing.amount, standing.base_type) == (
        declaration.amount,
        declaration.base_type.value,
    )


def _replace(
    wanted: Sequence[BaseDeclaration],
    standing: dict[int, DeclaredBase],
    balances: dict[int, DutyBalance],
    recorded_by: int | None,
    import_run: UUID | None,
) -> None:
    """Ids are drawn first: only one base is in force at any moment, so the old row names the new one beforehand."""
    new = [
        DeclaredBase(
            pk=pk,
            duty_id=given.duty_id,
            base_year=balances[given.duty_id].year - 1,
            base_type=given.base_type.value,
            amount=given.amount,
            declared_on=given.declared_on,
            import_run_id=import_run,
            recorded_by_id=recorded_by,
        )
        for pk, given in zip(_next_ids(len(wanted)), wanted, strict=True)
    ]
    replaced = [(standing[base.duty_id].pk, base.pk) for base in new if base.duty_id in standing]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE obligations_declaredbase AS base SET replaced_by_id = given.new "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS given (old, new) WHERE base.id = given.old",
            [[old for old, _ in replaced], [pk for _, pk in replaced]],
        )
    DeclaredBase.objects.bulk_create(new, batch_size=5000)


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('obligations_declaredbase', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]
