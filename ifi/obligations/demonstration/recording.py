"""Lets the demonstration's history be recorded on the days on which it is said to have happened.

Every service records the moment at which it acts, and no service can be told another one. While the demonstration is
loaded, and only within that transaction, a trigger puts the day of the story in its place; it is gone before anyone
else can write a row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection

_SETTING = "ifi.demonstration_moment"
_TABLES = (
    "ledger_entry",
    "obligations_declaredbase",
    "obligations_assessmentversion",
    "obligations_performance",
    "obligations_performancestep",
    "obligations_treasuryreceipt",
    "obligations_yearclosing",
)
_FUNCTION = f"""
CREATE FUNCTION demonstration_recorded_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := current_setting('{_SETTING}')::timestamptz;
    RETURN NEW;
END $$
"""


@contextmanager
def recording_in_the_past() -> Iterator[None]:
    """Within the running transaction, rows are recorded at the moment that `set_day` names."""
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        for table in _TABLES:
            cursor.execute(
                f"CREATE TRIGGER demonstration_recorded_at BEFORE INSERT ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION demonstration_recorded_at()"
            )
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to run keeps its triggers
        for table in _TABLES:
            cursor.execute(f"DROP TRIGGER demonstration_recorded_at ON {table}")
        cursor.execute("DROP FUNCTION demonstration_recorded_at()")


def set_day(on: date) -> None:
    """What follows is recorded at five in the afternoon of that day, Kazakhstan's time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_SETTING, f"{on.isoformat()} 17:00 Asia/Almaty"])
