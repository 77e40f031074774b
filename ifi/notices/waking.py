"""Waking the senders once an act is committed. Whoever is not woken is found by the timers within seconds."""

from collections.abc import Iterable

import structlog
from django.conf import settings
from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

from ifi.notices.catalogue import OUTGOING

logger = structlog.get_logger()


def official_chat() -> str:
    """`@name` or number of the official Telegram channel; empty where there is none."""
    return str(settings.TELEGRAM_CHANNEL)


def wake(*, spread: bool = False) -> None:
    """After the commit, order the jobs that carry on. An order that is waiting already is enough: it begins later than
    this commit, so it sees these rows."""
    tasks = ["ifi.notices.spread"] if spread else [f"ifi.notices.send_{channel}" for channel in OUTGOING]
    transaction.on_commit(lambda: order_all(tasks), robust=True)


def order_all(tasks: Iterable[str]) -> None:
    for task in tasks:
        order(task)


def order(task: str) -> None:
    try:
        app.configure_task(task, queueing_lock=task, queue=queue_of(task)).defer()
    except exceptions.AlreadyEnqueued:
        return


def queue_of(task: str) -> str:
    """What talks to the outside has queues of its own, so that a slow side keeps no other work waiting."""
    name = task.removeprefix("ifi.notices.")
    return name if name in ("send_email", "send_telegram", "ask_telegram") else "notices"
