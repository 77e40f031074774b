"""The keys of the log: Ed25519 for tree heads, and from the same secret the seal of records."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from ifi.audit.errors import KeyUnusable


@dataclass(frozen=True, slots=True)
class Key:
    """One secret: it signs heads, and seals records by a key derived from it."""

    signing: Ed25519PrivateKey
    sealing: bytes

    @property
    def public(self) -> bytes:
        return self.signing.public_key().public_bytes_raw()


def keys() -> tuple[Key, ...]:
    """The keys of the settings, the one in use first; older ones still check what they signed."""
    return tuple(_key(text) for text in settings.AUDIT_KEYS)


def present_key() -> Key:
    return keys()[0]


@cache
def _key(text: str) -> Key:
    try:
        secret = base64.b64decode(text, validate=True)
        signing = Ed25519PrivateKey.from_private_bytes(secret)
    except (binascii.Error, ValueError) as error:
        raise KeyUnusable(setting="AUDIT_KEYS") from error
    return Key(signing, hmac.digest(secret, b"ifi audit: seal of records", "sha256"))
