"""Which declared payment is which treasury receipt. Pure, greedy, the same for any order of the rows.

Rules, from the surest to the weakest; a row taken by one rule is not looked at by the next:
1. same right, year and payment order (equal amounts first; a leftover row that makes the amounts equal joins in);
2. same right, year and amount, paid within the window of days;
3. one row is the sum of up to four rows of the other side, all of the same right and year within the window;
4. same right, years next to each other, same order or same amount within the window: recorded across the year end;
5. same payer, another right, same order or same amount within the window: recorded elsewhere;
6. a negative receipt left over is a refund; everything else left over is missing on the other side.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from ifi.core.money import ZERO
from ifi.obligations.reconcile.rules import Cause

_LARGEST_SUM = 4  # rows that one row may be the sum of
_NEAREST = 10  # candidates looked at for a sum: at most 375 combinations a row


class MatchRule(StrEnum):
    ORDER = "order"
    AMOUNT = "amount"
    SUM = "sum"
    YEAR_END = "year_end"
    ELSEWHERE = "elsewhere"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment to the budget as one side states it: declared by the user, or received by the treasury."""

    id: int
    right: int
    year: int
    amount: Decimal
    paid_on: date | None
    order: str = ""
    kbk: str = ""
    payer: str = ""

    @property
    def order_folded(self) -> str:
        """The order's number without marks, spaces and leading zeros."""
        return self.order.upper().replace("№", "").replace(" ", "").lstrip("0")


@dataclass(frozen=True, slots=True)
class Match:
    """Rows that are one payment; one side is empty where the other stands alone."""

    declared: tuple[Payment, ...]
    received: tuple[Payment, ...]
    rule: MatchRule

    @property
    def difference(self) -> Decimal:
        """Received less declared."""
        return _sum(self.received) - _sum(self.declared)

    @property
    def cause(self) -> Cause | None:
        """Why the sides differ in amount, year, right or budget code; None = they agree."""
        if not self.declared:
            return Cause.REFUND if self.difference < 0 else Cause.MISSING_COMPANY
        if not self.received:
            return Cause.MISSING_GOVERNMENT
        if self.rule is MatchRule.YEAR_END:
            return Cause.YEAR_END
        codes = [{row.kbk for row in side if row.kbk} for side in (self.declared, self.received)]
        if self.rule is MatchRule.ELSEWHERE or (all(codes) and not codes[0] & codes[1]):
            return Cause.OTHER_STREAM
        return Cause.AMOUNT_DIFFERS if self.difference else None


@dataclass(frozen=True, slots=True)
class Reason:
    """What one match adds to the difference of a right and year; the reasons add up to the whole difference."""

    amount: Decimal
    cause: Cause
    match: Match


def match_payments(declared: Iterable[Payment], received: Iterable[Payment], *, window_days: int) -> tuple[Match, ...]:
    """Every row in exactly one match. Ids must be unique on each side. `window_days` is the setting for dates apart."""
    left, right = _Rows(declared), _Rows(received)

    def near(one: Payment, other: Payment) -> bool:
        return _days_apart(one, other) <= window_days

    def same_or_near(one: Payment, other: Payment) -> bool:
        return _same_order(one, other) or (one.amount == other.amount and near(one, other))

    found = _by_order(left, right)
    found += _pairs(
        left,
        right,
        MatchRule.AMOUNT,
        lambda row: (row.right, row.year, row.amount),
        lambda one, other: near(one, other),
    )
    found += _sums(left, right, near)
    found += _sums(right, left, near, swapped=True)
    found += _pairs(
        left,
        right,
        MatchRule.YEAR_END,
        lambda row: row.right,
        lambda one, other: abs(one.year - other.year) == 1 and same_or_near(one, other),
    )
    found += _pairs(
        left,
        right,
        MatchRule.ELSEWHERE,
        lambda row: row.payer or None,
        lambda one, other: one.right != other.right and same_or_near(one, other),
    )
    found += [Match((row,), (), MatchRule.ALONE) for row in left.rest()]
    found += [Match((), (row,), MatchRule.ALONE) for row in right.rest()]
    return tuple(sorted(found, key=_place))


def reasons(matches: Iterable[Match]) -> Mapping[tuple[int, int], tuple[Reason, ...]]:
    """(right, year) → what makes its received sum differ from its declared sum, largest first."""
    found: dict[tuple[int, int], list[Reason]] = {}
    for match in matches:
        shares: dict[tuple[int, int], Decimal] = {}
        for rows, sign in ((match.declared, -1), (match.received, 1)):
            for row in rows:
                key = (row.right, row.year)
                shares[key] = shares.get(key, ZERO) + sign * row.amount
        for key, amount in shares.items():
            if match.cause is not None:
                found.setdefault(key, []).append(Reason(amount, match.cause, match))
    return {
        key: tuple(sorted(rows, key=lambda reason: (-abs(reason.amount), _place(reason.match))))
        for key, rows in found.items()
    }


