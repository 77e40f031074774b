"""Days off and deadlines that end on one: what the law's data say, and what must hold for any day."""

import shutil
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.law.errors import NormFileBad
from ifi.law.loader import FOLDER, load_working_days, read_book
from ifi.law.norms import LANGUAGES
from ifi.law.regimes import REGIMES
from ifi.law.sentences import say_day_off, say_moved, say_provisional
from ifi.law.working_days import Why

DAYS = load_working_days()
FROM_2018 = st.dates(date(2018, 1, 1), date(2045, 12, 31))
KNOWN = st.dates(date(2017, 1, 1), date(2030, 12, 31))


@given(FROM_2018, KNOWN)
def test_a_deadline_is_a_working_day_and_never_before_the_stated_one(stated, known_on):
    days = DAYS.as_known_on(known_on)
    deadline = days.deadline(stated)
    assert deadline.until >= stated
    assert days.is_working(deadline.until)
    assert deadline.is_moved == (days.day_off(stated) is not None)


@given(FROM_2018, KNOWN)
def test_moving_a_deadline_again_changes_nothing(stated, known_on):
    days = DAYS.as_known_on(known_on)
    assert days.deadline(days.deadline(stated).until).until == days.deadline(stated).until


@given(FROM_2018, FROM_2018)
def test_an_earlier_term_never_ends_later(one, other):
    first, last = sorted((one, other))
    assert DAYS.deadline(first).until <= DAYS.deadline(last).until


@given(FROM_2018)
def test_no_working_day_lies_between_the_stated_day_and_the_deadline(stated):
    until = DAYS.deadline(stated).until
    between = [stated + timedelta(days=number) for number in range((until - stated).days)]
    assert [day for day in between if DAYS.is_working(day)] == []


@given(FROM_2018, st.integers(-10, 10))
def test_the_comparison_that_lists_use_says_the_same_as_the_deadline(stated, distance):
    on = stated + timedelta(days=distance)
    assert (stated < DAYS.late_before(on)) == (DAYS.deadline(stated).until < on)


@given(FROM_2018, st.integers(1, 40))
def test_counted_working_days_are_so_many(day, count):
    last = DAYS.after(day, count)
    counted = [day + timedelta(days=number) for number in range(1, (last - day).days + 1)]
    assert sum(DAYS.is_working(one) for one in counted) == count
    assert DAYS.is_working(last)


@pytest.mark.parametrize("year", range(2018, 2041))
def test_the_days_off_are_those_of_the_library_with_its_own_list_of_moved_days(year):
    theirs = holidays.country_holidays("KZ", years=year, language="en_US")
    assert {off.day for off in DAYS.days_off(year)} == {day for day in theirs if day.year == year}
    assert {day for day in theirs.weekend_workdays if day.year == year and not DAYS.is_working(day)} == set()


@pytest.mark.parametrize("year", range(2018, 2041))
def test_every_holiday_of_the_library_has_our_words(year):
    theirs = holidays.country_holidays("KZ", years=year, observed=False, language="en_US")
    named = {off.day for off in DAYS.days_off(year) if off.why is Why.HOLIDAY}
    assert {day for day in theirs if day.year == year} - {off.day for off in DAYS.days_off(year)} == set()
    assert all(DAYS.day_off(day).name for day in named)


def test_what_was_known_before_an_act_stays_as_it_was():
    before, after = DAYS.as_known_on(date(2024, 4, 16)), DAYS.as_known_on(date(2024, 4, 17))
    assert (before.is_working(date(2024, 5, 8)), before.is_working(date(2024, 5, 4))) == (True, False)
    assert (after.is_working(date(2024, 5, 8)), after.is_working(date(2024, 5, 4))) == (False, True)


def test_a_year_whose_moved_days_are_not_known_is_said_to_be_provisional():
    assert DAYS.deadline(date(2028, 4, 30)).is_provisional
    assert not DAYS.deadline(date(2026, 3, 8)).is_provisional


def test_an_estimated_day_of_the_lunar_calendar_is_said_to_be_one():
    off = DAYS.day_off(date(2027, 5, 16))
    assert off.is_estimated
    assert say_day_off(off, "en") == "Sunday, first day of Kurban Ait (day estimated)"
    assert not DAYS.day_off(date(2026, 5, 27)).is_estimated


def test_a_moved_deadline_is_said_with_its_rule_in_three_languages():
    deadline = DAYS.deadline(date(2028, 4, 30))
    said = [say_moved(deadline, language) for language in LANGUAGES]
    assert said == [
        "30.04.2028 күнінен ауыстырылды (жексенбі): Азаматтық кодекс (Жалпы бөлім), 27.12.1994, 175-бап",
        "Перенесено с 30.04.2028 (воскресенье): Гражданский кодекс (Общая часть) от 27.12.1994, ст. 175",
        "Moved from 30 April 2028 (Sunday): Civil Code (General Part) of 27.12.1994, Art. 175",
    ]
    assert all(say_provisional(deadline, language) for language in LANGUAGES)


def test_a_deadline_that_was_not_moved_is_said_without_a_rule():
    deadline = DAYS.deadline(date(2026, 4, 30))
    assert (say_moved(deadline, "en"), say_provisional(deadline, "en")) == ("", "")


@pytest.mark.parametrize("year", range(2018, 2031))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_off_can_be_said(year, language):
    assert all(say_day_off(off, language) for off in DAYS.days_off(year))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("to: 2024-05-08", "to: 2024-05-11", "is a weekend"),
        ("to: 2024-05-08", "to: 2023-07-07", "is moved twice"),
        ("act: moved_days_2024", "act: moved_days_2034", "unknown act"),
        ("value: next_working_day", "value: previous_working_day", "the rule cannot be"),
        ("known_from: 2024-04-17", "known_from: 17.04.2024", "is not a date"),
        ('name: "Constitution Day", known_until', 'name: "Day of the Constitution", known_until', "has no words"),
        ('checked_through: "2026"', 'checked_through: "next"', "a year as quoted text"),
    ],
)
def test_a_bad_table_is_refused_by_line_and_reason(tmp_path, old, new, reason):
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path / path.name)
    table = tmp_path / "working_days.yaml"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(NormFileBad, match=reason) as refused:
        read_book(tmp_path, REGIMES)
    assert refused.value.parameters["file"] == "working_days.yaml"
