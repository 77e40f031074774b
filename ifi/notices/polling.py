"""Asking Telegram for updates, where no public address leads here for it to call."""

from typing import Any

import httpx
import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ifi.notices.catalogue import Channel
from ifi.notices.channels.telegram import TelegramLine, answer_of, body_of, is_channel
from ifi.notices.looking import note_number
from ifi.notices.models import ChannelState
from ifi.notices.telegram_chats import answer_update

logger = structlog.get_logger()


def is_polled() -> bool:
    return bool(settings.TELEGRAM_TOKEN) and settings.TELEGRAM_POLLING


def poll(*, seconds: int = 8) -> int:
    """Ask once, waiting so long for something to come; how many updates there were.

    The number of the next update is kept with what an update did, so that none is lost; one may be answered twice.
    """
    state, _ = ChannelState.objects.get_or_create(channel=Channel.TELEGRAM.value)
    with TelegramLine() as line:
        question = {"offset": state.offset, "timeout": seconds, "allowed_updates": ["message", "my_chat_member"]}
        try:
            answer = body_of(line.call("getUpdates", question))
        except httpx.HTTPError:
            logger.warning("telegram_not_reached")
            return 0
        updates = answer.get("result") if answer.get("ok") is True else None
        known = [update for update in updates if isinstance(update, dict)] if isinstance(updates, list) else []
        for update in known:
            _take(update, line)
        return len(known)


def _take(update: dict[str, Any], line: TelegramLine) -> None:
    with transaction.atomic():
        reply = answer_update(update, now=timezone.now())
        number = update.get("update_id")
        if isinstance(number, int):
            ChannelState.objects.filter(channel=Channel.TELEGRAM.value).update(offset=number + 1)
    if reply is not None:
        try:
            answer = answer_of(line.call("sendMessage", reply.as_call()))
        except httpx.HTTPError:
            logger.warning("telegram_not_answered")
        else:
            if not is_channel(str(reply.chat_id)):
                note_number(Channel.TELEGRAM, answer.number)
