"""Letters of authority: kept in the private folder under a number, known by content, served only as attachments."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ifi.members.errors import LetterActive, LetterNotReadable, LetterTooLarge
from ifi.outgoing import antivirus

LIMIT_MB = 10
LIMIT = LIMIT_MB * 1024 * 1024  # bytes
_FOLDER = "letters"
# kind → how such a file begins, and what stands at its end, at most so many bytes before the last one
_KINDS: dict[str, tuple[bytes, bytes, int]] = {
    "pdf": (b"%PDF-", b"%%EOF", 1024),
    "jpeg": (b"\xff\xd8\xff", b"\xff\xd9", 2),
    "png": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", 8),
}
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Letter:
    number: uuid.UUID
    kind: str
    size: int
    sha256: str


def keep(chunks: Iterable[bytes]) -> Letter:
    """Write the letter as it comes in, and look at what it is. Raises LetterTooLarge, LetterNotReadable, LetterActive,
    FileInfected, ScannerSilent; nothing of it stays then."""
    number = uuid.uuid4()
    path = path_of(number)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        size, digest = _write(path, chunks)
        antivirus.check_file(path)
        return Letter(number, _kind(path.read_bytes()), size, digest)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def forget(number: uuid.UUID) -> None:
    path_of(number).unlink(missing_ok=True)


def path_of(number: uuid.UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / _FOLDER / str(number)


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LIMIT:
                raise LetterTooLarge(limit=LIMIT_MB)
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def _kind(content: bytes) -> str:
    """By content, whatever the file is called."""
    for kind, (start, end, room) in _KINDS.items():
        if content.startswith(start) and end in content[-max(room, len(end)) :]:
            if kind == "pdf" and any(word in content for word in _ACTIVE):
                raise LetterActive
            return kind
    raise LetterNotReadable
