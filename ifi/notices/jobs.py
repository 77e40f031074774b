"""Background work of notices, in queues of their own. Each may run twice without harm."""

from django.utils import timezone
from procrastinate.contrib.django import app

from ifi.notices import digests, polling, sending, spreading, tidying, waking
from ifi.notices.catalogue import OUTGOING, Channel
from ifi.notices.channels import is_configured

QUEUE = "notices"


@app.task(name="ifi.notices.send_email", queue="send_email")
def send_email() -> None:
    _send(Channel.EMAIL)


@app.task(name="ifi.notices.send_telegram", queue="send_telegram")
def send_telegram() -> None:
    _send(Channel.TELEGRAM)


def _send(channel: Channel) -> None:
    if sending.send(channel):
        waking.order(f"ifi.notices.send_{channel}")


@app.task(name="ifi.notices.spread", queue=QUEUE)
def spread() -> None:
    if spreading.spread_all():
        waking.order_all(f"ifi.notices.send_{channel}" for channel in OUTGOING)


@app.periodic(cron="*/10 * * * * *")
@app.task(name="ifi.notices.look", queue=QUEUE, queueing_lock="ifi.notices.look")
def look(timestamp: int) -> None:
    """Whatever nobody was woken for: retries, digests that are due, what a process left that died after its commit."""
    spreading.spread_all()
    digests.gather_due(now=timezone.now())
    for channel in OUTGOING:
        if is_configured(channel) and sending.is_due(channel, timezone.now()):
            waking.order(f"ifi.notices.send_{channel}")
    if polling.is_polled():
        waking.order("ifi.notices.ask_telegram")


@app.task(name="ifi.notices.ask_telegram", queue="ask_telegram")
def ask_telegram() -> None:
    """Several times in a row, so that an answer is never far; then the timer goes on."""
    for _ in range(3):
        polling.poll()


@app.periodic(cron="17 * * * *")
@app.task(name="ifi.notices.tidy", queue=QUEUE, queueing_lock="ifi.notices.tidy")
def tidy(timestamp: int) -> None:
    tidying.tidy(now=timezone.now())
