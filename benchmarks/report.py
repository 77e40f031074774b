"""The size of the benchmarks, and how they say what they found: Markdown with the aim beside each figure."""

import os
from collections.abc import Iterable

SCALE = float(os.environ.get("BENCHMARK_SCALE", "1"))  # below 1 to try the benchmarks out; their figures mean nothing
MISSED = "**missed**"

Line = tuple[str, str, str, bool | None]  # measure, result, aim, whether the aim is met; None: it has none


def scaled(full: int, least: int = 1) -> int:
    """The number for this run of what is `full` in a real one."""
    return max(least, round(full * SCALE))


def print_lines(lines: Iterable[Line]) -> None:
    print("| Measure | Result | Aim |\n|---|---|---|")
    for measure, result, aim, is_met in lines:
        print(f"| {measure} | {marked(result, is_met)} | {aim or 'none'} |", flush=True)


def marked(result: str, is_met: bool | None) -> str:
    """The result, and that it misses its aim where it does."""
    return f"{result} {MISSED}" if is_met is False else result
