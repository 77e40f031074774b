"""Counts in the database, so that all processes and machines count together; one statement a request.

Each request moves the moment at which everything is allowed again by one pause; a request that would move it further
than `at_once` pauses ahead is refused (generic cell rate algorithm).
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import connection

from ifi.config.limits.table import Limit

_TAKE = """
INSERT INTO config_allowance AS known (key, free_at) VALUES (%(key)s, clock_timestamp() + %(pause)s)
ON CONFLICT (key) DO UPDATE SET free_at = greatest(known.free_at, clock_timestamp()) + %(pause)s
    WHERE known.free_at <= clock_timestamp() + %(reach)s
RETURNING 0
"""
_WAIT = "SELECT free_at - clock_timestamp() - %(reach)s FROM config_allowance WHERE key = %(key)s"


def seconds_to_wait(limit: Limit, subject: str) -> int:
    """0 where the request may go on, which uses up a part of what is allowed; else the wait, at least 1."""
    values: dict[str, Any] = {
        "key": hashlib.sha256(f"{limit.name}\n{subject}".encode()).hexdigest(),
        "pause": limit.pause,
        "reach": limit.pause * (limit.at_once - 1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        if cursor.fetchone() is not None:
            return 0
        cursor.execute(_WAIT, values)
        wait: timedelta = (cursor.fetchone() or (timedelta(0),))[0]
    return max(1, -(-int(wait.total_seconds() * 1000) // 1000))


def forget_past() -> int:
    """Take away what allows everything again; how many rows that were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM config_allowance WHERE free_at < now() - interval '1 hour'")
        return int(cursor.rowcount)
