"""What every page asks of a session: that it is not over, and that its person agreed and gave what they had to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from ifi.accounts import rules
from ifi.accounts.models import User
from ifi.accounts.queries import has_factor
from ifi.accounts.request_facts import has_given_factor, user_agent
from ifi.accounts.services.sessions import note_session
from ifi.audit.origin import network_address

_STARTED, _SEEN = "started", "seen"  # seconds since 1970, in the session
_NOTED_EVERY = timedelta(minutes=1)

# pages of a person who still has to give the second factor
OPEN_WITHOUT_FACTOR = frozenset(
    f"accounts:{name}"
    for name in (
        "second_factor",
        "factors",
        "add_application",
        "add_passkey",
        "recovery_codes",
        "prove",
        "sign_out",
        "consent",
    )
)
OPEN_WITHOUT_CONSENT = frozenset({"accounts:consent", "accounts:sign_out"})


class SessionEnds:
    """Signs out where a session is too old or rested too long, and keeps where it was last seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            self._look_at(request, request.user, timezone.now())
        return self.get_response(request)

    def _look_at(self, request: HttpRequest, person: User, now: datetime) -> None:
        session = request.session
        started, seen = _moment(session, _STARTED), _moment(session, _SEEN)
        if started is None or seen is None:
            session[_STARTED] = int(now.timestamp())
        elif rules.has_ended(
            started=started, seen=seen, now=now, idle=settings.SESSION_IDLE, longest=settings.SESSION_LONGEST
        ):
            logout(request)
            return
        elif now - seen < _NOTED_EVERY:
            return
        session[_SEEN] = int(now.timestamp())
        key = session.session_key or ""
        note_session(person=person, key=key, address=network_address(request), agent=user_agent(request), now=now)


class ConsentGiven:
    """Whoever has still to agree to the processing of their data may only do so, refuse, or sign out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        person = request.user
        if not isinstance(person, User) or not person.consent_due:
            return None
        if request.resolver_match and request.resolver_match.view_name in OPEN_WITHOUT_CONSENT:
            return None
        return redirect(f"{reverse('accounts:consent')}?{urlencode({'next': request.get_full_path()})}")


class SecondFactorGiven:
    """Whoever needs a second factor and did not give it may only give it, set one up or sign out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        person = request.user
        if not isinstance(person, User) or has_given_factor(request):
            return None
        asked = request.resolver_match.view_name if request.resolver_match else ""
        if asked in OPEN_WITHOUT_FACTOR or not person.needs_second_factor:
            return None
        page = reverse("accounts:second_factor" if has_factor(person) else "accounts:factors")
        return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


def _moment(session: SessionBase, name: str) -> datetime | None:
    seconds = session.get(name)
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
