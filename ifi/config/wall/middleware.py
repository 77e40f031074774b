"""Binds each request to its reader."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse

from ifi.accounts.reader import PUBLIC, Reader, reader_of, reading_as


class PersonOfRequest:
    """Stands just inside sign-in: until all is known of what a person may do, each still meets what is their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.user.pk is None:
            return self.get_response(request)
        with reading_as(Reader(person=request.user.pk)):
            return self.get_response(request)


class ReaderOfRequest:
    """Stands inside what sets for whom a person acts. Whoever has no session is the public, and nothing is asked of the
    database for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        reader = reader_of(request.user) if has_session else PUBLIC
        with reading_as(reader):
            response = self.get_response(request)
        if reader != PUBLIC:  # what one may see is kept by no cache, where another may find it
            response.headers.setdefault("Cache-Control", "private, no-store")
        if isinstance(response, StreamingHttpResponse) and reader != PUBLIC:
            response.streaming_content = _read_on(reader, iter(response))
        return response


def _read_on(reader: Reader, parts: Iterator[bytes]) -> Iterator[bytes]:
    """A file is still being read after the middleware is done with the request."""
    ended = object()
    while True:
        with reading_as(reader):
            part = next(parts, ended)
        if part is ended:
            return
        yield part  # type: ignore[misc]
