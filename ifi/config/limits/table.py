"""Every limit, and the addresses that it holds for: one page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """`at_once` requests in a row, then one more each `pause`. Counted for a person where there is one, else for the
    network address; `by_address` also for a person's address."""

    name: str
    at_once: int
    pause: timedelta
    applies: Callable[[HttpRequest], bool]
    by_address: bool = False


def _always(request: HttpRequest) -> bool:
    return True


def _is_sent(request: HttpRequest) -> bool:
    return request.method == "POST"


def _has_words(request: HttpRequest) -> bool:
    """Words to look for cost more than a list."""
    return any(request.GET.get(name) for name in ("q", "organisation", "number", "text", "key", "person"))


SIGN_IN = Limit("sign_in", 20, timedelta(seconds=6), _is_sent, by_address=True)
LETTER = Limit("letter", 5, timedelta(minutes=2), _is_sent, by_address=True)  # what sends an e-mail to whom one names
SEARCH = Limit("search", 60, timedelta(seconds=1), _has_words)
EXPORT = Limit("export", 20, timedelta(seconds=10), _always)
UPLOAD = Limit("upload", 20, timedelta(seconds=30), _is_sent)
SIGNATURE = Limit("signature", 20, timedelta(seconds=10), _is_sent)

LIMITS: dict[str, Limit] = {
    "accounts:sign_in": SIGN_IN,
    "accounts:second_factor": SIGN_IN,
    "accounts:passkey_sign_in": SIGN_IN,
    "accounts:prove": SIGN_IN,
    "accounts:forgotten": LETTER,
    "accounts:sign_up": LETTER,
    "accounts:address": LETTER,
    "notices:subscribe": LETTER,
    "registry:organisations": SEARCH,
    "registry:rights": SEARCH,
    "obligations:duties": SEARCH,
    "trail:search": SEARCH,
    "obligations:duties_file": EXPORT,
    "obligations:ledger_file": EXPORT,
    "obligations:reconciliation_file": EXPORT,
    "portal:national_file": EXPORT,
    "portal:group_file": EXPORT,
    "trail:acts_file": EXPORT,
    "trail:heads_file": EXPORT,
    "trail:bundle": EXPORT,
    "accounts:personal_data_file": EXPORT,
    "accounts:person_data_file": EXPORT,
    "intake:problems": EXPORT,
    "intake:annotated": EXPORT,
    "intake:template": EXPORT,
    "intake:upload": UPLOAD,
}
