"""What a password may not be, and how it is kept. Length and common ones are checked by Django's own validators."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ifi.accounts import rules

LONGEST = 1024  # characters; hashing more would only cost us time


class Argon2id(Argon2PasswordHasher):
    """64 MiB, three passes, four lanes: the second choice of RFC 9106, section 4."""

    time_cost = 3
    memory_cost = 65_536
    parallelism = 4


class NotOneself:
    """A password does not hold one's own e-mail address or name."""

    def validate(self, password: str, user: object = None) -> None:
        if user and rules.names_oneself(password, getattr(user, "email", ""), getattr(user, "name", "")):
            raise ValidationError(self.get_help_text(), code="password_names_oneself")

    def get_help_text(self) -> str:
        return str(_("Use a password without your name or e-mail address."))


class NotBreached:
    """A password does not stand in the list of PASSWORD_BREACH_LIST; nothing is asked of another machine."""

    def validate(self, password: str, user: object = None) -> None:
        path = settings.PASSWORD_BREACH_LIST
        if path and stands_in_list(password, Path(path)):
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self) -> str:
        return str(_("Use a password that has not become known to others."))


_DIGEST = re.compile(rb"^[0-9A-Fa-f]{8,40}(:\d+)?\s*$")


def stands_in_list(password: str, path: Path) -> bool:
    """Whether the list holds the password, or the beginning of its SHA-1 digest where it is a list of digests."""
    with path.open("rb") as file:
        of_digests = bool(_DIGEST.match(file.readline()))
        if of_digests:
            digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
            return _begins_with_a_line(file, path.stat().st_size, digest)
    return password in _lines(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _lines(path: Path, _changed: int) -> frozenset[str]:
    return frozenset(path.read_text(encoding="utf-8", errors="replace").splitlines())


def _begins_with_a_line(file: BinaryIO, size: int, digest: bytes) -> bool:
    """Half by half to the place in the sorted file, so that a list of any size costs a few reads."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        line = _line_from(file, middle)
        if line and line <= digest:
            low = middle + 1
        else:
            high = middle
    found = _line_before(file, low)
    return bool(found) and digest.startswith(found)


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The first whole line that begins at or after the place, without its count; empty at the end."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline().split(b":")[0].strip().upper()


def _line_before(file: BinaryIO, place: int) -> bytes:
    """The last line that begins before the place; empty when there is none."""
    if not place:
        return b""
    start = max(place - 100, 0)
    file.seek(start)
    lines = (file.read(place - start) + file.readline()).split()
    return lines[-1].split(b":")[0].upper() if lines else b""
