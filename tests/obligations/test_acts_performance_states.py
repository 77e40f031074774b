"""What may follow where a performance stands."""

from datetime import date
from decimal import Decimal

import pytest

from ifi.core.sentences import knows
from ifi.law.facts import Channel
from ifi.obligations.rules.performance import (
    OWNERS,
    TRANSITIONS,
    AmountNotAcceptable,
    BudgetCodeWrong,
    ChannelNotOpen,
    OpenChannels,
    PaidOutsideYear,
    PaymentDateMissing,
    PerformanceFacts,
    Reason,
    ReasonMissing,
    Step,
    StepNotPossible,
    check_acceptable,
    check_reason,
    check_step,
)

D = Decimal


def facts(**given):
    standard = {
        "performance": 1,
        "stands": Step.DECLARED,
        "declared": D("100.00"),
        "year": 2025,
        "channel": Channel.KZ_PERFORMER,
        "paid_on": date(2025, 6, 30),
    }
    return PerformanceFacts(**{**standard, **given})


def test_every_step_has_transitions_an_owner_and_a_sentence():
    assert set(TRANSITIONS) == {None, *Step}
    assert {step for following in TRANSITIONS.values() for step in following} == set(Step)
    assert set(OWNERS) == set(Step)
    assert all(knows(f"performance.step.{step.value}") for step in Step)
    assert all(knows(f"performance.reason.{reason.value}") for reason in Reason)


@pytest.mark.parametrize("stands", [None, *Step])
@pytest.mark.parametrize("step", list(Step))
def test_a_step_is_possible_exactly_where_the_table_says(stands, step):
    if step in TRANSITIONS[stands]:
        check_step(1, stands, step)
    else:
        with pytest.raises(StepNotPossible):
            check_step(1, stands, step)


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "100.01"])
def test_only_an_amount_up_to_the_declared_one_can_be_accepted(amount):
    with pytest.raises(AmountNotAcceptable):
        check_acceptable(facts(), D(amount))


def test_accepting_less_than_declared_needs_a_reason():
    with pytest.raises(ReasonMissing):
        check_acceptable(facts(), D("99.99"))
    check_acceptable(facts(), D("99.99"), Reason.NO_EVIDENCE.value)
    check_acceptable(facts(), D("100.00"))


def test_a_reason_must_be_one_of_ours():
    with pytest.raises(ReasonMissing):
        check_reason(1, "because")


def test_only_what_was_paid_can_be_accepted():
    with pytest.raises(PaymentDateMissing):
        check_acceptable(facts(paid_on=None), D("100.00"))


def test_a_payment_before_the_year_never_counts_and_one_after_it_only_where_the_shortfall_stays_due():
    with pytest.raises(PaidOutsideYear):
        check_acceptable(facts(paid_on=date(2024, 12, 31)), D("100.00"))
    check_acceptable(facts(paid_on=date(2026, 1, 1)), D("100.00"))
    with pytest.raises(PaidOutsideYear):
        check_acceptable(facts(paid_on=date(2026, 1, 1), late_payment_counts=False), D("100.00"))


def test_a_channel_is_judged_by_the_payment_date():
    """Law reference, section 6: in 2026 own choice ends and direct payment to the budget begins."""
    periods = (
        OpenChannels((Channel.KZ_PERFORMER,), None, date(2026, 2, 20)),
        OpenChannels((Channel.STATE_BUDGET,), date(2026, 2, 21), None, kbk="401103"),
    )
    in_2026 = {"year": 2026, "open_channels": periods}
    check_acceptable(facts(paid_on=date(2026, 2, 20), **in_2026), D("100.00"))
    with pytest.raises(ChannelNotOpen):
        check_acceptable(facts(paid_on=date(2026, 2, 21), **in_2026), D("100.00"))
    to_budget = {**in_2026, "channel": Channel.STATE_BUDGET, "paid_on": date(2026, 2, 21)}
    check_acceptable(facts(kbk="401103", **to_budget), D("100.00"))
    with pytest.raises(BudgetCodeWrong):
        check_acceptable(facts(kbk="105101", **to_budget), D("100.00"))


def test_where_the_norms_name_no_channel_none_is_forbidden():
    check_acceptable(facts(open_channels=(OpenChannels(()),)), D("100.00"))
    check_acceptable(facts(open_channels=()), D("100.00"))
