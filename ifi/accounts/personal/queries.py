"""Everything that the database keeps of one person: their own rows, and what bears their number."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from ifi.accounts.models import User
from ifi.audit.models import Record
from ifi.ledger.models import Entry

# What lets somebody in, or opens a secret link: given to nobody, the person included.
SECRETS = frozenset({"password", "key", "data", "session_key", "token", "token_secret", "handle", "number"})
MOST_ROWS = 10_000  # of one table; more are counted


def data_of(person: User) -> dict[str, Any]:
    """The person's data by table, each value as text; keys are names of tables and columns, for machines."""
    found: dict[str, Any] = {"person": _row(person)}
    for name, rows in _rows_of(person):
        found |= _table(name, rows.order_by("pk"))
    return found


def counts_of(person: User) -> dict[str, int]:
    """Table → how many of its rows are about the person; tables without any are left out."""
    counts = {User._meta.db_table: 1}
    for name, rows in _rows_of(person):
        table = name.partition(".")[0]
        counts[table] = counts.get(table, 0) + rows.count()
    return {table: count for table, count in counts.items() if count}


def _rows_of(person: User) -> "Iterator[tuple[str, models.QuerySet[Any]]]":
    """`table.column` → the rows in which that column is the person's number or address."""
    for relation in person_relations():
        table = relation.related_model._meta.db_table
        if _is_readable(table):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: person.pk})
            yield f"{table}.{relation.field.column}", rows
    for model in apps.get_models():
        columns = {field.name for field in model._meta.concrete_fields}
        if model is not User and "email" in columns and _is_readable(model._meta.db_table):
            yield f"{model._meta.db_table}.email", model._base_manager.filter(email=person.email)
    yield "ledger_entry.recorded_by", Entry.objects.filter(recorded_by=person.pk)
    yield "audit_record.person", Record.objects.filter(person=person.pk)


def person_relations() -> Iterator[Any]:
    """Every foreign key of the system that leads to a person."""
    for relation in User._meta.related_objects:
        if isinstance(relation.field, models.ForeignKey):
            yield relation


def _is_readable(table: str) -> bool:
    """Tables that the web has no business with hold nothing: a library brought them along."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
        return bool(cursor.fetchone()[0])


def _table(name: str, rows: "models.QuerySet[Any]") -> dict[str, Any]:
    shown = [_row(row) for row in rows[:MOST_ROWS]]
    if len(shown) < MOST_ROWS:
        return {name: shown} if shown else {}
    return {name: shown, f"{name}.rows": rows.count()}


def _row(row: models.Model) -> dict[str, Any]:
    """Values that can be read; what is bytes or a secret is left out."""
    return {
        field.column: _text(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.column not in SECRETS and not isinstance(field, models.BinaryField)
    }


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)
