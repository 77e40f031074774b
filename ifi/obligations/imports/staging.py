"""Rows of a frame into a temporary table, by COPY."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import polars as pl
from django.db import connection
from psycopg import sql

_BATCH = 100_000


def stage(
    frame: pl.DataFrame, table: str, columns: dict[str, str], progress: Callable[[int], None] = lambda rows: None
) -> None:
    """Make the temporary table with `columns` (name → type) and fill it; it goes with the transaction.

    The names of tables and columns are ours; values never stand in a statement.
    """
    declared = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in columns.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(table)))
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(table), declared))
        copying = sql.SQL("COPY {} FROM STDIN (FORMAT csv, NULL '')").format(sql.Identifier(table))
        with cursor.copy(copying) as copy:
            for part in csv_parts(frame, list(columns), progress):
                copy.write(part)
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def csv_parts(frame: pl.DataFrame, columns: Sequence[str], progress: Callable[[int], None]) -> Iterator[bytes]:
    """The columns as a CSV text for COPY, part by part; an empty text is quoted, a null is not.

    While the database takes a part in, the next one is made ready.
    """

    def written(start: int) -> bytes:
        rows = frame.slice(start, _BATCH).select(list(columns))
        return rows.write_csv(include_header=False, quote_style="non_numeric").encode()

    with ThreadPoolExecutor(max_workers=1) as ahead:
        part = ahead.submit(written, 0)
        for end in range(_BATCH, frame.height + _BATCH, _BATCH):
            ready, part = part.result(), ahead.submit(written, end)
            yield ready
            progress(min(end, frame.height))
