"""Signed heads outside the database: whoever rules the database does not own every copy of them."""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from ifi.audit.rules import notes

_SEPARATOR = "\n\n\n"  # a note has one empty line inside


def add_head(note: str) -> None:
    """Append a published head to the folder's list."""
    path = _path("heads.txt")
    with path.open("a", encoding="utf-8") as file:
        file.write(note.rstrip("\n") + _SEPARATOR)
        file.flush()
        os.fsync(file.fileno())


def kept_heads() -> tuple[str, ...]:
    """Every published head of the folder, and the checkpoint after the newest records, as signed notes."""
    listed = _text(_path("heads.txt")).split(_SEPARATOR)
    return tuple(f"{note.strip()}\n" for note in (*listed, _text(_path("checkpoint"))) if note.strip())


def checkpoint() -> notes.Head | None:
    """The newest state of the tree that this machine has seen; None where there is none."""
    return notes.read(_text(_path("checkpoint")))


def keep_checkpoint(note: str) -> None:
    """Replace the checkpoint; a reader sees the old one or the new one, whole."""
    path = _path("checkpoint")
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(note)
    os.replace(draft, path)


def _path(name: str) -> Path:
    folder = Path(settings.AUDIT_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
