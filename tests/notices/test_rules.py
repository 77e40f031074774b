"""Waiting, digests and limits as rules."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from ifi.notices.rules import (
    LONGEST_PAUSE,
    TRANSITIONS,
    Limiter,
    Mode,
    Pace,
    State,
    channel_pause_after,
    next_digest,
    pause_after,
)
from ifi.notices.sentences import CHANNEL_NAMES, MODE_NAMES, STATE_NAMES

ALMATY = ZoneInfo("Asia/Almaty")
MOMENTS = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=ALMATY) + timedelta(minutes=minutes, seconds=7)
)
UNIT = st.floats(0, 1)


def test_every_state_has_its_transitions_and_its_name():
    assert set(TRANSITIONS) == set(State) == set(STATE_NAMES)
    assert set(MODE_NAMES) == set(Mode)
    assert len(CHANNEL_NAMES) == 3


@given(st.integers(1, 1000), UNIT)
def test_pauses_grow_and_stay_bounded(attempts, jitter):
    assert pause_after(attempts, 1) >= pause_after(max(attempts - 1, 1), 1)
    assert timedelta(seconds=24) <= pause_after(attempts, jitter) <= LONGEST_PAUSE * 1.2
    assert timedelta(seconds=4) <= channel_pause_after(attempts, jitter) <= timedelta(minutes=6)


@given(MOMENTS, st.sampled_from([Mode.DAILY, Mode.WEEKLY]), st.integers(0, 23), st.integers(1, 7))
def test_a_digest_is_due_at_the_chosen_hour_after_now_and_within_the_period(moment, mode, hour, weekday):
    due = next_digest(moment, mode, hour, weekday)
    assert due > moment
    assert (due.hour, due.minute, due.tzinfo) == (hour, 0, ALMATY)
    assert due - moment <= timedelta(days=1 if mode is Mode.DAILY else 7)
    assert mode is Mode.DAILY or due.isoweekday() == weekday


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "-3", "@c"]), st.floats(0, 2)), max_size=120))
def test_no_window_ever_holds_more_than_the_limits(messages):
    limiter, now, sent = Limiter(Pace(per_second=29, chat_gap=1.0, group_per_minute=20)), 0.0, []
    for chat, pause in messages:
        is_group = not chat.isdigit()
        now = max(now + pause, limiter.ready_at(chat, is_group))
        limiter.note(chat, is_group, now)
        sent.append((chat, now))
    for index, (chat, moment) in enumerate(sent):
        window = [at for _, at in sent[index:] if at < moment + 1]
        assert len(window) <= 30
        same = [at for other, at in sent[index:] if other == chat]
        assert not any(moment < at < moment + 1 - 1e-9 for at in same)
        if not chat.isdigit():
            assert len([at for at in same if at < moment + 60 - 1e-9]) <= 20


@given(st.lists(st.floats(0, 60), max_size=40))
def test_a_limiter_that_remembers_is_as_strict_as_the_one_that_sent(moments):
    sent = [("-1", True, moment) for moment in moments]
    fresh = Limiter(Pace(per_second=29, chat_gap=1.0, group_per_minute=20))
    fresh.remember(sent)
    ready = fresh.ready_at("-1", True)
    assert len([moment for moment in moments if moment > ready - 60]) < 20 or ready > max(moments)
    assert not moments or ready >= max(moments) + 1
