"""What no text of ours can hold is refused at the door, so that no view and no query meets it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from ifi.config.codings import STRANGE
from ifi.portal.errors import error_page

_ZERO = "\x00"  # PostgreSQL keeps no text with it
_FORM = "application/x-www-form-urlencoded"


class Readable:
    """Answers 400 to a zero byte in an address or a form, and to any coding but UTF-8.

    Files and the fields beside them are read and checked by their views.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if request.META.get(STRANGE) or _ZERO in request.path_info or "%00" in query:
            return error_page(request, 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        reads_itself = getattr(view, "csrf_exempt", False)  # sets first how files are to be taken in
        if request.method == "POST" and request.content_type == _FORM and not reads_itself and _holds_zero(request):
            return error_page(request, 400)
        return None


def _holds_zero(request: HttpRequest) -> bool:
    return any(_ZERO in text for name, values in request.POST.lists() for text in (name, *values))
