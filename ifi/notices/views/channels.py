"""How the channels do, for those who look after the system."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ifi.accounts.models import User
from ifi.accounts.request_facts import person_of
from ifi.accounts.rights import Permission, check_may
from ifi.notices import queries, reading
from ifi.notices.catalogue import OUTGOING, Channel
from ifi.notices.errors import ChannelOff, NothingToSend
from ifi.notices.sentences import CHANNEL_NAMES, say_problem


def _administrator(request: HttpRequest) -> User:
    check_may(request.user, Permission.SETTINGS_EDIT)
    return person_of(request)


def _channel(name: str) -> Channel:
    if name not in {channel.value for channel in OUTGOING}:
        raise Http404
    return Channel(name)


@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Each channel: set up or off, its last success and failure, what waits, what was given up."""
    by = _administrator(request)
    lines = [
        {
            "line": line,
            "name": CHANNEL_NAMES[line.channel],
            "problem": say_problem(line.state.problem) if line.state and line.state.problem else "",
        }
        for line in queries.channels(by=by)
    ]
    failed = [
        {"line": line, "channel": CHANNEL_NAMES[line.channel], "problem": say_problem(line.problem)}
        for line in queries.failed(by=by)
    ]
    context = {"lines": lines, "failed": failed, "told": request.GET.get("told", ""), "now": timezone.now()}
    return render(request, "notices/channels.html", context)


@require_POST
def trial(request: HttpRequest, channel: str) -> HttpResponse:
    by, way = _administrator(request), _channel(channel)
    try:
        is_sent = reading.send_trial(channel=way, by=by, on=timezone.localdate())
    except ChannelOff:
        return _back("off")
    return _back("trial" if is_sent else "unreachable")


@require_POST
def again(request: HttpRequest, key: int) -> HttpResponse:
    by = _administrator(request)
    try:
        reading.send_again(key=key, by=by, now=timezone.now())
    except NothingToSend:
        return _back("nothing")
    return _back("again")


@require_POST
def all_again(request: HttpRequest, channel: str) -> HttpResponse:
    by = _administrator(request)
    count = reading.send_all_again(channel=_channel(channel), by=by, now=timezone.now())
    return _back("again" if count else "nothing")


def _back(told: str) -> HttpResponse:
    return redirect(f"{reverse('notices:channels')}?told={told}")
