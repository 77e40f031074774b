"""Asks ClamAV about a file (its INSTREAM command). Without an answer the file is not let in."""

import socket
import struct
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from ifi.core.errors import IfiError

_CHUNK = 64 * 1024
_SECONDS = 60.0


class FileInfected(IfiError):
    """The scanner found something. Parameters: name (of what it found)."""

    code = "antivirus.infected"


class ScannerSilent(IfiError):
    """The scanner does not answer, or not as it should: nothing is known of the file."""

    code = "antivirus.silent"


def check_file(path: Path) -> None:
    """Nothing where the file is clean, or where no scanner is set up. Raises FileInfected, ScannerSilent."""
    if settings.CLAMD:
        with path.open("rb") as file:
            check_chunks(iter(lambda: file.read(_CHUNK), b""))


def check_chunks(chunks: Iterable[bytes]) -> None:
    try:
        with _connected() as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                scanner.sendall(struct.pack(">I", len(chunk)) + chunk)
            scanner.sendall(struct.pack(">I", 0))
            answer = _answer(scanner)
    except OSError as error:
        raise ScannerSilent from error
    if answer.endswith(" FOUND"):
        raise FileInfected(name=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer != "stream: OK":
        raise ScannerSilent


def _connected() -> socket.socket:
    """`/path/to/clamd.sock` or `host:port`, as the operator set it."""
    if settings.CLAMD.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(_SECONDS)
        scanner.connect(settings.CLAMD)
        return scanner
    host, _, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)


def _answer(scanner: socket.socket) -> str:
    found = b""
    while not found.endswith(b"\0") and len(found) < 4096:
        part = scanner.recv(1024)
        if not part:
            break
        found += part
    return found.rstrip(b"\0").decode(errors="replace")
