"""States are complete; what can be lent; who may not be left without what."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.accounts.rights import OrganisationRole as Role
from ifi.members import errors, rules
from ifi.members.rules import ApplicationState, InvitationState
from ifi.members.words import APPLICATION_COLOURS, APPLICATION_STATES, INVITATION_STATES

ON = date(2026, 11, 24)
ROLES = st.frozensets(st.sampled_from(Role))


def test_every_state_of_an_application_has_its_steps_their_owner_and_a_label():
    assert set(rules.APPLICATION) == set(ApplicationState) == set(APPLICATION_STATES) == set(APPLICATION_COLOURS)
    assert all(isinstance(owner, rules.Owner) for steps in rules.APPLICATION.values() for owner in steps.values())


def test_every_state_of_an_invitation_has_its_steps_and_a_label():
    assert set(rules.INVITATION) == set(InvitationState) == set(INVITATION_STATES)


@pytest.mark.parametrize("decided", [ApplicationState.APPROVED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN])
def test_what_is_decided_stays_decided(decided):
    for then in ApplicationState:
        with pytest.raises(errors.StepNotPossible):
            rules.check_application_step(decided, then)


def delegation(**changes):
    given_ = {
        "roles": [Role.OBLIGATIONS],
        "held": [Role.OBLIGATIONS, Role.SIGNATORY],
        "to_oneself": False,
        "capable": False,
        "since": ON,
        "last_day": ON + timedelta(days=10),
        "on": ON,
    }
    return given_ | changes


WRONG = [
    ({"roles": []}, errors.RolesNeeded),
    ({"to_oneself": True}, errors.NotToOneself),
    ({"since": ON - timedelta(days=1)}, errors.DelegationDates),
    ({"last_day": ON - timedelta(days=1)}, errors.DelegationDates),
    ({"last_day": ON + rules.LONGEST_DELEGATION}, errors.DelegationDates),
    ({"roles": [Role.ADMIN]}, errors.NotOwnRole),
    ({"roles": [Role.SIGNATORY]}, errors.NotSignatoryCapable),
]


@pytest.mark.parametrize(("changes", "error"), WRONG, ids=lambda value: getattr(value, "__name__", ""))
def test_a_delegation_that_breaks_a_rule_is_refused_by_name(changes, error):
    rules.check_delegation(**delegation())
    with pytest.raises(error):
        rules.check_delegation(**delegation(**changes))


def test_the_signature_goes_to_whoever_holds_a_power_of_attorney():
    assert rules.is_signatory_capable([], "No. 14 of 12.01.2026")
    assert not rules.is_signatory_capable([Role.ENGINEER], "")
    rules.check_delegation(**delegation(roles=[Role.SIGNATORY], capable=True))


@given(ROLES, ROLES, st.booleans())
def test_nobody_is_lent_more_than_the_lender_holds(delegated, lender_holds, capable):
    lent = rules.lent_roles(delegated, lender_holds, capable)
    assert lent <= delegated & lender_holds
    assert capable or Role.SIGNATORY not in lent


@given(ROLES, ROLES, ROLES)
def test_powers_change_only_by_the_hand_of_an_administrator_proper(held, before, after):
    touched = (before ^ after) & {Role.ADMIN, Role.SIGNATORY}
    if touched and Role.ADMIN not in held:
        with pytest.raises(errors.PowersAreLent):
            rules.check_may_change(held, before, after)
    else:
        rules.check_may_change(held, before, after)
