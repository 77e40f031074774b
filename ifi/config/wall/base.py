"""Django's PostgreSQL backend that tells the database who reads, so that no view or query has to remember it.

At the beginning of each transaction, and before each statement outside one, in the same message to the server: such a
statement is a transaction of its own, and the settings end with it. A pooled connection therefore carries nothing over.
"""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.sql import SQL, Composable, Identifier

from ifi.accounts.reader import present, statements


class Cursor(base.Cursor):  # type: ignore[name-defined,misc]
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        told = statements(present()) if self.connection.autocommit else ()
        if not told:
            return super().execute(query, params, **options)
        text = self.mogrify(query, params) if params is not None or isinstance(query, Composable) else query
        super().execute("; ".join((*told, text)), None, **options)
        for _ in told:
            self.nextset()
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> Any:
        if not self.connection.autocommit or not statements(present()):
            return super().executemany(query, params_seq, **options)
        with self.connection.transaction():
            for statement in statements(present()):
                super().execute(statement)
            return super().executemany(query, params_seq, **options)

    def copy(self, *arguments: Any, **options: Any) -> Any:
        if self.connection.autocommit and statements(present()):
            raise RuntimeError("COPY needs transaction.atomic() around it, which tells the database who reads")
        return super().copy(*arguments, **options)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def _configure_role(self, connection: Any) -> bool:
        """Django's own asks the pool for another connection while this one is being made, and waits for ever."""
        role = self.settings_dict["OPTIONS"].get("assume_role")
        if role:
            connection.execute(SQL("SET ROLE {}").format(Identifier(role)))
        return bool(role)

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        told = () if autocommit else statements(present())
        if told:
            with self.wrap_database_errors:
                self.connection.execute("; ".join(told))

    def chunked_cursor(self) -> Any:
        """Outside a transaction a cursor of the server could not be told who reads: an ordinary one takes its place."""
        if self.connection is not None and self.connection.autocommit and statements(present()):
            return self._cursor()  # type: ignore[attr-defined]
        return super().chunked_cursor()
