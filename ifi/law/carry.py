"""Excess of one year as credit of the next: how years of one right settle against one another."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ifi.core.money import ZERO


@dataclass(frozen=True, slots=True)
class YearToSettle:
    """One year's obligation and what was performed in it, in tenge."""

    year: int
    obligation: Decimal
    performed: Decimal


@dataclass(frozen=True, slots=True)
class SettledYear:
    """What credit covered (`credit_used`), what was left to perform (`due`), and what came of it.

    `credit_unused` is the credit of earlier years that is left after this year, before any of it lapses.
    """

    year: int
    credit_used: Decimal
    due: Decimal
    excess: Decimal
    shortfall: Decimal
    credit_unused: Decimal


def settle(years: Iterable[YearToSettle], carry_years: int | None) -> tuple[SettledYear, ...]:
    """Settle the years of one right in their order; credit covers first, the oldest first.

    `carry_years`: for how many following years an excess counts (Code Art. 129(3), 178(3), 212(2)); None = no limit.
    """
    credits: list[tuple[int, Decimal]] = []
    settled: list[SettledYear] = []
    for item in sorted(years, key=lambda each: each.year):
        alive = [(origin, left) for origin, left in credits if carry_years is None or item.year <= origin + carry_years]
        used, credits = _use(alive, item.obligation)
        due = item.obligation - used
        excess = max(item.performed - due, ZERO)
        unused = sum((left for _, left in credits), ZERO)
        settled.append(SettledYear(item.year, used, due, excess, max(due - item.performed, ZERO), unused))
        if excess:
            credits.append((item.year, excess))
    return tuple(settled)


def _use(credits: list[tuple[int, Decimal]], wanted: Decimal) -> tuple[Decimal, list[tuple[int, Decimal]]]:
    """Take up to `wanted` from the credits; the amount taken and what is left of them."""
    used, left = ZERO, []
    for origin, amount in credits:
        taken = min(amount, wanted - used)
        used += taken
        if amount > taken:
            left.append((origin, amount - taken))
    return used, left
