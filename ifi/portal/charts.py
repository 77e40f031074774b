"""From values to geometry that a template draws as SVG. Pure: no Django, no language, no colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from ifi.core.display import large_unit

ZERO = Decimal(0)
_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, one for each label; None is unknown and leaves a gap. `hatched` marks what is missing."""

    label: str
    values: tuple[Decimal | None, ...]
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart says: its sentence stands above it, its table below. `heading` names the labels (Year, Region)."""

    title: str
    reading: str
    heading: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    csv: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing's size and the room that axes take, in the drawing's own units."""

    width: int
    height: int
    left: int = 56
    right: int = 8
    top: int = 12
    bottom: int = 28

    @property
    def plot_width(self) -> Decimal:
        return Decimal(self.width - self.left - self.right)

    @property
    def plot_height(self) -> Decimal:
        return Decimal(self.height - self.top - self.bottom)

    @property
    def floor(self) -> Decimal:
        return Decimal(self.height - self.bottom)


WIDE = Frame(width=1000, height=320, left=64)
NARROW = Frame(width=320, height=260, left=44)


@dataclass(frozen=True, slots=True)
class Tick:
    y: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """A label under the plot; every other one is left out where they would touch."""

    x: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    series: int
    hatched: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of one line: a gap begins a new piece. Each piece is the `points` of a polyline."""

    series: int
    pieces: tuple[str, ...]
    dots: tuple[tuple[Decimal, Decimal], ...]
    end: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True)
class Drawing:
    frame: Frame
    ticks: tuple[Tick, ...]
    names: tuple[Name, ...]
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()


def nice_step(largest: Decimal, count: int = 4) -> Decimal:
    """A step of 1, 2, 2.5 or 5 times a power of ten, so that about `count` steps reach the largest value."""
    if largest <= 0:
        return Decimal(1)
    rough = largest / count
    power = Decimal(10) ** rough.adjusted()
    return next(factor * power for factor in _NICE if factor * power >= rough)


def axis_unit(series: Sequence[Series], *, stacked: bool, language: str) -> tuple[Decimal, str]:
    """The unit of the axis and its word: the largest of thousand millions and the like that the values reach."""
    columns = zip(*(row.values for row in series), strict=True)
    combine = sum if stacked else max
    largest = max((combine([value or ZERO for value in column]) for column in columns), default=ZERO)
    return large_unit(Decimal(largest), language)


def stacked_bars(labels: Sequence[str], series: Sequence[Series], frame: Frame) -> Drawing:
    """One column for each label, its series one upon another. Negative values are refused: they cannot be stacked."""
    if any(value is not None and value < 0 for row in series for value in row.values):
        raise ValueError("a negative value cannot be stacked")
    columns = list(zip(*(row.values for row in series), strict=True)) if series else []
    top, ticks = _scale([sum((value or ZERO for value in column), ZERO) for column in columns], frame)
    slot = frame.plot_width / max(len(labels), 1)
    width = min(slot * Decimal("0.66"), Decimal(72))
    bars: list[Bar] = []
    for place, column in enumerate(columns):
        floor = frame.floor
        for index, value in enumerate(column):
            if value:
                height = value / top * frame.plot_height
                x = frame.left + slot * place + (slot - width) / 2
                bars.append(Bar(_cut(x), _cut(floor - height), _cut(width), _cut(height), index, series[index].hatched))
                floor -= height
    return Drawing(frame, ticks, _names(labels, slot, frame), bars=tuple(bars))


def lines(labels: Sequence[str], series: Sequence[Series], frame: Frame) -> Drawing:
    """One line for each series over the labels; an unknown value leaves a gap."""
    top, ticks = _scale([value for row in series for value in row.values if value is not None], frame)
    slot = frame.plot_width / max(len(labels), 1)
    drawn = tuple(_line(index, row, slot, top, frame) for index, row in enumerate(series))
    return Drawing(frame, ticks, _names(labels, slot, frame), lines=drawn)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the balance bar in thousandths of its width."""

    kind: str
    x: Decimal
    width: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BalanceBar:
    """`due_at`: where the due ends, when more was performed than due; None when it fills the whole width."""

    parts: tuple[Part, ...]
    shortfall: Decimal
    excess: Decimal
    due_at: Decimal | None


def balance_bar(*, due: Decimal, accepted: Decimal, credit: Decimal = ZERO, declared: Decimal = ZERO) -> BalanceBar:
    """The due as the full width; credit, accepted and declared as parts of it; what is missing at the end.

    Declared but undecided amounts do not lessen the shortfall: they are drawn inside it.
    """
    covered = credit + accepted
    shortfall = max(due - covered, ZERO)
    excess = max(covered - due, ZERO)
    whole = max(due, covered) or Decimal(1)
    pending = min(declared, shortfall)
    sizes = (("credit", credit), ("accepted", accepted), ("declared", pending), ("shortfall", shortfall - pending))
    parts: list[Part] = []
    at = ZERO
    for kind, size in sizes:
        if size > 0:
            width = size / whole * 1000
            parts.append(Part(kind, _cut(at), _cut(width), size))
            at += width
    return BalanceBar(tuple(parts), shortfall, excess, _cut(due / whole * 1000) if excess else None)


def _scale(values: Sequence[Decimal], frame: Frame) -> tuple[Decimal, tuple[Tick, ...]]:
    """The value at the top of the plot and the ticks up to it."""
    step = nice_step(max(values, default=ZERO))
    count = ceil(max(values, default=ZERO) / step) or 1
    top = step * count
    ticks = tuple(
        Tick(_cut(frame.floor - frame.plot_height * place / count), step * place) for place in range(count + 1)
    )
    return top, ticks


def _names(labels: Sequence[str], slot: Decimal, frame: Frame) -> tuple[Name, ...]:
    needed = max((len(label) for label in labels), default=0) * 8
    every = max(1, ceil(needed / slot)) if slot else 1
    last = len(labels) - 1
    return tuple(
        Name(_cut(frame.left + slot * place + slot / 2), label)
        for place, label in enumerate(labels)
        if (last - place) % every == 0
    )


def _line(index: int, row: Series, slot: Decimal, top: Decimal, frame: Frame) -> Line:
    pieces: list[list[tuple[Decimal, Decimal]]] = [[]]
    for place, value in enumerate(row.values):
        if value is None:
            pieces.append([])
            continue
        x = frame.left + slot * place + slot / 2
        pieces[-1].append((_cut(x), _cut(frame.floor - value / top * frame.plot_height)))
    dots = tuple(point for piece in pieces for point in piece)
    drawn = tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in pieces if len(piece) > 1)
    return Line(index, drawn, dots, dots[-1] if dots else None)


def _cut(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))
