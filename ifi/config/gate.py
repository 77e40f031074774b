"""The gate: whoever has no business at an address is turned away before its view runs."""

from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from ifi.config.access import ROUTES, Answer, answer
from ifi.portal.errors import error_page

logger = structlog.get_logger()


class Gate:
    """Asks the table of access. An address that does not stand in it is closed, and the log says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        access = ROUTES.get(name)
        if access is None:
            logger.error("route_not_in_access_table", route=name)
            return error_page(request, 403)
        match answer(access, request.user):
            case Answer.OPEN:
                return None
            case Answer.SIGN_IN:
                return redirect_to_login(request.get_full_path())
            case Answer.REFUSED:
                return error_page(request, 403)
