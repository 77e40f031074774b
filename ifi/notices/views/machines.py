"""What programs call: mail programs that unsubscribe for their reader (RFC 8058), and Telegram."""

import hmac
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ifi.notices import telegram_chats, turning_off
from ifi.notices.errors import LinkOld, SecurityStays

_LARGEST_UPDATE = 1_000_000


@csrf_exempt  # the mail program has no cookie; the token in the address is what allows it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """POST turns the topic off at once. GET, which programs send to look at links, leads to the page with a button."""
    try:
        if request.method == "POST":
            turning_off.turn_off(token=token)
            return HttpResponse(status=200)
        language = turning_off.find_message(token).language
    except LinkOld:
        return HttpResponse(status=200) if request.method == "POST" else redirect("notices:off", token=token)
    except SecurityStays:
        return HttpResponse(status=409)
    with override(language):
        return redirect(reverse("notices:off", args=[token]))


@csrf_exempt  # Telegram proves itself by the secret in its header
@require_POST
def telegram_webhook(request: HttpRequest) -> HttpResponse:
    """An update of Telegram; the answer to the chat is the answer to the call."""
    given, secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), settings.TELEGRAM_WEBHOOK_SECRET
    if not settings.TELEGRAM_TOKEN or not secret or not hmac.compare_digest(given.encode(), secret.encode()):
        return HttpResponse(status=401)
    if int(request.headers.get("Content-Length") or 0) > _LARGEST_UPDATE:
        return HttpResponse(status=413)
    try:
        update = json.loads(request.body)
    except (ValueError, RecursionError):  # nested too deep
        return HttpResponse(status=400)
    reply = telegram_chats.answer_update(update, now=timezone.now()) if isinstance(update, dict) else None
    return JsonResponse({"method": "sendMessage", **reply.as_call()} if reply else {})
