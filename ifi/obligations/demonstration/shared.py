"""Documents that two rights of one enterprise claim: one confirmed cost, never counted above it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from ifi.law.facts import Channel
from ifi.obligations.demonstration.values import Performed
from ifi.obligations.rules.performance import Reason


def share_documents(random: Random, performances: Sequence[Performed], count: int) -> list[Performed]:
    """The performances, of which `count` pairs now name one document; in every second pair too much was claimed."""
    rows = list(performances)
    place = {row.payment_order: index for index, row in enumerate(rows)}
    for turn, (first, second) in enumerate(_pairs(random, rows, count)):
        claims_too_much = turn % 2 == 1
        cut = (second.amount * Decimal("1.08")).quantize(Decimal("0.01")) if claims_too_much else second.amount
        named = _naming(first, second, cut, is_cut=claims_too_much)
        cost = first.amount + second.amount
        rows[place[first.payment_order]] = replace(first, confirmed_amount=cost)
        rows[place[second.payment_order]] = replace(named, confirmed_amount=cost)
    return rows


def _pairs(random: Random, rows: Sequence[Performed], count: int) -> Iterable[tuple[Performed, Performed]]:
    """Pairs of one enterprise and year under two rights, each accepted in full at once."""
    waiting: dict[tuple[str, int], Performed] = {}
    found = []
    for row in rows:
        if row.channel is not Channel.KZ_PERFORMER or not _was_accepted_at_once(row):
            continue
        other = waiting.get((row.bin, row.year))
        if other is not None and other.number != row.number:
            found.append((other, row))
            del waiting[row.bin, row.year]
        else:
            waiting[row.bin, row.year] = row
    random.shuffle(found)
    return found[:count]


def _was_accepted_at_once(row: Performed) -> bool:
    return [step.step for step in row.steps] == ["declared", "accepted"] and row.steps[-1].amount == row.amount


def _naming(first: Performed, second: Performed, declared: Decimal, *, is_cut: bool) -> Performed:
    """The second performance with the first one's document; what goes above the confirmed cost is not accepted."""
    declaring, accepting = second.steps
    reason = Reason.ABOVE_CONFIRMED_COST.value if is_cut else ""
    return replace(
        second,
        amount=declared,
        document=first.document,
        document_number=first.document_number,
        document_date=first.document_date,
        steps=(replace(declaring, amount=declared), replace(accepting, reason=reason)),
    )
