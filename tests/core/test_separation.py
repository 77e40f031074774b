"""Nobody reports and accepts, reviews and votes on, or executes and accepts the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.core.separation import APART_FOR_A_PERSON, APART_FOR_AN_ORGANISATION, Act, Deed, Ground, NotApart, check_apart

ACTS, NUMBERS = st.sampled_from(Act), st.integers(1, 3)
APART = [(Act.REPORT, Act.ACCEPT), (Act.REVIEW, Act.VOTE), (Act.EXECUTE, Act.ACCEPT)]


@pytest.mark.parametrize(("first", "second"), [*APART, *(pair[::-1] for pair in APART)])
def test_one_person_does_not_do_both(first, second):
    with pytest.raises(NotApart):
        check_apart(second, person=1, organisations=(), done=[Deed(first, person=1)])
    check_apart(second, person=2, organisations=(), done=[Deed(first, person=1)])


@pytest.mark.parametrize(("first", "second"), APART)
def test_two_people_of_one_organisation_do_not_either(first, second):
    with pytest.raises(NotApart):
        check_apart(second, person=2, organisations={7}, done=[Deed(first, person=1, organisation=7)])
    check_apart(second, person=2, organisations={8}, done=[Deed(first, person=1, organisation=7)])


@pytest.mark.parametrize("decision", [Act.ACCEPT, Act.REFUSE])
def test_whoever_acts_for_the_organisation_concerned_decides_nothing(decision):
    with pytest.raises(NotApart):
        check_apart(decision, person=2, organisations={7}, done=[Deed(Act.REPORT, organisation=7)])


@pytest.mark.parametrize(
    ("deed", "ground"),
    [
        (Deed(Act.REPORT, person=1), Ground.OWN_DEED),
        (Deed(Act.REPORT, person=2, organisation=7), Ground.OWN_ORGANISATION),
    ],
)
def test_the_refusal_says_which_of_the_two_it_is(deed, ground):
    with pytest.raises(NotApart) as refused:
        check_apart(Act.ACCEPT, person=1, organisations={7}, done=[deed])
    assert (refused.value.ground, refused.value.code) == (ground, ground.value)


def test_whoever_entered_it_may_refuse_it():
    check_apart(Act.REFUSE, person=1, organisations=(), done=[Deed(Act.REPORT, person=1)])


def test_a_program_is_nobody():
    check_apart(Act.ACCEPT, person=None, organisations=(), done=[Deed(Act.REPORT, person=None)])


@given(ACTS, ACTS, NUMBERS, NUMBERS)
def test_the_order_of_the_two_acts_does_not_matter(first, second, one, other):
    def is_refused(then, earlier):
        try:
            check_apart(then, person=one, organisations={one}, done=[Deed(earlier, person=other, organisation=other)])
        except NotApart:
            return True
        return False

    assert is_refused(first, second) == is_refused(second, first)
    assert is_refused(first, second) == (one == other and frozenset({first, second}) in APART_FOR_AN_ORGANISATION)


def test_what_a_person_may_not_do_both_an_organisation_may_not_either():
    assert APART_FOR_A_PERSON <= APART_FOR_AN_ORGANISATION
