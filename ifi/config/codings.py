"""The coding of what comes in, settled before Django makes a request of it; imports no application."""

from collections.abc import Callable, Iterable
from email.message import Message
from typing import Any

STRANGE = "ifi.strange_coding"
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
            environ[STRANGE] = coding not in ("utf-8", "utf8")
        return application(environ, start_response)

    return reading


def _without_coding(content_type: str) -> tuple[str, str]:
    told = Message()
    told["Content-Type"] = content_type.replace("\r", "").replace("\n", "")
    coding = str(told.get_param("charset", "")).lower()
    told.del_param("charset")
    return str(told["Content-Type"]), coding
