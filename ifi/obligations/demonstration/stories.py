"""What became of every duty: paid in full, in part, late, above what was due, or not at all; closed and penalised."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from random import Random

from ifi.core.money import ZERO
from ifi.law.facts import Base
from ifi.obligations.demonstration.bases import Obligated
from ifi.obligations.demonstration.law import LawOfDuties
from ifi.obligations.demonstration.payments import Payment, PaymentMaker
from ifi.obligations.demonstration.sessions import next_sitting, sitting
from ifi.obligations.demonstration.values import Closing, Declaration, DutyYear, PenaltyPaid, Performed


class Habit(Enum):
    """How much of what is due gets performed, in thousandths of it: (least, most)."""

    NOTHING = (0, 0)
    ALMOST_NOTHING = (40, 285)
    PART = (310, 960)
    EXACT = (1000, 1000)
    ABOVE = (1010, 1240)
    FAR_ABOVE = (2100, 2600)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What is still to be performed (negative = excess), and what had not been paid by the end of the year."""

    still_due: Decimal
    in_time: Decimal


@dataclass(slots=True)
class Credit:
    """An excess that is not used up yet, and the last year that may use it (None = any)."""

    left: Decimal
    last_year: int | None


@dataclass(slots=True)
class Told:
    """What the stories have produced so far."""

    performances: list[Performed] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    penalties: list[PenaltyPaid] = field(default_factory=list)
    credits: dict[str, list["Credit"]] = field(default_factory=dict)  # by right, the oldest first
    corrections: list[Declaration] = field(default_factory=list)  # of bases, after the year was closed
    corrected_due: dict[tuple[str, int], Decimal | None] = field(default_factory=dict)


