"""Signed tree heads in the form of the C2SP specifications tlog-checkpoint and signed-note, which other tools read.

ifi-trail/<number of the log>
<size>
<root in base64>
<time of signing, UTC>

— ifi-trail/<number of the log> <base64 of the key's 4-byte id and the Ed25519 signature>
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

ORIGIN = "ifi-trail/"
_ED25519 = b"\x01"
_DASH = "— "
Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]  # public key, signature, text


@dataclass(frozen=True, slots=True)
class Head:
    """The root of the tree of `size` records of the log, as it was at a moment."""

    log: str
    size: int
    root: bytes
    signed_at: datetime

    def text(self) -> str:
        root = base64.b64encode(self.root).decode()
        return f"{ORIGIN}{self.log}\n{self.size}\n{root}\n{self.signed_at.astimezone(UTC).isoformat()}\n"


def key_id(origin: str, public_key: bytes) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def signed(head: Head, public_key: bytes, sign: Sign) -> str:
    """The note: the head's text and one signature under it."""
    origin = f"{ORIGIN}{head.log}"
    signature = key_id(origin, public_key) + sign(head.text().encode())
    return f"{head.text()}\n{_DASH}{origin} {base64.b64encode(signature).decode()}\n"


def read(note: str) -> Head | None:
    """The head that a note tells of, without looking at its signature; None where it is no note of a trail."""
    try:
        origin, size, root, at = note.partition("\n\n")[0].split("\n")
        moment = datetime.fromisoformat(at)
        if not origin.startswith(ORIGIN) or moment.tzinfo is None:
            return None
        return Head(origin.removeprefix(ORIGIN), int(size), base64.b64decode(root, validate=True), moment)
    except (ValueError, binascii.Error):
        return None


def is_signed_by(note: str, public_keys: Iterable[bytes], verify: Verify) -> bool:
    """Whether one of the keys signed exactly this text."""
    text, gap, signatures = note.partition("\n\n")
    origin = text.partition("\n")[0]
    known = {key_id(origin, key): key for key in public_keys}
    for line in signatures.splitlines() if gap else ():
        name, _, value = line.removeprefix(_DASH).partition(" ")
        try:
            raw = base64.b64decode(value, validate=True)
        except (ValueError, binascii.Error):
            continue
        key = known.get(raw[:4])
        if name == origin and key and verify(key, raw[4:], f"{text}\n".encode()):
            return True
    return False
