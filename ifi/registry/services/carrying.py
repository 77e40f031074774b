"""What rights said before their details were dated becomes the first value of each, once, after the migration."""

from typing import Any

from django.db import connection, transaction

from ifi.accounts.rights import Permission, Program
from ifi.audit.coverage import install_triggers
from ifi.audit.services import record
from ifi.core.targets import Target

UPGRADE = Program("upgrade", Permission.REGISTRY_EDIT)
_STANDS = "SELECT to_regclass('registry_rightdetail') IS NOT NULL"
_IS_NEW = "SELECT NOT EXISTS (SELECT FROM registry_rightdetail) AND EXISTS (SELECT FROM registry_subsoilright)"
_CARRY = """
INSERT INTO registry_rightdetail (right_id, field, codes, validity)
SELECT registered.id, told.field, told.codes, daterange(NULL, NULL)
FROM registry_subsoilright AS registered
CROSS JOIN LATERAL (VALUES
    ('minerals', registered.minerals),
    ('region', array_remove(ARRAY[registered.region], '')),
    ('authority', array_remove(ARRAY[registered.authority], '')),
    ('exempt_ground', array_remove(ARRAY[registered.exempt_ground], ''))
) AS told (field, codes)
WHERE told.codes <> '{}'
ORDER BY registered.id
"""


def carry_details_over(**_: Any) -> int:
    """Give each right's values their first period, the right's whole life; how many. Does nothing where any are dated.

    No migration does it: the rows are covered by the trail, whose triggers stand only when all migrations are through.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STANDS)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_IS_NEW)
        if not cursor.fetchone()[0]:
            return 0
        install_triggers()
        cursor.execute(_CARRY)
        count = int(cursor.rowcount)
        record("registry.details_carried_over", Target("rights", "all"), by=UPGRADE, parameters={"count": count})
    return count
