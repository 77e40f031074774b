"""Processor time as the kernel counts it: of this process, of others, and of PostgreSQL's for one database."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(pid: int) -> float:
    """Of the process, its threads included; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def seconds_of_tree(pid: int) -> float:
    """Of the process and those that it started."""
    return sum(seconds_of(one) for one in [pid, *_children_of(pid)])


def seconds_of_backends(database: str) -> float:
    """Of PostgreSQL's processes that serve the database now."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if command.startswith(b"postgres:") and f" {database} ".encode() in command:
            total += seconds_of(int(folder.name))
    return total


def _children_of(pid: int) -> list[int]:
    found = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in listing.read_text().split():
            found += [int(child), *_children_of(int(child))]
    return found
