"""Stops a request that comes too often, before its view and its body are looked at."""

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ifi.audit.origin import network_address
from ifi.config.limits.counting import seconds_to_wait
from ifi.config.limits.table import LIMITS, Limit
from ifi.portal.errors import error_page

logger = structlog.get_logger()


class Limits:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        limit = LIMITS.get(request.resolver_match.view_name) if request.resolver_match else None
        if limit is None or not settings.RATE_LIMITS or not limit.applies(request):
            return None
        wait = max(seconds_to_wait(limit, subject) for subject in _subjects(limit, request))
        if not wait:
            return None
        logger.warning("too_often", limit=limit.name, wait=wait)
        response = error_page(request, 429)
        response.headers["Retry-After"] = str(wait)
        return response


def _subjects(limit: Limit, request: HttpRequest) -> list[str]:
    """Whom it is counted for. A bearer key, where one is given, is not yet known to be anybody's: it adds to, and never
    takes the place of, the address."""
    person = getattr(request.user, "pk", None)
    key = request.headers.get("Authorization", "")
    found = [f"person {person}"] if person is not None else []
    found += [f"key {key}"] if key else []
    return [*found, f"address {network_address(request)}"] if limit.by_address or person is None else found
