"""What follows from the years of one right together: the pure function, by the worked examples of the law reference."""

from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ifi.ledger.rules import Kind
from ifi.obligations.rules.settlement import Movement, YearFacts, settle

D = Decimal


def year(number, due, performed=0, *, closed=True, **more):
    in_time = more.pop("in_time", performed)
    return YearFacts(number, number, D(due), D(performed), D(in_time), closed, **more)


def test_excess_counts_in_the_next_year_only():
    """Worked example 13: 150 million of excess cover 2025; the rest does not reach 2026."""
    movements = settle([year(2024, 100, 250), year(2025, 110), year(2026, 120)])
    assert movements == (
        Movement(Kind.CARRY, 2024, D(150)),
        Movement(Kind.BRING, 2024, D(110), joined_duty=2025),
        Movement(Kind.LAPSE, 2024, D(40)),
    )


def test_without_a_limit_of_years_excess_counts_until_it_is_used():
    """Worked example 13 with `excess_carry_years = null`: 80 million are left to perform for 2026."""
    years = [year(2024, 100, 250, carry_years=None), year(2025, 110), year(2026, 120, closed=False)]
    assert settle(years) == (
        Movement(Kind.CARRY, 2024, D(150)),
        Movement(Kind.BRING, 2024, D(110), joined_duty=2025),
        Movement(Kind.BRING, 2024, D(40), joined_duty=2026),
    )


def test_credit_counts_first_so_what_is_performed_becomes_new_excess():
    """Worked example 13, variant: credit 30, duty 110, performed 95: new excess 15."""
    assert settle([year(2024, 100, 130), year(2025, 110, 95)]) == (
        Movement(Kind.CARRY, 2024, D(30)),
        Movement(Kind.BRING, 2024, D(30), joined_duty=2025),
        Movement(Kind.CARRY, 2025, D(15)),
    )


def test_the_oldest_credit_is_used_first():
    first, second = year(2022, 100, 130, carry_years=None), year(2023, 100, 150, carry_years=None)
    years = [first, second, year(2024, 60, closed=False)]
    brought = [movement for movement in settle(years) if movement.kind is Kind.BRING]
    assert brought == [
        Movement(Kind.BRING, 2022, D(30), joined_duty=2023),
        Movement(Kind.BRING, 2023, D(60), joined_duty=2024),
    ]
    years[1] = year(2023, 0, 50, carry_years=None)
    brought = [movement for movement in settle(years) if movement.kind is Kind.BRING]
    assert [(movement.duty, movement.amount) for movement in brought] == [(2022, D(30)), (2023, D(30))]


def test_an_open_year_carries_nothing_yet():
    assert settle([year(2024, 100, 250, closed=False), year(2025, 110)]) == ()


def test_a_licence_pays_what_it_did_not_perform_and_the_year_ends_when_it_is_paid_in_full():
    """Worked example 11 (Code 221(2))."""
    terms = {"penalty_rate": D("1.00"), "penalty_closes_year": True}
    due, performed, gap = "61843000.00", "47500000.00", D("14343000.00")
    charged = Movement(Kind.PENALISE, 2025, gap)
    assert settle([year(2025, due, performed, **terms)]) == (charged,)
    assert settle([year(2025, due, performed, penalty_paid=gap - D("0.01"), **terms)]) == (charged,)
    assert settle([year(2025, due, performed, penalty_paid=gap, **terms)]) == (
        charged,
        Movement(Kind.RELEASE, 2025, gap),
    )


def test_a_contract_pays_the_penalty_and_still_owes():
    """Worked example 12 (Code 133(1)): 30 % of 14 343 000, and 1 % of it."""
    due, performed = "61843000.00", "47500000.00"
    for rate, charged in (("0.30", "4302900.00"), ("0.01", "143430.00")):
        movements = settle([year(2025, due, performed, penalty_rate=D(rate), penalty_paid=D(charged))])
        assert movements == (Movement(Kind.PENALISE, 2025, D(charged)),)


def test_a_late_performance_does_not_lower_the_penalty():
    movements = settle([year(2025, 100, 100, in_time=60, penalty_rate=D("0.30"))])
    assert movements == (Movement(Kind.PENALISE, 2025, D("12.00")),)


def test_an_unknown_penalty_rate_charges_nothing():
    assert settle([year(2025, 100, 60)]) == ()


amounts = st.integers(0, 300).map(lambda tiyn: D(tiyn) / 100)
facts = st.builds(
    lambda due, performed, late, closed, carry, rate, paid: {
        "due": due,
        "performed": performed,
        "performed_in_time": performed if not late else D(0),
        "is_closed": closed,
        "carry_years": carry,
        "penalty_rate": rate,
        "penalty_paid": paid,
    },
    amounts,
    amounts,
    st.booleans(),
    st.booleans(),
    st.sampled_from([0, 1, 2, None]),
    st.sampled_from([None, D("0.30"), D("1.00")]),
    amounts,
)


@given(st.lists(facts, min_size=1, max_size=6))
def test_credit_is_never_made_from_nothing_and_never_counted_twice(given_facts):
    years = [YearFacts(duty=1000 + n, year=2020 + n, **row) for n, row in enumerate(given_facts)]
    movements = settle(years)
    for facts_of_year in years:
        out = [m for m in movements if m.duty == facts_of_year.duty]
        carried = sum(m.amount for m in out if m.kind is Kind.CARRY)
        used = sum(m.amount for m in out if m.kind in (Kind.BRING, Kind.LAPSE))
        brought = sum(m.amount for m in movements if m.kind is Kind.BRING and m.joined_duty == facts_of_year.duty)
        assert used <= carried
        assert brought <= facts_of_year.due
        if facts_of_year.is_closed:
            assert carried == max(facts_of_year.performed + brought - facts_of_year.due, 0)
    assert all(movement.amount > 0 for movement in movements)


@given(st.lists(facts, min_size=2, max_size=4))
def test_the_order_in_which_years_are_given_does_not_matter(given_facts):
    years = [YearFacts(duty=1000 + n, year=2020 + n, **row) for n, row in enumerate(given_facts)]
    assert len({settle(order) for order in permutations(years)}) == 1
