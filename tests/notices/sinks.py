"""The other side of the channels: a mail server and a Bot API that keep what they are given and can misbehave."""

import asyncio
import email
import email.policy
import json
import socket
import threading
import time
from collections import deque
from contextlib import contextmanager
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


class BotApi:
    """Keeps messages as (chat, text, moment). `replies`: answers to the next messages, (status, body) or "cut";
    `seconds`: how long it thinks over an answer."""

    def __init__(self, clock=time.time) -> None:
        self.clock = clock
        self.messages: list[tuple[str, str, float]] = []
        self.calls: list[tuple[str, dict]] = []
        self.updates: list[dict] = []
        self.replies: deque[tuple[int, object] | str] = deque()
        self.blocked: set[str] = set()
        self.seconds = 0.0
        self.lock = threading.Lock()

    def answer(self, method: str, call: dict) -> tuple[int, object] | str:
        with self.lock:
            self.calls.append((method, call))
            if method == "getUpdates":
                return 200, {"ok": True, "result": [u for u in self.updates if u["update_id"] >= call["offset"]]}
            if self.replies:
                reply = self.replies.popleft()
                if reply != "take and cut":
                    return reply
                self.messages.append((str(call["chat_id"]), call["text"], self.clock()))
                return "cut"
            if str(call["chat_id"]) in self.blocked:
                return 403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
            self.messages.append((str(call["chat_id"]), call["text"], self.clock()))
            return 200, {"ok": True, "result": {"message_id": len(self.messages)}}


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

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
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
