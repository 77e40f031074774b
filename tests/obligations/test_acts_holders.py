"""Whose duty a year is."""

from datetime import date
from decimal import Decimal

from ifi.obligations.rules.holders import HolderPeriod, main_holder

HALF, WHOLE = Decimal("0.5"), Decimal(1)


def test_after_a_transfer_the_year_belongs_to_who_held_the_right_at_its_end():
    holders = (HolderPeriod(1, WHOLE, None, date(2024, 8, 31)), HolderPeriod(2, WHOLE, date(2024, 9, 1)))
    assert [main_holder(holders, year) for year in (2023, 2024, 2025)] == [1, 2, 2]


def test_of_several_holders_at_once_the_largest_share_answers():
    holders = (HolderPeriod(1, Decimal("0.4")), HolderPeriod(2, Decimal("0.6")))
    assert main_holder(holders, 2024) == 2


def test_equal_shares_are_decided_by_the_lower_number():
    assert main_holder((HolderPeriod(7, HALF), HolderPeriod(3, HALF)), 2024) == 3


def test_a_right_given_back_within_the_year_stays_with_its_last_holder():
    assert main_holder((HolderPeriod(1, WHOLE, None, date(2024, 3, 1)),), 2024) == 1


def test_a_year_in_which_nobody_held_the_right_has_no_holder():
    assert main_holder((HolderPeriod(1, WHOLE, date(2024, 1, 1)),), 2023) is None
