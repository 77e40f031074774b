"""Message catalogues compiled without gettext's tools, which a fresh machine may lack."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("kk", "ru")


def catalogues(project: Path) -> Iterator[Path]:
    """Every catalogue of every room."""
    for language in LANGUAGES:
        yield from sorted((project / "ifi").glob(f"**/locale/{language}/LC_MESSAGES/*.po"))


def compile_stale(project: Path) -> int:
    """Compile the catalogues that changed since they were compiled; how many there were."""
    stale = [source for source in catalogues(project) if _is_stale(source)]
    for source in stale:
        _compile(source)
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime


def _compile(source: Path) -> None:
    """Written beside and renamed, since a server may be reading the old one."""
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    descriptor, name = tempfile.mkstemp(dir=source.parent, suffix=".mo.new")
    with os.fdopen(descriptor, "wb") as file:
        write_mo(file, catalogue)
    os.chmod(name, 0o644)
    os.replace(name, source.with_suffix(".mo"))
