"""Notices: what an act pays for one, how fast a publication reaches its followers' queue, what sending costs.

    python -m benchmarks.notices          makes its own database beside that of DATABASE_URL, measures, prints

The mail server and the Bot API are stand-ins on loopback that only answer; their own CPU is not counted, since they run
in a process of their own. Telegram is held to its pace of 29 a second.
"""

import multiprocessing
import os
import resource
import socketserver
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.duties_million import point_at_own_database
from benchmarks.report import marked, scaled

ACTS, FOLLOWERS, LETTERS, MESSAGES = scaled(500), scaled(10_000), scaled(1_000), scaled(300)
ALLOWED = 360 / 10_000  # seconds for a message over Telegram: 10,000 subscribers in six minutes
TODAY = date(2026, 11, 24)


class Mail(socketserver.StreamRequestHandler):
    """As much SMTP as a letter needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        is_letter = False
        for line in self.rfile:
            if is_letter:
                is_letter = line != b".\r\n"
                if not is_letter:
                    self.wfile.write(b"250 taken\r\n")
            elif line[:4].upper() == b"DATA":
                is_letter = True
                self.wfile.write(b"354 go on\r\n")
            else:
                self.wfile.write(b"221 bye\r\n" if line[:4].upper() == b"QUIT" else b"250 ok\r\n")


class Bot(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"ok":true,"result":{"message_id":1}}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def serve(ports: "multiprocessing.Queue[int]") -> None:
    mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)
    mail.daemon_threads = True
    bot = ThreadingHTTPServer(("127.0.0.1", 0), Bot)
    ports.put(mail.server_address[1])
    ports.put(bot.server_port)
    threading.Thread(target=mail.serve_forever, daemon=True).start()
    bot.serve_forever()


def main() -> int:
    ports: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(ports,), daemon=True)
    server.start()
    os.environ |= {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(ports.get()),
        "SMTP_SECURITY": "none",
        "TELEGRAM_TOKEN": "1:token",
        "TELEGRAM_API": f"http://127.0.0.1:{ports.get()}",
        "LOG_LEVEL": "ERROR",
    }
    point_at_own_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ifi.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import override_settings

    call_command("migrate", verbosity=0)
    print("| Notices | Number | Seconds | A second | Our processor time, ms each | Aim |")
    print("|---|---|---|---|---|---|")
    with override_settings(OUTGOING_LOOPBACK=True):  # where the stand-ins are
        measure()
    server.terminate()
    return 0


def row(title: str, count: int, began: float, cpu: float, allowed: float | None = None) -> None:
    """`allowed`: seconds of the aim, where there is one."""
    seconds = time.perf_counter() - began
    spent = (own_cpu() - cpu) * 1000 / count
    told = marked(f"{seconds:.1f}", None if allowed is None else seconds <= allowed)
    aim = "none" if allowed is None else f"{allowed:.1f} s"
    print(f"| {title} | {count:,} | {told} | {count / seconds:,.0f} | {spent:.2f} | {aim} |", flush=True)


def own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure() -> None:
    from django.db import transaction

    from ifi.accounts.models import User
    from ifi.accounts.rights import Program
    from ifi.notices.catalogue import Channel
    from ifi.notices.models import Delivery, Subscriber, Subscription, TelegramChat
    from ifi.notices.sending import send
    from ifi.notices.services import Person, announce, publish
    from ifi.notices.spreading import spread_all

    person, by = User.objects.create_user("a@example.kz", None, name="A"), Program("benchmark")
    began, cpu = time.perf_counter(), own_cpu()
    for _ in range(ACTS):
        with transaction.atomic():
            announce("notices.trial", about=None, to=[Person(person.pk)], by=by, on=TODAY, channels=[Channel.PAGE])
    row("announced, each in its own act", ACTS, began, cpu)

    chats = TelegramChat.objects.bulk_create(TelegramChat(chat_id=number) for number in range(1, MESSAGES + 1))
    mails = [Subscriber(email=f"r{number}@example.kz") for number in range(FOLLOWERS - MESSAGES)]
    subscribers = Subscriber.objects.bulk_create([*mails, *(Subscriber(chat=chat) for chat in chats)])
    Subscription.objects.bulk_create(Subscription(subscriber=one, topic="calls") for one in subscribers)
    with transaction.atomic():
        publish("notices.trial", topics=["calls"], about=None, by=by, on=TODAY, official=False)
    began, cpu = time.perf_counter(), own_cpu()
    spread_all()
    row("followers of a publication found and queued", FOLLOWERS, began, cpu)

    kept = Delivery.objects.filter(channel="email").order_by("pk").values("pk")[:LETTERS]
    Delivery.objects.filter(channel="email").exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    for title, channel, count in (
        ("letters over SMTP", Channel.EMAIL, LETTERS),
        ("messages to the Bot API, at its pace", Channel.TELEGRAM, MESSAGES),
    ):
        began, cpu = time.perf_counter(), own_cpu()
        while send(channel):
            pass
        kinds = Delivery.objects.filter(channel=channel).values_list("state", "problem")
        left = sorted({kind for kind in kinds if kind[0] != "sent"})
        assert not left, (channel, left)
        assert len(kinds) == count
        row(title, count, began, cpu, count * ALLOWED if channel is Channel.TELEGRAM else None)


if __name__ == "__main__":
    raise SystemExit(main())
