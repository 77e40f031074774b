"""Which differences between two sides of the same payment count, and what probably made them. Pure.

The rule is EITI's: a difference counts only when its share of the government's amount is above the margin of the stream
AND its size is above the floor of the stream, both strictly (USEITI report 2015, reconciliation page).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from ifi.core.money import ZERO

_EXACT = Context(prec=80)  # amounts have 20 digits, margins 10: products stay exact
_SHARE_PLACES = Decimal("0.0000000001")


class Cause(StrEnum):
    """Why a difference probably is, in the order in which the rules are tried."""

    MISSING_COMPANY = "missing_company"  # received, but not declared
    MISSING_GOVERNMENT = "missing_government"  # declared, but not received
    YEAR_END = "year_end"  # paid in one year, recorded in the next
    OTHER_STREAM = "other_stream"  # recorded under another stream, right or budget code
    AMOUNT_DIFFERS = "amount_differs"  # the same payment order, two amounts
    REFUND = "refund"  # one side nets a refund, the other does not
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Above `margin` (a share, 0.01 = 1 %) AND above `floor` (money) a difference of the stream counts."""

    stream: str
    margin: Decimal
    floor: Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """The same payment as both sides state it. `None` = that side reported nothing. `line` is where it was read.

    `id` may name the payer: its other streams are then looked at for the missing money; `year` likewise.
    """

    id: str
    stream: str
    company_amount: Decimal | None
    government_amount: Decimal | None
    year: int | None = None
    line: int = 0

    @property
    def company(self) -> Decimal:
        return self.company_amount if self.company_amount is not None else ZERO

    @property
    def government(self) -> Decimal:
        return self.government_amount if self.government_amount is not None else ZERO

    @property
    def difference(self) -> Decimal:
        """Government's amount less the company's."""
        return self.government - self.company


@dataclass(frozen=True, slots=True)
class Result:
    """A pair judged. `share` is None where the government's amount is zero and the company's is not: no share can be
    formed, and it counts as above any margin. `flagged` is None where the stream has no tolerance: not judged."""

    pair: Pair
    tolerance: Tolerance | None
    difference: Decimal
    share: Decimal | None
    flagged: bool | None
    cause: Cause | None = None
    evidence: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all pairs; `flagged_difference` adds the sizes of the flagged differences."""

    pairs: int
    flagged: int
    not_judged: int
    company_amount: Decimal
    government_amount: Decimal
    difference: Decimal
    flagged_difference: Decimal


def share_of(difference: Decimal, government: Decimal) -> Decimal | None:
    """Size of the difference as a share of the government's amount, to ten places, for display only."""
    if government == 0:
        return Decimal(0) if difference == 0 else None
    return abs(_EXACT.divide(difference, government)).quantize(_SHARE_PLACES, rounding=ROUND_HALF_UP, context=_EXACT)


def is_flagged(pair: Pair, tolerance: Tolerance) -> bool:
    """Above the margin and above the floor; compared exactly, as |difference| > margin × |government|."""
    size = abs(pair.difference)
    return size > tolerance.floor and size > _EXACT.multiply(tolerance.margin, abs(pair.government))


def reconcile(pairs: Sequence[Pair], tolerances: Iterable[Tolerance]) -> tuple[Result, ...]:
    """Judge every pair by its stream's tolerance and give each flagged one a cause. In the order of the pairs."""
    by_stream = {tolerance.stream: tolerance for tolerance in tolerances}
    by_payer: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_payer.setdefault(pair.id, []).append(pair)
    return tuple(_judge(pair, by_stream.get(pair.stream), by_payer[pair.id]) for pair in pairs)


def totals(results: Iterable[Result]) -> Totals:
    rows = tuple(results)
    return Totals(
        pairs=len(rows),
        flagged=sum(row.flagged is True for row in rows),
        not_judged=sum(row.flagged is None for row in rows),
        company_amount=sum((row.pair.company for row in rows), ZERO),
        government_amount=sum((row.pair.government for row in rows), ZERO),
        difference=sum((row.difference for row in rows), ZERO),
        flagged_difference=sum((abs(row.difference) for row in rows if row.flagged), ZERO),
    )


def _judge(pair: Pair, tolerance: Tolerance | None, same_payer: Sequence[Pair]) -> Result:
    difference = pair.difference
    flagged = None if tolerance is None else is_flagged(pair, tolerance)
    cause, evidence = _cause(pair, tolerance, same_payer) if flagged and tolerance else (None, None)
    return Result(pair, tolerance, difference, share_of(difference, pair.government), flagged, cause, evidence)


def _cause(pair: Pair, tolerance: Tolerance, same_payer: Sequence[Pair]) -> tuple[Cause, Mapping[str, str]]:
    """The first rule that holds, with what it rests on.

    1. One side has nothing. 2. The year before or after has the opposite difference in the same stream. 3. Another
    stream of the same payer and year has it. 4. Either amount is negative, so refunds are netted. 5. Nothing fits.
    """
    if pair.company == 0:
        return Cause.MISSING_COMPANY, {}
    if pair.government == 0:
        return Cause.MISSING_GOVERNMENT, {}
    neighbour = _offset(
        pair, tolerance, (other for other in same_payer if other.stream == pair.stream and _years_adjoin(pair, other))
    )
    if neighbour is not None:
        return Cause.YEAR_END, {"year": str(neighbour.year), "amount": str(neighbour.difference)}
    elsewhere = _offset(
        pair, tolerance, (other for other in same_payer if other.stream != pair.stream and other.year == pair.year)
    )
    if elsewhere is not None:
        return Cause.OTHER_STREAM, {"stream": elsewhere.stream, "amount": str(elsewhere.difference)}
    if pair.company < 0 or pair.government < 0:
        return Cause.REFUND, {}
    return Cause.UNEXPLAINED, {}


def _years_adjoin(pair: Pair, other: Pair) -> bool:
    return pair.year is not None and other.year is not None and abs(pair.year - other.year) == 1


def _offset(pair: Pair, tolerance: Tolerance, others: Iterable[Pair]) -> Pair | None:
    """The pair whose opposite difference leaves least over, if what is left over would not count itself."""
    opposite = [other for other in others if other.difference * pair.difference < 0]
    if not opposite:
        return None
    nearest = min(
        opposite, key=lambda other: (abs(pair.difference + other.difference), other.stream, other.year or 0, other.line)
    )
    left = abs(pair.difference + nearest.difference)
    allowed = min(tolerance.floor, _EXACT.multiply(tolerance.margin, abs(pair.government)))
    return nearest if left <= allowed else None
