"""Where the present act comes from: network address and number of the request, set once for each request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Origin:
    address: str = ""
    request: str = ""
    organisation: int | None = None


_origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen


def present_origin() -> Origin:
    return _origin.get()


@contextmanager
def acting_from(origin: Origin) -> Iterator[None]:
    """Acts inside are recorded as coming from here; jobs and commands may name themselves so."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


class OriginOfRequest:
    """Stands inside the logging middleware, whose request number it takes over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = str(structlog.contextvars.get_contextvars().get("request_id", ""))
        with acting_from(Origin(network_address(request), number)):
            return self.get_response(request)


def network_address(request: HttpRequest) -> str:
    """Where the request came from; behind our own proxy, what that proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
