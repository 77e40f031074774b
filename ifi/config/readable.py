"""What no text of ours can hold is refused at the door, so that no view and no query meets it."""

from collections.abc import Callable, Iterable
from email.message import Message
from typing import Any

from django.http import HttpRequest, HttpResponse

from ifi.portal.errors import error_page

_ZERO = "\x00"  # PostgreSQL keeps no text with it
_FORM = "application/x-www-form-urlencoded"
_STRANGE = "ifi.strange_coding"
Application = Callable[..., Iterable[bytes]]


def readable(application: Application) -> Application:
    """The application, to which every text comes as UTF-8.

    Django reads an address in the coding that the type of the body names, where any word will do that Python knows,
    such as `rot13`, which decodes no bytes; and it does so before anything that could answer an error with a page.
    """

    def reading(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = environ.get("CONTENT_TYPE", "")
        if "charset" in given.lower():
            environ["CONTENT_TYPE"], coding = _without_coding(given)
            environ[_STRANGE] = coding not in ("utf-8", "utf8")
        return application(environ, start_response)

    return reading


def _without_coding(content_type: str) -> tuple[str, str]:
    told = Message()
    told["Content-Type"] = content_type.replace("\r", "").replace("\n", "")
    coding = str(told.get_param("charset", "")).lower()
    told.del_param("charset")
    return str(told["Content-Type"]), coding


class Readable:
    """Answers 400 to a zero byte in an address or a form, and to any coding but UTF-8.

    Files and the fields beside them are read and checked by their views.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if request.META.get(_STRANGE) or _ZERO in request.path_info or "%00" in query:
            return error_page(request, 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method == "POST" and request.content_type == _FORM and _holds_zero(request):
            return error_page(request, 400)
        return None


def _holds_zero(request: HttpRequest) -> bool:
    return any(_ZERO in text for name, values in request.POST.lists() for text in (name, *values))
