"""One's own notices and what one wants to be told."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.accounts.models import User
from ifi.accounts.request_facts import person_of
from ifi.core.identifiers import record_number
from ifi.core.sentences import say_error
from ifi.notices import preferences as choices
from ifi.notices import queries, reading, telegram_chats
from ifi.notices.catalogue import Channel, knows_topic
from ifi.notices.channels import is_configured
from ifi.notices.errors import ChannelOff, SecurityStays
from ifi.notices.forms import PreferencesForm
from ifi.notices.saying import topic_name
from ifi.notices.sentences import CHANNEL_NAMES


def _cursor(request: HttpRequest, name: str) -> int:
    return record_number(request.GET.get(name)) or 0


@never_cache
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; unread ones alone where asked for."""
    person = person_of(request)
    only_unread = request.GET.get("show") == "unread"
    turned_off = request.GET.get("off", "")
    context = {
        "page": queries.page_of(
            person, before=_cursor(request, "before"), after=_cursor(request, "after"), only_unread=only_unread
        ),
        "only_unread": only_unread,
        "turned_off": turned_off if knows_topic(turned_off) else "",
        "turned_off_name": topic_name(turned_off) if knows_topic(turned_off) else "",
    }
    return render(request, "notices/mine.html", context)


@require_POST
def opened(request: HttpRequest, key: int) -> HttpResponse:
    """Lead to the page that the notice speaks of; it counts as read."""
    person = person_of(request)
    address = queries.address_of(person, key)
    reading.mark_read(key=key, by=person, now=timezone.now())
    return redirect(address or "notices:mine")


@require_POST
def read(request: HttpRequest, key: int) -> HttpResponse:
    reading.mark_read(key=key, by=person_of(request), now=timezone.now())
    return _back(request)


@require_POST
def unread(request: HttpRequest, key: int) -> HttpResponse:
    reading.mark_unread(key=key, by=person_of(request))
    return _back(request)


@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    reading.mark_all_read(by=person_of(request), now=timezone.now())
    return _back(request)


def _back(request: HttpRequest, **query: str) -> HttpResponse:
    """To the list as it was: all or unread ones, the same page of it."""
    kept = {name: request.POST[name] for name in ("show", "before", "after") if request.POST.get(name)}
    query_text = urlencode({**kept, **query})
    return redirect(f"{reverse('notices:mine')}?{query_text}" if query_text else "notices:mine")


@require_POST
def topic_off(request: HttpRequest, topic: str) -> HttpResponse:
    """One click, and the list says how to undo it."""
    person = person_of(request)
    if not knows_topic(topic):
        raise Http404
    try:
        choices.turn_topic_off(topic=topic, by=person)
    except SecurityStays:
        return redirect("notices:mine")
    return _back(request, off=topic)


@require_POST
def topic_on(request: HttpRequest, topic: str) -> HttpResponse:
    choices.turn_topic_on(topic=topic, by=person_of(request))
    return _back(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Every topic on every channel, digests, language, public topics, Telegram."""
    person = person_of(request)
    form = _form(request, person)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        choices.save_preferences(
            modes=form.modes(),
            hour=answers["hour"],
            weekday=answers["weekday"],
            language=answers["language"],
            followed=answers["followed"],
            by=person,
        )
        return redirect(translate_url(f"{reverse('notices:preferences')}?saved=1", answers["language"]))
    context = {
        "form": form,
        "channel_names": [CHANNEL_NAMES[channel] for channel in Channel],
        "off": [CHANNEL_NAMES[channel] for channel in Channel if not is_configured(channel)],
        "chat": queries.chat_of(person),
        "may_connect": is_configured(Channel.TELEGRAM) and bool(settings.TELEGRAM_BOT),
        "is_saved": "saved" in request.GET,
    }
    return render(request, "notices/preferences.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, person: User) -> PreferencesForm:
    times = getattr(person, "digest_time", None)
    followed = queries.followed_by(person)
    public = queries.public_choices()
    known = {code for code, _name in public}
    objects = queries.names_of([topic for topic in followed if topic not in known], person)
    initial = {
        "hour": times.hour if times else 9,
        "weekday": times.weekday if times else 1,
        "language": person.language,
        "followed": followed,
    }
    return PreferencesForm(
        request.POST if request.method == "POST" else None,
        lines=queries.topics_for(person),
        public=[*public, *objects],
        initial=initial,
    )


@never_cache
@require_POST
def connect_telegram(request: HttpRequest) -> HttpResponse:
    """A link for ten minutes, shown once."""
    try:
        link = telegram_chats.invite_person(by=person_of(request), now=timezone.now())
    except ChannelOff as error:
        return render(request, "notices/told.html", {"text": say_error(error), "is_refused": True}, status=409)
    return render(request, "notices/telegram_link.html", {"link": link, "back": reverse("notices:preferences")})


@require_POST
def disconnect_telegram(request: HttpRequest) -> HttpResponse:
    telegram_chats.disconnect(by=person_of(request))
    return redirect("notices:preferences")
