"""Who a notice is for."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address without an account: of an invited person, of somebody who asked to subscribe."""

    email: str
    language: str


Recipient = Person | Address
OFFICIAL = "official"  # the receiver that stands for the official Telegram channel


def page_receiver(user_id: int) -> str:
    return f"p:{user_id}"


def chat_receiver(chat_id: int) -> str:
    """The same for a person and a subscriber in one chat, so that it is written to once."""
    return f"t:{chat_id}"


def email_receiver(email: str) -> str:
    """The same for a person and a subscriber with one address, and no personal data."""
    return f"e:{digest_of('receiver', email.strip().lower())[:40]}"


def digest_of(purpose: str, text: str) -> str:
    """A keyed digest, 64 hexadecimal digits: equal for equal texts, and it does not tell the text."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()
