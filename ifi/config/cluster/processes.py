"""The server's processes. Each has the data folder as its working folder, which tells it from a reused number."""

import os
from pathlib import Path


def postmaster(data: Path) -> int | None:
    """The number of the running server of this data folder, or None."""
    number = noted(data)
    return number if number is not None and number in of(data, number) else None


def noted(data: Path) -> int | None:
    """The number in the server's own note, which may be stale."""
    try:
        return int((data / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def is_ready(data: Path) -> bool:
    """The server writes its state into the eighth line of its note."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def of(data: Path, *also: int) -> list[int]:
    """All processes of this data folder, orphans of a killed server included.

    Without `/proc` only the numbers in `also` can be looked at.
    """
    if not Path("/proc/self").exists():
        return [number for number in also if _exists(number)]
    folder = os.path.realpath(data)
    return [number for number in _all_numbers() if _working_folder(number) == folder]


def _all_numbers() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _working_folder(number: int) -> str | None:
    try:
        folder = os.readlink(f"/proc/{number}/cwd")
        program = Path(f"/proc/{number}/comm").read_text().strip()
    except OSError:
        return None
    return folder if program.startswith(("postgres", "postmaster")) else None


def _exists(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
