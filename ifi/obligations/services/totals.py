"""Stored national totals are brought up to date; reads are exact before that too (models.LiveYearTotal)."""

from django.db import connection, transaction

from ifi.obligations.models import YearTotal
from ifi.obligations.rules.status import Standing

_KEY = ("year", "regime", "region", "authority", "is_demonstration", "is_public")
_SUMS = (
    "due",
    "performed",
    "brought",
    "carried",
    "credit_available",
    "lapsed",
    "released",
    "penalty",
    "penalty_paid",
    "received",
    "declared",
)
_FIGURES: dict[str, str] = {
    "duties": "count(balance.duty_id)",
    **{f"duties_{kind}": f"count(*) FILTER (WHERE balance.standing = '{kind}')" for kind in Standing},
    "duties_below_threshold": "count(*) FILTER (WHERE balance.is_below_threshold)",
    **{column: f"coalesce(sum(balance.{column}), 0)" for column in _SUMS},
    "shortfall": "coalesce(sum(greatest(balance.outstanding, 0)), 0)",
}
_ONE_AT_A_TIME = 6_301_951  # key of the lock
# Names of columns only, all from this file; the marks are cleared and the groups summed in one snapshot.
_REFRESH = f"""
WITH cleared AS (DELETE FROM obligations_totalstale RETURNING {", ".join(_KEY)}),
     touched AS (SELECT DISTINCT {", ".join(_KEY)} FROM cleared)
INSERT INTO obligations_yeartotal ({", ".join((*_KEY, *_FIGURES))})
SELECT {", ".join((*_KEY, *_FIGURES.values()))}
FROM touched LEFT JOIN obligations_dutybalance AS balance USING ({", ".join(_KEY)})
GROUP BY {", ".join(_KEY)}
ON CONFLICT ({", ".join(_KEY)}) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _FIGURES)}
"""  # noqa: S608


def refresh_totals() -> int:
    """Store the totals of the groups that acts touched; return how many groups there were.

    An act that commits meanwhile leaves its mark standing, so its groups stay live in reads. One refresh at a time; a
    second one returns 0 at once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_REFRESH)
        refreshed: int = cursor.rowcount
        YearTotal.objects.filter(duties=0).delete()
        return refreshed
