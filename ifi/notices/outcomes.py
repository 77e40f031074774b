"""What becomes of a delivery and of its channel after an answer."""

from datetime import datetime, timedelta

from ifi.notices.channels.base import Answer, Outcome
from ifi.notices.looking import SETTLING
from ifi.notices.models import ChannelState, Delivery, Subscriber, TelegramChat
from ifi.notices.recipients import OFFICIAL, chat_receiver
from ifi.notices.rules import MOST_ATTEMPTS, State, channel_pause_after, pause_after
from ifi.notices.subscriptions import erase_subscriber

BROKEN_IN_A_ROW = 3  # then the channel is left alone for a while


def note(delivery: Delivery, answer: Answer, *, now: datetime, jitter: float, may_look: bool) -> None:
    """Write where the delivery stands after an attempt that was counted before it began.

    `may_look`: the channel can tell later whether it arrived after all.
    """
    fields: dict[str, object] = {"problem": answer.problem, "is_doubtful": may_look and answer.may_have_arrived}
    if answer.outcome is Outcome.SENT:
        fields |= {"state": State.SENT, "sent_at": now, "number": answer.number, "address": ""}
    elif answer.outcome is Outcome.GONE and delivery.receiver != OFFICIAL:
        fields |= {"state": State.DROPPED}
        _forget_chat(delivery.receiver)
    elif answer.outcome in (Outcome.REFUSED, Outcome.GONE):
        fields |= {"state": State.FAILED}
    elif answer.outcome in (Outcome.DOWN, Outcome.SLOWER):
        fields |= {"state": State.WAITING, "attempts": delivery.attempts - 1}
        if fields["is_doubtful"]:
            fields |= {"next_at": now + SETTLING}
    elif answer.moved_to:
        fields |= {"state": State.WAITING, **_follow_chat(delivery, answer.moved_to)}
    elif delivery.attempts >= MOST_ATTEMPTS:
        fields |= {"state": State.FAILED}
    else:
        fields |= {"state": State.WAITING, "next_at": now + pause_after(delivery.attempts, jitter)}
    Delivery.objects.filter(pk=delivery.pk, state=State.SENDING).update(**fields)


def _forget_chat(receiver: str) -> None:
    """Nobody reads there any more: a person's chat is written to no longer, a subscriber without account is erased."""
    chat = TelegramChat.objects.filter(chat_id=_chat_id(receiver)).first()
    if chat is None:
        return
    subscriber = Subscriber.objects.select_related("chat").filter(chat=chat).first()
    if subscriber is not None:
        erase_subscriber(subscriber)
    if chat.person_id is None:
        TelegramChat.objects.filter(pk=chat.pk).delete()
    else:
        TelegramChat.objects.filter(pk=chat.pk).update(is_blocked=True)


def _chat_id(receiver: str) -> int:
    return int(receiver.removeprefix("t:"))


def _follow_chat(delivery: Delivery, moved_to: str) -> dict[str, object]:
    """A group that became a large one has another number."""
    TelegramChat.objects.filter(chat_id=_chat_id(delivery.receiver)).update(chat_id=int(moved_to))
    return {"receiver": chat_receiver(int(moved_to))}


def _was_well(state: ChannelState, now: datetime) -> bool:
    """Nothing to write: it worked a moment ago, and that is what stands there."""
    recently = state.last_success_at is not None and now - state.last_success_at < timedelta(seconds=1)
    return recently and not (state.failures or state.problem or state.paused_until)


def note_of_channel(state: ChannelState, answer: Answer, *, now: datetime, jitter: float) -> timedelta | None:
    """Keep how the channel does; how long it is left alone, None where it goes on."""
    pause: timedelta | None = None
    if answer.outcome is Outcome.SENT and _was_well(state, now):
        return None
    if answer.outcome in (
        Outcome.SENT,
        Outcome.REFUSED,
        Outcome.GONE,
        Outcome.AGAIN,
        Outcome.ABSENT,
    ):  # it answered: it works
        if answer.outcome is Outcome.SENT:
            state.last_success_at = now
        state.failures, state.paused_until = 0, None
        if answer.outcome is Outcome.SENT:
            state.problem = ""
    else:
        state.last_failure_at, state.problem = now, answer.problem
        if answer.outcome is Outcome.SLOWER:
            pause = timedelta(seconds=answer.wait_seconds)
        else:
            state.failures += 1
            if answer.outcome is Outcome.DOWN or state.failures >= BROKEN_IN_A_ROW:
                pause = channel_pause_after(state.failures, jitter)
        state.paused_until = now + pause if pause else None
    state.save(update_fields=["last_success_at", "last_failure_at", "problem", "failures", "paused_until"])
    return pause
