"""The other side of the channels: a mail server and a Bot API that keep what they are given and can misbehave."""

import asyncio
import email
import email.policy
import json
import socket
import sys
import threading
import time
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class MailSink:
    """Keeps letters. `replies`: what to say to the next letters instead of taking them: a line such as "451 later",
    "disconnect" in the middle of DATA, "take and disconnect" after taking it, or a number of seconds to wait."""

    def __init__(self) -> None:
        self.letters: list[email.message.EmailMessage] = []
        self.receivers: list[str] = []
        self.replies: deque[str | float] = deque()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.replies and str(self.replies[0]).startswith("rcpt "):
            return self.replies.popleft().removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        reply = self.replies.popleft() if self.replies else ""
        if isinstance(reply, int | float):
            await asyncio.sleep(reply)
        elif reply == "disconnect":
            server.transport.abort()
            return "421 gone"
        elif reply and reply != "take and disconnect":
            return reply
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.receivers += envelope.rcpt_tos
        if reply == "take and disconnect":
            server.transport.abort()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [letter["Message-ID"] for letter in self.letters]


@contextmanager
def mail_server(settings):
    """A mail server on loopback, with the settings that lead to it."""
    sink = MailSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = False
    try:
        yield sink
    finally:
        controller.stop()


NOT_FOUND = "Bad Request: message to edit not found"
NOT_EDITABLE = "Bad Request: message can't be edited"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def is_channel(chat: str) -> bool:
    """Channels and supergroups: their numbers begin with -100 and have ten digits more."""
    return chat.startswith("@") or int(chat) < -1_000_000_000_000


@dataclass(frozen=True)
class Post:
    """What stands in a chat under a number."""

    chat: str
    is_of_bot: bool
    is_editable: bool = True  # without a keyboard, or with one inside the message


class BotApi:
    """Keeps messages of the bot as (chat, text, moment), and numbers them as Telegram does: one sequence for all its
    private chats and small groups, what people write to it included, and one for each channel and supergroup.

    `replies`: answers to the next messages, (status, body), "cut" or "take and cut"; `look_replies` the same for edits.
    `seconds`: how long it thinks over an answer; `on_the_way`: how long before a call takes effect.
    `edits_others`: channels in which the bot may edit what others post.
    """

    def __init__(self, clock=time.time) -> None:
        self.clock = clock
        self.messages: list[tuple[str, str, float]] = []
        self.calls: list[tuple[str, dict]] = []
        self.looks: list[tuple[str, int, float]] = []
        self.updates: list[dict] = []
        self.replies: deque[tuple[int, object] | str] = deque()
        self.look_replies: deque[tuple[int, object] | str] = deque()
        self.blocked: set[str] = set()
        self.edits_others: set[str] = set()
        self.posts: dict[tuple[str, int], Post] = {}
        self.counters: Counter[str] = Counter()
        self.seconds = 0.0
        self.on_the_way = lambda: 0.0
        self.lock = threading.RLock()

    def post(self, chat: str, *, is_of_bot: bool = False, is_editable: bool = True) -> int:
        """A message stands in the chat; its number."""
        with self.lock:
            sequence = chat if is_channel(chat) else ""
            self.counters[sequence] += 1
            self.posts[sequence, self.counters[sequence]] = Post(chat, is_of_bot, is_editable)
            return self.counters[sequence]

    def answer(self, method: str, call: dict) -> tuple[int, object] | str:
        time.sleep(self.on_the_way())
        with self.lock:
            self.calls.append((method, call))
            if method == "getUpdates":
                return 200, {"ok": True, "result": [u for u in self.updates if u["update_id"] >= call["offset"]]}
            if method == "getChatMember":
                can_edit = str(call["chat_id"]) in self.edits_others
                return 200, {"ok": True, "result": {"status": "administrator", "can_edit_messages": can_edit}}
            if method == "editMessageReplyMarkup":
                return self._edit(str(call["chat_id"]), call["message_id"])
            return self._take(str(call["chat_id"]), call)

    def _take(self, chat: str, call: dict) -> tuple[int, object] | str:
        reply = self.replies.popleft() if self.replies else ""
        if reply and reply != "take and cut":
            return reply
        if chat in self.blocked:
            return refusal(403, "Forbidden: bot was blocked by the user")
        self.messages.append((chat, call["text"], self.clock()))
        is_editable = "reply_markup" not in call or "inline_keyboard" in call["reply_markup"]
        number = self.post(chat, is_of_bot=True, is_editable=is_editable)
        return "cut" if reply else (200, {"ok": True, "result": {"message_id": number}})

    def _edit(self, chat: str, number: int) -> tuple[int, object] | str:
        """Taking a markup away where none is."""
        self.looks.append((chat, number, self.clock()))
        if self.look_replies:
            return self.look_replies.popleft()
        post = self.posts.get((chat if is_channel(chat) else "", number))
        if post is None or post.chat != chat:
            return refusal(400, NOT_FOUND)
        if not post.is_editable or not (post.is_of_bot or chat in self.edits_others):
            return refusal(400, NOT_EDITABLE)
        return refusal(400, NOT_MODIFIED)


def refusal(code: int, description: str) -> tuple[int, object]:
    return code, {"ok": False, "error_code": code, "description": description}


@contextmanager
def bot_api(settings, clock=time.time):
    """A Bot API on loopback, with the settings that lead to it."""
    api = BotApi(clock)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self):
            call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path.startswith(f"/bot{settings.TELEGRAM_TOKEN}/")
            reply = api.answer(self.path.rpartition("/")[2], call)
            time.sleep(api.seconds)
            if reply == "cut":
                self.close_connection = True
                return
            status, body = reply
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            """Quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            if not isinstance(sys.exception(), ConnectionError):  # whoever asked may have been killed meanwhile
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    settings.TELEGRAM_API = f"http://127.0.0.1:{server.server_port}"
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
