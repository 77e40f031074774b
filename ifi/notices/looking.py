"""Messages that may have arrived: whether one stands in its chat is found out before it is sent again.

A channel numbers its messages in sequences: one of the account, for private chats and small groups together, and one of
each channel and large group. Before an attempt the highest known number of the sequence is noted. If its message
arrived, it has one of the numbers that follow, and none that is known to be another's. They are looked at one by one.
"""

from datetime import datetime, timedelta

import structlog
from django.db.models import BigIntegerField, Max, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ifi.notices.catalogue import Channel
from ifi.notices.channels.base import Answer, Carrier, Outcome
from ifi.notices.models import ChannelState, Delivery
from ifi.notices.recipients import OFFICIAL
from ifi.notices.rules import State, next_to_look_at, pause_after

logger = structlog.get_logger()

SETTLING = timedelta(seconds=10)  # what a dead sender had handed over may still be on its way for so long
LONGEST_FLIGHT = timedelta(seconds=60)  # from the beginning of an attempt until its message has a number, if ever
_READ_AT_ONCE = 3_000  # more than go in the longest flight
WINDOW = 50  # numbers looked at above the highest that is known
LONGEST_DOUBT = timedelta(hours=6)  # then it is sent again, whatever is known
_GROUPS_PAUSE = timedelta(seconds=3)  # looking counts as sending, of which a group allows 20 a minute


def doubtful_of(channel: Channel) -> QuerySet[Delivery]:
    return Delivery.objects.filter(channel=channel, state=State.WAITING.value, is_doubtful=True)


def numbers_apart(carrier: Carrier, receiver: str) -> bool:
    """Whether the receiver's messages have numbers of their own; of the account's else."""
    return receiver == OFFICIAL or carrier.numbers_apart(receiver.removeprefix("t:"))


def highest_known(carrier: Carrier, receiver: str) -> Coalesce:
    """The highest number known in the receiver's sequence, read by the database as the row is written."""
    if not numbers_apart(carrier, receiver):
        state = ChannelState.objects.filter(pk=carrier.channel).values("highest_number")
        return Coalesce(Subquery(state), Value(0), output_field=BigIntegerField())
    own = Delivery.objects.filter(channel=carrier.channel, receiver=receiver, number__isnull=False)
    highest = own.order_by().values("channel").annotate(highest=Max("number")).values("highest")
    return Coalesce(Subquery(highest), Value(0), output_field=BigIntegerField())


def note_number(channel: Channel, number: int | None) -> None:
    """A message of the account has this number, whoever wrote it."""
    if number is not None and 0 < number < 2**53:
        ChannelState.objects.filter(pk=channel, highest_number__lt=number).update(highest_number=number)


def next_number(delivery: Delivery, carrier: Carrier, *, now: datetime) -> int | None:
    """Where to look next for the message of a doubtful delivery; None: everywhere was looked, or for too long."""
    above, begun_at = delivery.number_above, delivery.begun_at
    if above is None or begun_at is None or now - begun_at > LONGEST_DOUBT:
        return None
    is_apart = numbers_apart(carrier, delivery.receiver)
    known = Delivery.objects.filter(channel=carrier.channel, number__gt=above)
    if is_apart:
        known = known.filter(receiver=delivery.receiver)
    row = Delivery.objects.filter(pk=delivery.pk)
    highest = row.values_list(highest_known(carrier, delivery.receiver), flat=True).first() or 0
    below, taken = highest + WINDOW + 1, set()
    for number, receiver, its_beginning in known.order_by("number").values_list("number", "receiver", "begun_at")[
        :_READ_AT_ONCE
    ]:
        if number is None or numbers_apart(carrier, receiver) is not is_apart:
            continue
        if its_beginning is not None and its_beginning > begun_at + LONGEST_FLIGHT:
            below = number  # ours had its number by then, if it arrived
            break
        taken.add(number)
    return next_to_look_at(above, below, taken)


def note_look(delivery: Delivery, number: int, answer: Answer, *, is_group: bool, now: datetime) -> None:
    """Write what looking at one number told."""
    row = doubtful_of(Channel(delivery.channel)).filter(pk=delivery.pk)
    if answer.outcome is Outcome.SENT:
        row.update(state=State.SENT, sent_at=now, number=number, is_doubtful=False, problem="", address="")
        logger.info("doubtful_delivery_had_arrived", delivery=delivery.pk)
    elif answer.outcome is Outcome.ABSENT:
        row.update(number_above=number, next_at=now + (_GROUPS_PAUSE if is_group else timedelta()))
    elif answer.outcome is Outcome.REFUSED:
        row.update(number_above=None, problem=answer.problem)
        logger.warning("doubt_cannot_be_settled", delivery=delivery.pk, problem=answer.problem)
    elif answer.outcome not in (Outcome.DOWN, Outcome.SLOWER):
        row.update(next_at=now + pause_after(1, 0.5), problem=answer.problem)