class StoryTeller:
    """Tells the years of each right in order, since the excess of one year lowers the next."""

    def __init__(self, random: Random, law: LawOfDuties, payments: PaymentMaker, today: date) -> None:
        self._random = random
        self._law = law
        self._payments = payments
        self._today = today
        self.told = Told()

    def tell(self, duty: DutyYear, obligated: Obligated) -> None:
        """Everything that happens to one duty. Call in the order of years."""
        due = obligated.assessment.due
        if due is None or not obligated.declarations:
            return
        brought = self._bring(duty, due)
        habit = self._habit(obligated)
        target = (due * self._random.randint(*habit.value) / 1000).quantize(Decimal("0.01"))
        target = max(target - brought, ZERO)
        accepted = in_time = ZERO
        last_day = date(duty.year, 1, 1)
        for made in self._performances(obligated, duty, target):
            self.told.performances.append(made)
            accepted += accepted_of(made)
            if made.paid_on is not None and made.paid_on.year == duty.year:
                in_time += accepted_of(made)
            last_day = max(last_day, made.steps[-1].taken_on)
        if duty.year < self._today.year:
            self._close(obligated, duty, Shortfall(due - brought - accepted, due - brought - in_time), last_day)

    def _bring(self, duty: DutyYear, due: Decimal) -> Decimal:
        """Credit of earlier years that this year uses: the oldest first, never above what is due."""
        brought = ZERO
        for credit in self.told.credits.get(duty.number, ()):
            if credit.last_year is None or credit.last_year >= duty.year:
                used = min(credit.left, due - brought)
                credit.left -= used
                brought += used
        return brought

    def _habit(self, obligated: Obligated) -> Habit:
        chance = self._random.randint(1, 1000)
        care = obligated.right.diligence
        if obligated.year == self._today.year and self._random.randint(1, 100) <= 60:
            return Habit.PART  # the year is not over
        limits = (
            (Habit.NOTHING, 70 - care // 2),
            (Habit.ALMOST_NOTHING, 100 - care * 4 // 5),
            (Habit.PART, 330 - care * 2),
            (Habit.ABOVE, 480 - care),
            (Habit.FAR_ABOVE, 486 - care),
        )
        return next((habit for habit, limit in limits if chance <= limit), Habit.EXACT)

    def _performances(self, obligated: Obligated, duty: DutyYear, target: Decimal) -> Iterator[Performed]:
        right, parts = obligated.right, self._parts(target)
        for index, part in enumerate(parts):
            paid_on = self._paid_on(obligated, is_last=index == len(parts) - 1)
            if paid_on is not None:
                made = self._payments.make(right, duty, self._payment(obligated, paid_on, part))
                if made is not None and made.steps:
                    yield made
        if target and self._random.randint(1, 1000) <= 45:
            paid_on = self._paid_on(obligated, is_last=False)
            if paid_on is not None:
                amount = (target * self._random.randint(15, 90) / 1000).quantize(Decimal("0.01"))
                known_on = obligated.known_on
                refused = self._payments.refused(right, duty, paid_on, max(amount, Decimal("0.01")), known_on)
                if refused.steps and refused.steps[0].taken_on <= self._today:
                    yield refused

    def _parts(self, target: Decimal) -> list[Decimal]:
        """The target cut into one to four payments that add up to it to the tiyn."""
        if target <= 0:
            return []
        parts, rest = [], target
        for _ in range(self._random.choice((0, 0, 0, 1, 1, 2))):
            part = (rest * self._random.randint(200, 620) / 1000).quantize(Decimal("0.01"))
            if 0 < part < rest:
                parts.append(part)
                rest -= part
        return [*parts, rest]

    def _payment(self, obligated: Obligated, paid_on: date, accepted: Decimal) -> Payment:
        chance = self._random.randint(1, 1000)
        declared = accepted
        if chance <= 30:  # more was declared than could be accepted
            declared = (accepted * self._random.randint(1040, 1400) / 1000).quantize(Decimal("0.01"))
        return Payment(
            paid_on,
            accepted,
            declared,
            open_from=obligated.right.opens_on(obligated.year),
            decided_from=obligated.known_on,
            is_reversed_once=declared > accepted and chance <= 12,
        )

    def _paid_on(self, obligated: Obligated, *, is_last: bool) -> date | None:
        """A day within the year and the right's life; for contracts the last payment may come in the next spring."""
        year, right = obligated.year, obligated.right
        first = date(year, 1, 15)
        last = min(date(year, 12, 28), self._today - timedelta(days=4))
        if right.ends_on is not None:
            last = min(last, right.ends_on)
        if is_last and obligated.is_by_contract and right.ends_on is None and self._random.randint(1, 100) <= 7:
            first, last = date(year + 1, 1, 12), min(date(year + 1, 4, 20), self._today)
        if first > last:
            return None
        return first + timedelta(days=self._random.randint(0, (last - first).days))

    def _close(self, obligated: Obligated, duty: DutyYear, shortfall: Shortfall, last_day: date) -> None:
        """The year is closed in the next summer; a few of the last year are still open."""
        chance = self._random.randint(1, 100)
        stays_open = 50 if shortfall.still_due > 0 else 12  # per cent of the last year's duties
        day = sitting(date(duty.year + 1, 5, 4) + timedelta(days=self._random.randint(0, 110)))
        day = max(day, next_sitting(last_day))
        if day > self._today or (duty.year == self._today.year - 1 and chance <= stays_open):
            return
        self.told.closings.append(Closing(duty.number, duty.year, day))
        if shortfall.still_due < 0:
            last_year = self._law.last_year_of_excess(obligated.right, duty.year)
            self.told.credits.setdefault(duty.number, []).append(Credit(-shortfall.still_due, last_year))
        if shortfall.in_time > 0:
            self._penalise(obligated, duty, shortfall, day)
        elif shortfall.still_due == 0 and obligated.is_by_contract and obligated.right.ends_on is None:
            self._correct_late(obligated, duty, day)

    def _correct_late(self, obligated: Obligated, duty: DutyYear, closed_on: date) -> None:
        """An audit finds a larger base after the close: the difference is still to be performed."""
        chance, day = self._random.randint(1, 1000), sitting(closed_on + timedelta(days=self._random.randint(60, 160)))
        if chance > 25 or day > self._today:
            return
        last = obligated.declarations[-1]
        amount = (last.amount * Decimal(self._random.choice((1009, 1022, 1041))) / 1000).quantize(Decimal("0.01"))
        self.told.corrections.append(replace(last, amount=amount, declared_on=day))
        due = self._law.assess(obligated.right, duty.year, Base(amount, last.type)).due
        self.told.corrected_due[duty.number, duty.year] = due

    def _penalise(self, obligated: Obligated, duty: DutyYear, shortfall: Shortfall, closed_on: date) -> None:
        """The penalty is on what was not performed within the year; it may be paid, and the rest performed late."""
        penalty = self._law.penalty(obligated.right, duty.year, shortfall.in_time)
        paid_on = closed_on + timedelta(days=self._random.randint(15, 75))
        chance = self._random.randint(1, 100)
        if penalty.amount and paid_on <= self._today and chance <= 62:
            self.told.penalties.append(PenaltyPaid(duty.number, duty.year, penalty.amount, paid_on))
        if not penalty.ends_duty and shortfall.still_due > 0 and chance > 55:
            self._pay_late(obligated, duty, shortfall.still_due, closed_on)

    def _pay_late(self, obligated: Obligated, duty: DutyYear, shortfall: Decimal, closed_on: date) -> None:
        """The shortfall of a contract stays due: some of it is paid after the close."""
        paid_on = closed_on + timedelta(days=self._random.randint(30, 220))
        right = obligated.right
        if paid_on > self._today - timedelta(days=30) or (right.ends_on is not None and paid_on > right.ends_on):
            return
        part = (shortfall * self._random.choice((1000, 1000, 450)) / 1000).quantize(Decimal("0.01"))
        made = self._payments.make(right, duty, Payment(paid_on, part, part, closed_on, closed_on)) if part else None
        if made is not None:
            self.told.performances.append(made)


def accepted_of(made: Performed) -> Decimal:
    """What stands accepted after the last step."""
    last = made.steps[-1]
    return last.amount if last.step == "accepted" else ZERO
