"""Shares of a right and its life, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.core.years import Period
from ifi.registry.errors import DatesImplausible, DatesOutOfOrder, ShareOutOfRange, SharesOverOne
from ifi.registry.rules.holders import Share, check_dates, check_shares, crowded_day, life

HALF = Decimal("0.5")
DAYS = st.dates(date(2015, 1, 1), date(2016, 12, 31))


def _share(share, start=None, end=None, organisation=1):
    return Share(organisation, Decimal(share), Period(start, end))


def test_shares_of_successive_holders_are_not_added():
    check_shares([_share("1", end=date(2020, 5, 31)), _share("1", start=date(2020, 6, 1))])


def test_a_single_common_day_counts():
    shares = [_share("1", end=date(2020, 6, 1)), _share("0.00000001", start=date(2020, 6, 1))]
    assert crowded_day(shares) == date(2020, 6, 1)
    with pytest.raises(SharesOverOne):
        check_shares(shares)


@pytest.mark.parametrize("share", ["0", "-0.1", "1.00000001"])
def test_a_share_outside_its_range_is_refused(share):
    with pytest.raises(ShareOutOfRange):
        check_shares([_share(share)])


@given(st.lists(st.tuples(st.sampled_from(["0.2", "0.5", "1"]), DAYS, DAYS), max_size=5), DAYS)
def test_no_day_is_crowded_when_none_is_reported(rows, day):
    shares = [_share(share, min(a, b), max(a, b)) for share, a, b in rows]
    held = sum((one.share for one in shares if one.period.holds_on(day)), Decimal(0))
    if held > 1:
        assert crowded_day(shares) is not None
    if crowded := crowded_day(shares):
        assert sum(one.share for one in shares if one.period.holds_on(crowded)) > 1


def test_a_right_may_end_on_the_day_it_begins_and_not_before():
    check_dates(concluded_on=date(2020, 1, 1), starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 1))
    with pytest.raises(DatesOutOfOrder):
        check_dates(concluded_on=None, starts_on=date(2020, 1, 2), ends_on=date(2020, 1, 1))
    with pytest.raises(DatesOutOfOrder):
        check_dates(concluded_on=date(2020, 1, 2), starts_on=None, ends_on=date(2020, 1, 1))


def test_a_year_that_no_right_can_have_is_refused():
    with pytest.raises(DatesImplausible):
        check_dates(concluded_on=date(219, 1, 1), starts_on=None, ends_on=None)


def test_the_life_of_a_right_begins_with_the_earlier_day_and_may_be_open():
    assert life(concluded_on=date(2005, 5, 5), starts_on=date(2001, 1, 1), ends_on=None) == Period(date(2001, 1, 1))
    assert life(concluded_on=None, starts_on=None, ends_on=None) == Period()
