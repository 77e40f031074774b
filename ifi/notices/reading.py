"""What a reader does with notices on the page, and what an administrator does with channels."""

from datetime import date, datetime

from django.db import transaction

from ifi.accounts.models import User
from ifi.accounts.rights import Actor, Permission, check_may
from ifi.audit.services import record
from ifi.core.targets import Target
from ifi.notices import waking
from ifi.notices.catalogue import OUTGOING, Channel
from ifi.notices.channels import is_configured
from ifi.notices.errors import ChannelOff, NothingToSend
from ifi.notices.models import ChannelState, Delivery
from ifi.notices.recipients import Person
from ifi.notices.rules import State
from ifi.notices.services import announce


def mark_read(*, key: int, by: User, now: datetime) -> None:
    """A notice of the person's own; another's is left alone."""
    Delivery.objects.filter(pk=key, person=by, channel=Channel.PAGE, read_at=None).update(read_at=now)


def mark_unread(*, key: int, by: User) -> None:
    Delivery.objects.filter(pk=key, person=by, channel=Channel.PAGE).update(read_at=None)


def mark_all_read(*, by: User, now: datetime) -> None:
    Delivery.objects.filter(person=by, channel=Channel.PAGE, read_at=None).update(read_at=now)


@transaction.atomic
def send_trial(*, channel: Channel, by: User, on: date) -> bool:
    """A message to oneself on one channel; False where the person has no way to be reached there. Raises ChannelOff."""
    check_may(by, Permission.SETTINGS_EDIT)
    if not is_configured(channel):
        raise ChannelOff(channel=channel)
    notice = announce("notices.trial", about=None, to=[Person(by.pk)], by=by, on=on, channels=[channel])
    record("notices.trial_sent", Target("channel", channel.value), by=by, on=on)
    return notice is not None and notice.deliveries.exists()


@transaction.atomic
def send_again(*, key: int, by: Actor, now: datetime) -> None:
    """Take one delivery that was given up back to the queue. Raises NothingToSend."""
    check_may(by, Permission.SETTINGS_EDIT)
    if not _again(now, pk=key):
        raise NothingToSend
    record("notices.sent_again", Target.of("delivery", key), by=by, parameters={"count": 1})


@transaction.atomic
def send_all_again(*, channel: Channel, by: Actor, now: datetime) -> int:
    """The same for all of a channel, and the channel need not wait any longer; how many there were."""
    check_may(by, Permission.SETTINGS_EDIT)
    ChannelState.objects.filter(channel=channel).update(paused_until=None, failures=0)
    count = _again(now, channel=channel)
    record("notices.sent_again", Target("channel", channel.value), by=by, parameters={"count": count})
    return count


def _again(now: datetime, **which: object) -> int:
    failed = Delivery.objects.filter(state=State.FAILED, channel__in=OUTGOING, **which)
    count = failed.update(state=State.WAITING, attempts=0, next_at=now, problem="")
    waking.wake()
    return count
