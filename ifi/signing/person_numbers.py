"""An IIN is kept as a keyed digest, by which the same person is recognised, and its last four digits."""

import hashlib
import hmac

from django.conf import settings


def digest_of(person_number: str) -> str:
    """64 hexadecimal digits for an IIN of twelve; empty for none. Without the key nobody can try all the numbers."""
    if not person_number:
        return ""
    key = f"ifi.person-number:{settings.PERSON_NUMBER_KEY}".encode()
    return hmac.new(key, person_number.encode(), hashlib.sha256).hexdigest()


def last_four(person_number: str) -> str:
    return person_number[-4:]
