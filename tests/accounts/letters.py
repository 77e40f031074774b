"""Reading the letters that were sent."""

import re
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from django.core import mail
from django.db import DatabaseError, transaction
from procrastinate.exceptions import ConnectorException

from ifi.notices.models import Delivery


def link_in(letter) -> str:
    """The address of the page that the letter leads to, without the host."""
    found = re.findall(r"https?://\S+/link/\S+", letter.body)
    assert len(found) == 1
    return urlsplit(found[0]).path


@contextmanager
def committed(capture):
    """What waits for the commit is done at the end of the block, though the test's own transaction never commits; an
    order that stands in the queue already fails alone."""
    with capture() as waiting:
        yield
    for callback in waiting:
        with suppress(DatabaseError, ConnectorException), transaction.atomic():
            callback()


def told_of(person) -> list[str]:
    """Codes of the notices that stand on the person's page, in the order in which they came."""
    shown = Delivery.objects.filter(person=person, channel="page").order_by("notice__pk")
    return list(shown.values_list("notice__code", flat=True))


def letters_to(email: str) -> list:
    return [letter for letter in mail.outbox if letter.to == [email]]
