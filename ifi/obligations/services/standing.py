"""Where performances stand, and what of a duty waits for a decision."""

from collections.abc import Collection

from django.db import connection

from ifi.obligations.models import Performance, PerformanceStep
from ifi.obligations.rules.errors import PerformanceUnknown

_DECLARED = """
UPDATE obligations_dutybalance AS balance SET declared = awaiting.amount
FROM (
    SELECT duty.id AS duty_id,
           coalesce(sum(performance.amount) FILTER (WHERE latest.step IN ('declared', 'reversed')), 0) AS amount
    FROM unnest(%s::bigint[]) AS duty (id)
    LEFT JOIN obligations_performance AS performance ON performance.duty_id = duty.id
    LEFT JOIN LATERAL (
        SELECT step FROM obligations_performancestep AS step
        WHERE step.performance_id = performance.id ORDER BY step.id DESC LIMIT 1
    ) AS latest ON true
    GROUP BY duty.id
) AS awaiting
WHERE balance.duty_id = awaiting.duty_id AND balance.declared <> awaiting.amount
"""


def performances_of(performance_ids: Collection[int]) -> dict[int, Performance]:
    """Raises PerformanceUnknown."""
    found = Performance.objects.select_related("expense").in_bulk(list(performance_ids))
    for pk in performance_ids:
        if pk not in found:
            raise PerformanceUnknown(performance=pk)
    return found


def stands(performance_ids: Collection[int]) -> dict[int, PerformanceStep]:
    """Performance id → its newest step."""
    steps = PerformanceStep.objects.filter(performance__in=list(performance_ids)).order_by("performance_id", "-id")
    return {step.performance_id: step for step in steps.distinct("performance_id")}


def declared_follows(duty_ids: Collection[int]) -> None:
    """Recompute what was declared for the duties and waits for a decision."""
    if duty_ids:
        with connection.cursor() as cursor:
            cursor.execute(_DECLARED, [sorted(duty_ids)])