class _Rows:
    """Rows of one side in one fixed order, less those that are taken."""

    def __init__(self, rows: Iterable[Payment]) -> None:
        self._rows = {row.id: row for row in sorted(rows, key=_row_place)}

    def rest(self) -> list[Payment]:
        return list(self._rows.values())

    def holds(self, row: Payment) -> bool:
        return row.id in self._rows

    def take(self, rows: Iterable[Payment]) -> None:
        for row in rows:
            del self._rows[row.id]

    def by(self, key: Callable[[Payment], Hashable]) -> dict[Hashable, list[Payment]]:
        groups: dict[Hashable, list[Payment]] = {}
        for row in self._rows.values():
            if (value := key(row)) is not None:
                groups.setdefault(value, []).append(row)
        return groups


def _pairs(
    left: _Rows,
    right: _Rows,
    rule: MatchRule,
    key: Callable[[Payment], Hashable],
    fits: Callable[[Payment, Payment], bool],
) -> list[Match]:
    """One-to-one matches among rows with the same key, the nearest in amount and date first."""
    others = right.by(key)
    candidates = [
        (_badness(one, other), one, other)
        for value, rows in left.by(key).items()
        for one in rows
        for other in others.get(value, ())
        if fits(one, other)
    ]
    found = []
    for _, one, other in sorted(candidates, key=lambda candidate: candidate[0]):
        if left.holds(one) and right.holds(other):
            left.take([one])
            right.take([other])
            found.append(Match((one,), (other,), rule))
    return found


def _by_order(left: _Rows, right: _Rows) -> list[Match]:
    """Rule 1. Where more was received than declared, one refund of exactly the difference joins in."""
    matches = _pairs(
        left,
        right,
        MatchRule.ORDER,
        lambda row: (row.right, row.year, row.order_folded) if row.order_folded else None,
        lambda one, other: True,
    )
    refunds = right.by(lambda row: (row.right, row.year, row.amount) if row.amount < 0 else None)
    found = []
    for match in matches:
        own = match.declared[0]
        fitting = [row for row in refunds.get((own.right, own.year, -match.difference), ()) if right.holds(row)]
        if fitting:
            right.take(fitting[:1])
            match = Match(match.declared, (*match.received, fitting[0]), MatchRule.SUM)
        found.append(match)
    return found


def _sums(left: _Rows, right: _Rows, near: Callable[[Payment, Payment], bool], *, swapped: bool = False) -> list[Match]:
    """Rule 3: rows of `left` that are the sum of two to four rows of `right`, the fewest and nearest first."""
    others = right.by(lambda row: (row.right, row.year))
    found = []
    for whole in left.rest():
        parts = _parts(
            whole, [row for row in others.get((whole.right, whole.year), ()) if right.holds(row) and near(whole, row)]
        )
        if parts:
            left.take([whole])
            right.take(parts)
            declared, received = (parts, (whole,)) if swapped else ((whole,), parts)
            found.append(Match(declared, received, MatchRule.SUM))
    return found


def _parts(whole: Payment, candidates: Sequence[Payment]) -> tuple[Payment, ...]:
    nearest = sorted(candidates, key=lambda row: (_days_apart(whole, row), _row_place(row)))[:_NEAREST]
    for count in range(2, _LARGEST_SUM + 1):
        for parts in combinations(nearest, count):
            if _sum(parts) == whole.amount:
                return parts
    return ()


def _sum(rows: Iterable[Payment]) -> Decimal:
    return sum((row.amount for row in rows), ZERO)


def _same_order(one: Payment, other: Payment) -> bool:
    return bool(one.order_folded) and one.order_folded == other.order_folded


def _days_apart(one: Payment, other: Payment) -> int:
    """Days between two payments; unknown dates are as far apart as can be."""
    if one.paid_on is None or other.paid_on is None:
        return date.max.toordinal()
    return abs((one.paid_on - other.paid_on).days)


def _badness(one: Payment, other: Payment) -> tuple[object, ...]:
    return (abs(one.amount - other.amount), _days_apart(one, other), _row_place(one), _row_place(other))


def _row_place(row: Payment) -> tuple[object, ...]:
    return (row.right, row.year, row.paid_on or date.max, row.order_folded, row.amount, row.id)


def _place(match: Match) -> tuple[object, ...]:
    first = (match.declared or match.received)[0]
    return (first.right, first.year, first.paid_on or date.max, not match.declared, first.id)
