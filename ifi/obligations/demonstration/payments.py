"""Single performances: when they are paid, through which channel, for what, and what the officer decides."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from ifi.law.facts import Channel
from ifi.obligations.demonstration.law import LawOfDuties
from ifi.obligations.demonstration.sessions import next_sitting, sitting
from ifi.obligations.demonstration.titles import BUDGET_PAYMENT, DIGITALISATION, TITLES
from ifi.obligations.demonstration.values import DutyYear, Performed, Right, Step
from ifi.obligations.rules.performance import Reason
from ifi.obligations.rules.performance import Step as Stage

_WEIGHTS = {
    Channel.KZ_PERFORMER: 10,
    Channel.CLUSTER_PROJECT: 4,
    Channel.DIGITALISATION: 3,
    Channel.OWN_RESEARCH: 2,
    Channel.STATE_BUDGET: 60,
}
_PERFORMERS = {
    Channel.KZ_PERFORMER: ("research_institute", "research_institute", "university"),
    Channel.CLUSTER_PROJECT: ("other",),
    Channel.DIGITALISATION: ("other",),
}
_DOCUMENTS = {
    Channel.KZ_PERFORMER: "act",
    Channel.CLUSTER_PROJECT: "contract",
    Channel.DIGITALISATION: "act",
    Channel.OWN_RESEARCH: "act",
    Channel.STATE_BUDGET: "payment_order",
}
_REFUSALS = (
    Reason.NO_EVIDENCE,
    Reason.NOT_RESEARCH,
    Reason.OTHER_OBLIGATION,
    Reason.PERFORMER_NOT_ELIGIBLE,
    Reason.DONE_ABROAD,
    Reason.COUNTED_ALREADY,
    Reason.PROJECT_NOT_REGISTERED,
    Reason.OTHER_RIGHT,
)
_CUTS = (Reason.ABOVE_CONFIRMED_COST, Reason.OTHER_OBLIGATION, Reason.NO_EVIDENCE)


@dataclass(frozen=True, slots=True)
class Payment:
    """What is to be shown for a duty: so much accepted out of so much declared, paid on a day."""

    paid_on: date
    accepted: Decimal
    declared: Decimal
    open_from: date
    decided_from: date
    is_reversed_once: bool = False


class PaymentMaker:
    """Makes performances with running document numbers; the order of calls decides the numbers."""

    def __init__(self, random: Random, law: LawOfDuties, performers: dict[str, tuple[str, ...]], today: date) -> None:
        self._random = random
        self._law = law
        self._performers = performers
        self._today = today
        self._orders = 0

    def make(self, right: Right, duty: DutyYear, payment: Payment) -> Performed | None:
        """A performance through a channel open on its day; None where no channel is."""
        open_channels = self._law.channels(right, payment.paid_on)
        allowed = [channel for channel in open_channels.channels if channel in _WEIGHTS] if open_channels else []
        if open_channels and open_channels.by_contract:
            allowed = [Channel.KZ_PERFORMER, Channel.OWN_RESEARCH]
        if not allowed:
            return None
        channel = self._random.choices(allowed, [_WEIGHTS[channel] for channel in allowed])[0]
        if channel is Channel.STATE_BUDGET:  # money that reached the budget is counted as it is
            payment = replace(payment, declared=payment.accepted, is_reversed_once=False)
        kbk = (open_channels.kbk or "") if open_channels and channel is Channel.STATE_BUDGET else ""
        made = self._performed(right, duty, channel, payment.paid_on, payment.declared, kbk)
        return replace(made, steps=self._decided(payment))

    def refused(self, right: Right, duty: DutyYear, paid_on: date, amount: Decimal, decided_from: date) -> Performed:
        """A performance that is disallowed: through a channel that is closed on its day, or for another reason."""
        open_channels = self._law.channels(right, paid_on)
        allowed = open_channels.channels if open_channels and not open_channels.by_contract else tuple(Channel)
        closed = [channel for channel in _PERFORMERS if channel not in allowed]
        if closed and self._random.randint(1, 100) <= 40:
            channel, reason = self._random.choice(closed), Reason.CHANNEL_NOT_OPEN
        else:
            channel, reason = Channel.KZ_PERFORMER, self._random.choice(_REFUSALS)
        made = self._performed(right, duty, channel, paid_on, amount, "")
        declared_on, decided_on = self._days(paid_on, right.opens_on(duty.year), decided_from)
        steps = [Step(Stage.DECLARED.value, amount, declared_on)]
        if decided_on <= self._today:
            steps.append(Step(Stage.DISALLOWED.value, amount, decided_on, reason.value))
        return replace(made, steps=tuple(steps))

    def planned(self, right: Right, duty: DutyYear, amount: Decimal, planned_on: date) -> Performed:
        """A performance that is only planned: not paid, not declared."""
        open_channels = self._law.channels(right, max(planned_on, date(duty.year, 6, 1)))
        channel = open_channels.channels[0] if open_channels and open_channels.channels else Channel.KZ_PERFORMER
        kbk = (open_channels.kbk or "") if open_channels and channel is Channel.STATE_BUDGET else ""
        made = self._performed(right, duty, channel, planned_on, amount, kbk)
        step = Step(Stage.PLANNED.value, amount, planned_on)
        return replace(made, paid_on=None, payment_order="", steps=(step,))

    def _performed(
        self, right: Right, duty: DutyYear, channel: Channel, paid_on: date, amount: Decimal, kbk: str
    ) -> Performed:
        self._orders += 1
        order = f"{self._orders:06d}"
        kinds = _PERFORMERS.get(channel)
        document = _DOCUMENTS[channel]
        return Performed(
            number=right.number,
            year=duty.year,
            bin=duty.bin,
            channel=channel,
            title=self._title(right, channel),
            amount=amount,
            paid_on=paid_on,
            payment_order=order,
            kbk=kbk,
            performer_bin=self._random.choice(self._performers[self._random.choice(kinds)]) if kinds else "",
            document=document,
            document_number=order if document == "payment_order" else f"ДЕМО-{order}",
            document_date=paid_on,
            confirmed_amount=amount,
            steps=(),
        )

    def _title(self, right: Right, channel: Channel) -> str:
        if channel is Channel.STATE_BUDGET:
            return BUDGET_PAYMENT
        return DIGITALISATION if channel is Channel.DIGITALISATION else self._random.choice(TITLES[right.sector])

    def _decided(self, payment: Payment) -> tuple[Step, ...]:
        declared_on, decided_on = self._days(payment.paid_on, payment.open_from, payment.decided_from)
        steps = [Step(Stage.DECLARED.value, payment.declared, declared_on)]
        reason = self._random.choice(_CUTS).value if payment.accepted < payment.declared else ""
        accepted = Step(Stage.ACCEPTED.value, payment.accepted, decided_on, reason)
        if payment.is_reversed_once:  # accepted in full by mistake, reversed, then decided anew
            steps.append(replace(accepted, amount=payment.declared, reason=""))
            reversed_on = next_sitting(decided_on)
            steps.append(Step(Stage.REVERSED.value, payment.declared, reversed_on))
            accepted = replace(accepted, taken_on=next_sitting(reversed_on))
        steps.append(accepted)
        return tuple(step for step in steps if step.taken_on <= self._today)

    def _days(self, paid_on: date, open_from: date, decided_from: date) -> tuple[date, date]:
        """Days of declaration and decision; nothing is decided before it is known what is due."""
        declared_on = max(sitting(paid_on + timedelta(days=self._random.randint(3, 18))), open_from)
        decided_on = sitting(declared_on + timedelta(days=self._random.randint(8, 36)))
        return declared_on, max(decided_on, decided_from)
