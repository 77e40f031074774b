"""Telegram by its Bot API."""

from typing import Any

import httpx
from django.conf import settings

from ifi.notices.catalogue import Channel
from ifi.notices.channels.base import SENT, Answer, Carrier, Letter, Line, Outcome
from ifi.notices.rules import Pace
from ifi.outgoing import calling

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_LONGEST_WAIT = 3600.0  # what the other side says is not trusted further
_GONE = (
    "chat not found",
    "user is deactivated",
    "bot was kicked",
    "bot was blocked",
    "not enough rights",
    "need administrator",
)


class Telegram(Carrier):
    """30 messages a second overall, one a second to a chat, 20 a minute to a group (core.telegram.org/bots/faq).

    29 overall: evenly spread, a window of a second never holds more than 30, nor does a little jitter on the way.
    """

    channel = Channel.TELEGRAM
    pace = Pace(per_second=29, chat_gap=1.0, group_per_minute=20)
    parallel = 8

    @property
    def is_configured(self) -> bool:
        return bool(settings.TELEGRAM_TOKEN)

    def open(self) -> "TelegramLine":
        return TelegramLine()

    def is_group(self, to: str) -> bool:
        return to.startswith(("-", "@"))


class TelegramLine(Line):
    def __init__(self) -> None:
        self.client = calling.client(timeout=TIMEOUT)

    def close(self) -> None:
        self.client.close()

    def send(self, letter: Letter) -> Answer:
        parameters = {"chat_id": letter.to, "text": letter.text, "link_preview_options": {"is_disabled": True}}
        try:
            response = self.call("sendMessage", parameters)
        except httpx.ConnectError:
            return Answer(Outcome.DOWN, "no_connection")
        except httpx.TimeoutException as error:
            early = isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout)
            return Answer(Outcome.DOWN if early else Outcome.BROKEN, "timed_out")
        except httpx.HTTPError:
            return Answer(Outcome.BROKEN, "connection_lost")
        return answer_of(response)

    def call(self, method: str, parameters: dict[str, Any]) -> httpx.Response:
        """One call of the Bot API. The token is part of the address, so addresses never reach a log."""
        return self.client.post(f"{settings.TELEGRAM_API}/bot{settings.TELEGRAM_TOKEN}/{method}", json=parameters)


def answer_of(response: httpx.Response) -> Answer:
    """What a response means; one that does not read as the Bot API's is a broken line."""
    said = body_of(response)
    if response.status_code == 200 and said.get("ok") is True and isinstance(said.get("result"), dict):
        return SENT
    more = said.get("parameters")
    more = more if isinstance(more, dict) else {}
    description = str(said.get("description", "")).lower()
    if response.status_code == 429:
        return Answer(Outcome.SLOWER, "too_fast", wait_seconds=_wait(more.get("retry_after")))
    if isinstance(more.get("migrate_to_chat_id"), int):
        return Answer(Outcome.AGAIN, "chat_moved", moved_to=str(more["migrate_to_chat_id"]))
    if response.status_code == 403 or any(words in description for words in _GONE):
        return Answer(Outcome.GONE, "chat_gone")
    if response.status_code in (401, 404):
        return Answer(Outcome.DOWN, "token_refused")
    if 400 <= response.status_code < 500 and "ok" in said:
        return Answer(Outcome.REFUSED, f"telegram_{response.status_code}")
    if response.status_code >= 500:
        return Answer(Outcome.DOWN, "server_busy")
    return Answer(Outcome.BROKEN, "answer_unreadable")


def body_of(response: httpx.Response) -> dict[str, Any]:
    try:
        said = response.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _wait(seconds: object) -> float:
    return min(max(float(seconds), 1.0), _LONGEST_WAIT) if isinstance(seconds, int | float) else 5.0
