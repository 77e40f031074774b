"""The web's role for the length of a request, on the connection of a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from psycopg import Error
from psycopg.pq import TransactionStatus

from ifi.config.database import WEB_ROLE


@contextmanager
def as_the_web() -> Iterator[None]:
    connection.ensure_connection()
    connection.connection.execute(f"SET ROLE {WEB_ROLE}")
    try:
        yield
    finally:
        raw = connection.connection
        if raw is not None and not raw.closed and raw.info.transaction_status != TransactionStatus.INERROR:
            raw.execute("RESET ROLE")


class AsTheWeb:
    """Outside every other middleware; a request that may not or cannot reach the database goes without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            connection.ensure_connection()
        except (RuntimeError, DatabaseError, Error):
            return self.get_response(request)
        with as_the_web():
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _read_on(iter(response))
        return response


def _read_on(parts: Iterator[bytes]) -> Iterator[bytes]:
    ended = object()
    while True:
        with as_the_web():
            part = next(parts, ended)
        if part is ended:
            return
        yield part  # type: ignore[misc]
