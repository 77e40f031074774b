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


def without(runs: Iterable[Run], taken: Iterable[Run]) -> Iterator[Run]:
    """What is left of runs, in order and apart from one another, when the taken ones go."""
    gaps = joined(taken)
    for first, last in runs:
        start = first
        position = max(bisect_right(gaps, (first, math.inf)) - 1, 0)
        while position < len(gaps) and gaps[position][0] <= last and start <= last:
            if gaps[position][1] >= start:
                if gaps[position][0] > start:
                    yield start, gaps[position][0] - 1
                start = gaps[position][1] + 1
            position += 1
        if start <= last:
            yield start, last


def size_of(runs: Iterable[Run]) -> int:
    return sum(last - first + 1 for first, last in runs)


def parts_of(runs: Iterable[Run], most: int) -> Iterator[tuple[Run, ...]]:
    """The runs, cut so that each part holds at most so many numbers."""
    part: list[Run] = []
    left = most
    for first, last in runs:
        while first <= last:
            end = min(last, first + left - 1)
            part.append((first, end))
            left -= end - first + 1
            first = end + 1
            if not left:
                yield tuple(part)
                part, left = [], most
    if part:
        yield tuple(part)


def shown_runs(runs: Iterable[Run]) -> str:
    """The text that `read_runs` reads."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
