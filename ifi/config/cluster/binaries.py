"""PostgreSQL's programs on this machine."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ifi.config import packages
from ifi.config.cluster.errors import ClusterError, Say

OLDEST = 15  # the first release whose databases sort by ICU


def bin_folder(data: Path | None, say: Say) -> Path:
    """The folder of `postgres` and `initdb` for this data; installed where it is missing and we may."""
    wanted = _release_of(data) if data else None
    found = _choose(wanted)
    if found is None:
        package = f"postgresql-{wanted}" if wanted else "postgresql"
        say(f"PostgreSQL {wanted or f'{OLDEST} or newer'} was not found on this machine.")
        if packages.install(package, say=say):
            found = _choose(wanted)
        if found is None:
            raise ClusterError(_advice(package, wanted))
        say(f"Installed PostgreSQL in {found}.")
    return found


def _advice(package: str, wanted: int | None) -> str:
    reason = f" The data were made by release {wanted}." if wanted else ""
    return (
        f"PostgreSQL is missing.{reason} Install it, then start again:\n\n"
        f"    {packages.install_command(package)}\n\n"
        "Or set DATABASE_URL to a server that you have."
    )


def _release_of(data: Path) -> int | None:
    note = data / "PG_VERSION"
    return int(note.read_text().split(".")[0]) if note.exists() else None


def _choose(wanted: int | None) -> Path | None:
    found = {release: folder for folder in _candidates() if (release := _release(folder))}
    if wanted:
        return found.get(wanted)
    newest = max(found, default=0)
    return found[newest] if newest >= OLDEST else None


def _candidates() -> Iterator[Path]:
    """Later ones win where two have the same release, so the operator's own choice comes last."""
    for pattern in ("lib/postgresql/*/bin", "pgsql-*/bin", "local/pgsql/bin"):
        yield from Path("/usr").glob(pattern)
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        yield Path(answer.stdout.strip() or "/nonexistent")
    if named := os.environ.get("POSTGRES_BIN"):
        yield Path(named)


def _release(folder: Path) -> int | None:
    """None where the folder lacks the server: libpq's developer package brings `pg_config` alone."""
    if not (folder / "initdb").exists() or not (folder / "postgres").exists():
        return None
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    release = re.search(r"\) (\d+)", answer.stdout)
    return int(release.group(1)) if release else None
