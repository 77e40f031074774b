"""Telegram by its Bot API."""

from typing import Any

import httpx
from django.conf import settings

from ifi.notices.catalogue import Channel
from ifi.notices.channels.base import Answer, Carrier, Letter, Line, Outcome
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
_IS_OURS = "message is not modified"
_IS_NOT_OURS = ("message to edit not found", "message can't be edited", "message_id_invalid")
_FIRST_OF_CHANNELS = -1_000_000_000_000  # channels and supergroups have numbers below it


class Telegram(Carrier):
    """30 messages a second overall, one a second to a chat, 20 a minute to a group (core.telegram.org/bots/faq).

    29 overall: evenly spread, a window of a second never holds more than 30, nor does a little jitter on the way.
    """

    channel = Channel.TELEGRAM
    pace = Pace(per_second=29, chat_gap=1.0, group_per_minute=20)
    parallel = 8
    can_look = True

    @property
    def is_configured(self) -> bool:
        return bool(settings.TELEGRAM_TOKEN)

    def open(self) -> "TelegramLine":
        return TelegramLine()

    def is_group(self, to: str) -> bool:
        return to.startswith(("-", "@"))

    def numbers_apart(self, to: str) -> bool:
        return is_channel(to)


def is_channel(to: str) -> bool:
    """Whether the chat is a channel or a supergroup: those number their messages themselves."""
    return to.startswith("@") or int(to) < _FIRST_OF_CHANNELS


class TelegramLine(Line):
    def __init__(self) -> None:
        self.client = calling.client(timeout=TIMEOUT)

    def close(self) -> None:
        self.client.close()

    def send(self, letter: Letter) -> Answer:
        parameters = {"chat_id": letter.to, "text": letter.text, "link_preview_options": {"is_disabled": True}}
        response = self._try("sendMessage", parameters)
        return response if isinstance(response, Answer) else answer_of(response)

    def look(self, to: str, number: int) -> Answer:
        """Ask for the markup of the message to be taken away. Notices have none, so nothing changes, and the refusal
        tells: a message of the bot is "not modified", any other cannot be edited, or is not there."""
        response = self._try("editMessageReplyMarkup", {"chat_id": to, "message_id": number})
        if isinstance(response, Answer):
            return response
        answer = answer_to_look(response, number)
        if answer.outcome is Outcome.SENT and is_channel(to):
            return self._unless_others_are_editable(to, answer)
        return answer

    def _unless_others_are_editable(self, to: str, answer: Answer) -> Answer:
        """A bot that may edit what others post in a channel cannot tell its own posts from theirs."""
        me = settings.TELEGRAM_TOKEN.partition(":")[0]
        response = self._try("getChatMember", {"chat_id": to, "user_id": int(me) if me.isdecimal() else 0})
        if isinstance(response, Answer):
            return response
        member = body_of(response).get("result")
        if response.status_code != 200 or not isinstance(member, dict):
            refusal = answer_of(response)
            return Answer(Outcome.AGAIN, "answer_unreadable") if refusal.outcome is Outcome.SENT else refusal
        return Answer(Outcome.REFUSED, "posts_of_others") if member.get("can_edit_messages") is True else answer

    def _try(self, method: str, parameters: dict[str, Any]) -> httpx.Response | Answer:
        """The response, or what it means that there is none."""
        try:
            return self.call(method, parameters)
        except httpx.ConnectError:
            return Answer(Outcome.DOWN, "no_connection")
        except httpx.TimeoutException as error:
            early = isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout)
            return Answer(Outcome.DOWN if early else Outcome.BROKEN, "timed_out")
        except httpx.HTTPError:
            return Answer(Outcome.BROKEN, "connection_lost")

    def call(self, method: str, parameters: dict[str, Any]) -> httpx.Response:
        """One call of the Bot API. The token is part of the address, so addresses never reach a log."""
        return self.client.post(f"{settings.TELEGRAM_API}/bot{settings.TELEGRAM_TOKEN}/{method}", json=parameters)


def answer_of(response: httpx.Response) -> Answer:
    """What a response means; one that does not read as the Bot API's is a broken line."""
    said = body_of(response)
    if response.status_code == 200 and said.get("ok") is True and isinstance(said.get("result"), dict):
        number = said["result"].get("message_id")
        return Answer(Outcome.SENT, number=number if isinstance(number, int) and number > 0 else None)
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
        return Answer(Outcome.DOWN, "server_busy", is_unsure=True)
    return Answer(Outcome.BROKEN, "answer_unreadable")


def answer_to_look(response: httpx.Response, number: int) -> Answer:
    """What the refusal to change the message tells; one in words that are not known will not tell more later."""
    said = body_of(response)
    description = str(said.get("description", "")).lower()
    if said.get("ok") is True or (response.status_code == 400 and _IS_OURS in description):
        return Answer(Outcome.SENT, number=number)
    if response.status_code == 400 and any(words in description for words in _IS_NOT_OURS):
        return Answer(Outcome.ABSENT)
    answer = answer_of(response)
    is_clear = answer.outcome in (Outcome.DOWN, Outcome.SLOWER, Outcome.BROKEN)
    return answer if is_clear else Answer(Outcome.REFUSED, answer.problem)


def body_of(response: httpx.Response) -> dict[str, Any]:
    try:
        said = response.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _wait(seconds: object) -> float:
    return min(max(float(seconds), 1.0), _LONGEST_WAIT) if isinstance(seconds, int | float) else 5.0
