"""The treasury's statement: a receipt for every declared budget payment, save the differences put in on purpose."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from ifi.core.money import ZERO
from ifi.law.facts import Channel
from ifi.obligations.demonstration.values import DutyYear, Performed, Receipt, SeededDifference
from ifi.obligations.reconcile.rules import Cause

_LEAST = Decimal(1_000_000)  # differences are put into payments above this, so that no tolerance hides them


@dataclass(frozen=True, slots=True)
class Statement:
    receipts: tuple[Receipt, ...]
    differences: tuple[SeededDifference, ...]


class TreasuryMaker:
    """Makes receipts; each duty carries one seeded difference at most, so that causes do not mix."""

    def __init__(self, random: Random, duties: Iterable[DutyYear], other_line: str, of_each: int) -> None:
        self._random = random
        self._duties = {(duty.number, duty.year): duty for duty in duties}
        self._other_line = other_line
        self._of_each = of_each
        self._touched: set[tuple[str, int]] = set()
        self._receipts: list[Receipt] = []
        self._differences: list[SeededDifference] = []

    def make(self, performances: Iterable[Performed]) -> Statement:
        payments = [row for row in performances if row.channel is Channel.STATE_BUDGET and row.paid_on is not None]
        shuffled = [row for row in payments if row.amount > _LEAST]
        self._random.shuffle(shuffled)
        seeded: set[str] = set()
        for seed in (self._year_end, self._other_right, self._other_code, self._refund, self._not_received):
            done = 0
            for payment in shuffled:
                if done == self._of_each:
                    break
                if payment.payment_order not in seeded and self._is_free(payment) and seed(payment):
                    seeded.add(payment.payment_order)
                    done += 1
        self._receipts += [_receipt(row) for row in payments if row.payment_order not in seeded]
        self._not_declared(payments)
        return Statement(tuple(sorted(self._receipts, key=_place)), tuple(self._differences))

    def _is_free(self, payment: Performed) -> bool:
        return (payment.number, payment.year) not in self._touched

    def _year_end(self, payment: Performed) -> bool:
        """Declared for the year before, recorded by the treasury for the year in which it was paid."""
        booked = (payment.number, payment.year + 1)
        if payment.paid_on is None or payment.paid_on.year == payment.year or booked not in self._duties:
            return False
        if booked in self._touched:
            return False
        self._receipts.append(replace(_receipt(payment), year=payment.year + 1))
        self._note(payment, Cause.YEAR_END, -payment.amount)
        self._note(payment, Cause.YEAR_END, payment.amount, year=payment.year + 1)
        return True

    def _other_right(self, payment: Performed) -> bool:
        """Recorded by the treasury under another right of the same payer."""
        others = [
            duty
            for key, duty in self._duties.items()
            if duty.bin == payment.bin and duty.year == payment.year and key[0] != payment.number
        ]
        free = [duty for duty in others if duty.due and (duty.number, duty.year) not in self._touched]
        if not free:
            return False
        self._receipts.append(replace(_receipt(payment), number=free[0].number))
        self._note(payment, Cause.OTHER_STREAM, -payment.amount)
        self._note(payment, Cause.OTHER_STREAM, payment.amount, number=free[0].number)
        return True

    def _other_code(self, payment: Performed) -> bool:
        """Paid to another budget code: the sums agree, the stream does not."""
        if not payment.kbk:
            return False
        self._receipts.append(replace(_receipt(payment), kbk=self._other_line))
        self._note(payment, Cause.OTHER_STREAM, ZERO)
        return True

    def _refund(self, payment: Performed) -> bool:
        """The treasury gave a part back; the user declared the whole."""
        if payment.paid_on is None:
            return False
        receipt = _receipt(payment)
        back = (payment.amount * self._random.randint(150, 400) / 1000).quantize(Decimal("0.01"))
        refund = replace(
            receipt,
            amount=-back,
            payment_order=f"В-{payment.payment_order}",
            paid_on=payment.paid_on + timedelta(days=self._random.randint(2, 10)),
        )
        self._receipts += [receipt, refund]
        self._note(payment, Cause.REFUND, -back)
        return True

    def _not_received(self, payment: Performed) -> bool:
        """Declared by the user, unknown to the treasury."""
        self._note(payment, Cause.MISSING_GOVERNMENT, -payment.amount)
        return True

    def _not_declared(self, payments: list[Performed]) -> None:
        """Received by the treasury, not declared by the user: beside other payments of the same duty."""
        free = [row for row in payments if self._is_free(row) and row.paid_on is not None]
        chosen: dict[tuple[str, int], Performed] = {}
        for row in free:
            chosen.setdefault((row.number, row.year), row)
        for row in self._random.sample(list(chosen.values()), min(self._of_each, len(chosen))):
            amount = Decimal(self._random.randint(300_000_000, 2_000_000_000)).scaleb(-2)
            self._receipts.append(replace(_receipt(row), amount=amount, payment_order=f"9{row.payment_order}"))
            self._note(row, Cause.MISSING_COMPANY, amount, order=f"9{row.payment_order}")

    def _note(
        self,
        payment: Performed,
        cause: Cause,
        amount: Decimal,
        *,
        number: str | None = None,
        year: int | None = None,
        order: str | None = None,
    ) -> None:
        key = (number or payment.number, year or payment.year)
        self._touched.add(key)
        self._differences.append(SeededDifference(*key, cause.value, amount, order or payment.payment_order))


def _receipt(payment: Performed) -> Receipt:
    assert payment.paid_on is not None, "only paid performances reach the treasury"
    return Receipt(
        payment.number,
        payment.year,
        payment.bin,
        payment.payment_order,
        payment.paid_on,
        payment.amount,
        payment.kbk,
    )


def _place(receipt: Receipt) -> tuple[object, ...]:
    return (receipt.paid_on, receipt.payment_order)
