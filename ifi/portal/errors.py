"""Pages that say what went wrong and what to do, in the reader's language. None of them needs the database."""

import sys
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ifi.core.errors import NotAllowed
from ifi.portal.context import languages

PAGES: dict[int, tuple[Promise, Promise]] = {
    400: (_("The address or form cannot be read"), _("Go back, check what was entered and send it again.")),
    403: (
        _("You may not see this page"),
        _("Your role does not include it. If your work needs it, ask an administrator for the right."),
    ),
    404: (
        _("There is no such page"),
        _("Check the address, or start from the home page. A record may have moved to another section."),
    ),
    413: (_("The file is too large"), _("Split the file into smaller ones and send them one after another.")),
    429: (_("Too many attempts"), _("Wait a little and try again. Your data are safe.")),
    500: (
        _("The page could not be shown"),
        _("The fault is ours and has been recorded. Try again in a few minutes; what was saved is not lost."),
    ),
    503: (
        _("The service is not available now"),
        _("It is being restarted or maintained. Try again in a few minutes; what was saved is not lost."),
    ),
}
CSRF = (
    _("The form has grown old"),
    _("Go back, reload the page and send the form again. Cookies must be allowed for this site."),
)


def error_page(request: HttpRequest, status: int, text: Promise | str | None = None) -> HttpResponse:
    """The page of one status; `text` says more exactly what to do."""
    title, advice = PAGES[status]
    return _render(request, status, title, text or advice)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault; when the database cannot be reached, the page says that the service is not available."""
    exception = sys.exc_info()[1]
    return error_page(request, 503 if isinstance(exception, OperationalError | InterfaceError) else 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _render(request, 403, *CSRF)


def _render(request: HttpRequest, status: int, title: Promise, text: Promise | str) -> HttpResponse:
    """Rendered without the request, so that neither the session nor the database is asked for anything."""
    context = {
        "title": title,
        "text": text,
        "status": status,
        "page_languages": languages(request),
        "page_canonical": request.path,
        "page_default_address": request.path,
        "is_error_page": True,
    }
    return HttpResponse(render_to_string("errors/error.html", context), status=status)


class Refusals:
    """What a service refuses becomes a page: whoever is not signed in may sign in, others learn why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            if request.user.is_authenticated:
                return error_page(request, 403)
            return redirect_to_login(request.get_full_path())
        if isinstance(exception, RequestDataTooBig):
            return error_page(request, 413)
        return None
