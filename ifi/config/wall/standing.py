"""Whether the wall holds for this very connection."""

from typing import Any

_PASSES = """
SELECT rolsuper OR rolbypassrls OR EXISTS (
    SELECT FROM pg_class WHERE relname = 'obligations_dutybalance' AND relowner = pg_roles.oid
) FROM pg_roles WHERE rolname = current_user
"""


def passes_the_wall(connection: Any) -> bool:
    """True for a role from which PostgreSQL holds nothing back: the owner of the tables, a superuser."""
    with connection.cursor() as cursor:
        cursor.execute(_PASSES)
        return bool(cursor.fetchone()[0])
