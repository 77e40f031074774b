"""Reading the letters that were sent."""

import re
from urllib.parse import urlsplit

from django.core import mail


def link_in(letter) -> str:
    """The address of the page that the letter leads to, without the host."""
    found = re.findall(r"https?://\S+/link/\S+", letter.body)
    assert len(found) == 1
    return urlsplit(found[0]).path


def letters_to(email: str) -> list:
    return [letter for letter in mail.outbox if letter.to == [email]]
