"""Secret links: a row's handle with a keyed digest, so that a copy of the database opens none of them."""

import base64
import hashlib
import hmac
import uuid
from enum import StrEnum

from django.conf import settings

_LENGTH = 43  # of 32 bytes in base64; a deep link of Telegram may have 64 of these characters


class Purpose(StrEnum):
    OFF = "off"  # one click turns a topic off
    MANAGE = "manage"  # a subscriber's own page
    CONFIRM = "confirm"  # the second step of subscribing
    TELEGRAM = "telegram"  # ties a chat
    CALENDAR = "calendar"  # a person's own calendar


def token_of(purpose: Purpose, handle: uuid.UUID) -> str:
    """43 characters of A–Z, a–z, 0–9, `_`, `-`."""
    return base64.urlsafe_b64encode(handle.bytes + _digest(purpose, handle)).decode().rstrip("=")


def handle_of(purpose: Purpose, token: str) -> uuid.UUID | None:
    """The handle behind a token made for this purpose; None for any other text."""
    if len(token) != _LENGTH or not token.isascii():
        return None
    try:
        raw = base64.b64decode(f"{token}=", altchars=b"-_", validate=True)
    except ValueError:
        return None
    handle = uuid.UUID(bytes=raw[:16])
    return handle if hmac.compare_digest(raw[16:], _digest(purpose, handle)) else None


def _digest(purpose: Purpose, handle: uuid.UUID) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\n".encode() + handle.bytes, hashlib.sha256).digest()[:16]
