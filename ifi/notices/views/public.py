"""Subscribing without an account, and turning topics off by the link in a message."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ifi.audit.origin import network_address
from ifi.core.errors import IfiError
from ifi.core.sentences import say_error
from ifi.notices import queries, subscriptions, telegram_chats, turning_off
from ifi.notices.catalogue import OUTGOING, Channel
from ifi.notices.channels import is_configured
from ifi.notices.errors import LinkOld, SecurityStays, SubscribedTooOften, TopicUnknown
from ifi.notices.forms import SubscribeForm, SubscriptionForm
from ifi.notices.links import Purpose, token_of
from ifi.notices.rules import Mode
from ifi.notices.saying import topic_names

View = Callable[[HttpRequest, str], HttpResponse]


def _secret(view: View) -> View:
    """A page behind a secret link: kept by nobody, listed by no search engine; an old link says so."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except (LinkOld, SecurityStays) as error:
            response = _told(request, say_error(error), status=410 if isinstance(error, LinkOld) else 409)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def _told(request: HttpRequest, text: str, *, status: int = 200, title: str = "") -> HttpResponse:
    context = {"text": text, "title": title, "is_refused": status >= 400}
    return render(request, "notices/told.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Choose topics and a channel; `?topic=` chooses one beforehand."""
    channels = [channel for channel in OUTGOING if is_configured(channel)]
    form = _subscribe_form(request, channels)
    if request.method != "POST" or not channels:
        return _subscribe_page(request, form, channels)
    if not form.is_valid():
        return _subscribe_page(request, form, channels, status=422)
    answers, network, now = form.cleaned_data, network_address(request), timezone.now()
    wanted = {"topics": answers["topics"], "language": answers["language"], "network": network, "now": now}
    try:
        if answers["channel"] == Channel.EMAIL:
            subscriptions.request_subscription(email=answers["email"], **wanted)
            return redirect("notices:asked")
        link = telegram_chats.invite_subscriber(**wanted)
    except SubscribedTooOften as error:
        form.add_error(None, say_error(error))
        response = _subscribe_page(request, form, channels, status=429)
        response.headers["Retry-After"] = str(int(subscriptions.WINDOW.total_seconds()))
        return response
    except IfiError as error:
        form.add_error(None, say_error(error))
        return _subscribe_page(request, form, channels, status=422)
    return render(request, "notices/telegram_link.html", {"link": link, "back": reverse("notices:subscribe")})


def _subscribe_form(request: HttpRequest, channels: list[Channel]) -> SubscribeForm:
    public = queries.public_choices()
    asked = [*request.GET.getlist("topic")[:10], *request.POST.getlist("topics")[:200]]
    objects = [topic for topic in dict.fromkeys(asked) if _is_public_object(topic)]
    initial = {
        "topics": request.GET.getlist("topic"),
        "channel": channels[0] if len(channels) == 1 else None,
        "language": get_language(),
    }
    return SubscribeForm(
        request.POST if request.method == "POST" else None,
        public=[*topic_names(objects, reader=AnonymousUser()).items(), *public],
        channels=channels,
        initial=initial,
    )


def _is_public_object(topic: str) -> bool:
    if not topic.startswith("object/"):
        return False
    try:
        subscriptions.check_topics([topic])
    except TopicUnknown:
        return False
    return True


def _subscribe_page(
    request: HttpRequest, form: SubscribeForm, channels: list[Channel], status: int = 200
) -> HttpResponse:
    context = {"form": form, "channels": channels, "official": queries.official_address()}
    return render(request, "notices/subscribe.html", context, status=status)


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """The same for every address, known or not."""
    text = _("Open the letter and follow its link within two days. If none comes, look among unwanted mail.")
    return _told(request, text, title=_("A letter is on its way"))


@_secret
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, since programs that look at letters follow links."""
    if request.method == "POST":
        subscriber = subscriptions.confirm_subscription(token=token, now=timezone.now())
        return redirect(_manage(subscriber.handle))
    asked_for = subscriptions.find_request(token, timezone.now())
    names = queries.names_of(asked_for.topics, AnonymousUser())
    return render(request, "notices/confirm.html", {"topics": [name for _code, name in names]})


def _manage(handle: UUID) -> str:
    return f"{reverse('notices:manage', args=[token_of(Purpose.MANAGE, handle)])}?saved=1"


@_secret
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """A subscriber's topics, times and language."""
    subscriber = subscriptions.find_subscriber(token)
    followed, public = queries.topics_of(subscriber), queries.public_choices()
    known = {code for code, _name in public}
    others = queries.names_of([topic for topic in followed if topic not in known], AnonymousUser())
    initial = {name: getattr(subscriber, name) for name in ("mode", "hour", "weekday", "language")}
    form = SubscriptionForm(
        request.POST if request.method == "POST" else None,
        public=[*public, *others],
        initial={**initial, "topics": followed},
    )
    if request.method == "POST" and form.is_valid():
        answers = {**form.cleaned_data, "mode": Mode(form.cleaned_data["mode"])}
        subscriptions.change_subscription(token=token, **answers)
        return redirect(_manage(subscriber.handle))
    context = {"form": form, "token": token, "subscriber": subscriber, "is_saved": "saved" in request.GET}
    return render(request, "notices/manage.html", context, status=422 if form.errors else 200)


@_secret
@require_POST
def end(request: HttpRequest, token: str) -> HttpResponse:
    subscriptions.end_subscription(token=token)
    return redirect("notices:ended")


@require_GET
def ended(request: HttpRequest) -> HttpResponse:
    text = _("Nothing more will be sent to you, and your address is no longer kept.")
    return _told(request, text, title=_("The subscription has ended"))


@_secret
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a message, for people: a question, a button, and what was done."""
    message = turning_off.find_message(token)
    names = list(topic_names(message.topics, reader=AnonymousUser()).values())
    if request.method == "POST":
        turning_off.turn_off(token=token)
        text = _("You will get no more messages on: {topics}.").format(topics="; ".join(names))
        return _told(request, text, title=_("Turned off"))
    context = {"topics": names, "is_person": message.delivery.person is not None}
    return render(request, "notices/off.html", context)
