"""What is written when events move: the same uid, the next sequence, and nothing where nothing changed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.news.calendar.values import Change, Event, Shown, changes

ON = date(2026, 11, 24)
EVENT = Event("report-1", "duty.report", date(2027, 4, 30), ("organisation/1",), {"year": 2026})
uids = st.sampled_from(["a", "b", "c", "d"])
events = st.builds(
    Event,
    uid=uids,
    code=st.just("duty.report"),
    day=st.dates(ON, ON + timedelta(days=3)),
    topics=st.just(("all",)),
    parameters=st.builds(lambda year: {"year": year}, st.integers(2025, 2026)),
)
findings = st.lists(events, max_size=4, unique_by=lambda event: event.uid)


def applied(shown, written):
    """What calendars show once the changes are written."""
    now = dict(shown)
    for change in written:
        if change.event is None:
            now[change.uid] = Shown(change.sequence, now[change.uid].day, now[change.uid].digest, True)
        else:
            now[change.uid] = Shown(change.sequence, change.event.day, change.event.digest(), False)
    return now


def test_a_new_event_begins_with_nought():
    assert changes({}, [EVENT], on=ON) == (Change("report-1", 0, EVENT),)


def test_an_event_that_moved_has_the_next_number():
    shown = {"report-1": Shown(3, date(2027, 4, 29), "old", False)}
    assert changes(shown, [EVENT], on=ON) == (Change("report-1", 4, EVENT),)


def test_an_event_that_is_gone_is_cancelled_once():
    shown = {"report-1": Shown(0, EVENT.day, EVENT.digest(), False)}
    written = changes(shown, [], on=ON)
    assert written == (Change("report-1", 1, None),)
    assert changes(applied(shown, written), [], on=ON) == ()


def test_an_event_whose_day_has_passed_is_left_as_it_was():
    shown = {"report-1": Shown(0, ON - timedelta(days=1), EVENT.digest(), False)}
    assert changes(shown, [], on=ON) == ()


def test_a_cancelled_event_that_comes_back_has_the_next_number():
    shown = {"report-1": Shown(1, EVENT.day, EVENT.digest(), True)}
    assert changes(shown, [EVENT], on=ON) == (Change("report-1", 2, EVENT),)


def test_one_uid_found_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        changes({}, [EVENT, Event("report-1", "duty.report", ON, ())], on=ON)


@given(st.lists(findings, min_size=1, max_size=6))
def test_numbers_only_grow_and_the_second_look_finds_nothing(history):
    shown = {}
    for found in history:
        written = changes(shown, found, on=ON)
        assert all(
            change.sequence == (shown[change.uid].sequence + 1 if change.uid in shown else 0) for change in written
        )
        shown = applied(shown, written)
        assert changes(shown, found, on=ON) == ()
        standing = {uid: state.day for uid, state in shown.items() if not state.is_cancelled}
        assert standing == {event.uid: event.day for event in found}
