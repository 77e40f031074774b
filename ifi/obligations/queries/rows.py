"""Rows of a query as values; the one place where this room speaks to the database in SQL."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

Row = dict[str, Any]
_EXPORT_ROWS = 2000


def fetch(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def fetch_one(sql: str, parameters: Sequence[Any] = ()) -> Row | None:
    rows = fetch(sql, parameters)
    return rows[0] if rows else None


def stream(sql: str, parameters: Sequence[Any] = ()) -> Iterator[list[Row]]:
    """All rows in batches through a cursor of the server, in one snapshot; memory does not grow with their number."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, list(parameters))
        while values := cursor.fetchmany(_EXPORT_ROWS):
            names = [column.name for column in cursor.description or ()]
            yield [dict(zip(names, row, strict=True)) for row in values]
