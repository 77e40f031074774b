"""Sets of row numbers as runs: "1-500,502" is ((1, 500), (502, 502))."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

Run = tuple[int, int]


def read_runs(text: str) -> tuple[Run, ...]:
    found = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found.append((int(first), int(last or first)))
    return tuple(found)


def joined(runs: Iterable[Run]) -> list[Run]:
    """The same numbers in the fewest runs, in order."""
    found: list[Run] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def numbers_of(runs: Iterable[Run]) -> Iterator[int]:
    for first, last in runs:
        yield from range(first, last + 1)


def holds(runs: Sequence[Run], part: Run) -> bool:
    """Whether runs that are joined hold the whole part."""
    position = bisect_right(runs, (part[0], math.inf)) - 1
    return position >= 0 and runs[position][0] <= part[0] and part[1] <= runs[position][1]
