"""The generator: no database, one portfolio of full size for all rules."""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from ifi.core.identifiers import parse_bin
from ifi.law.facts import AssessmentStatus, Channel
from ifi.law.loader import load_book
from ifi.obligations.demonstration import calibration
from ifi.obligations.demonstration.days import days_of
from ifi.obligations.demonstration.law import LawOfDuties
from ifi.obligations.demonstration.portfolio import generate, totals
from ifi.obligations.demonstration.stories import accepted_of
from ifi.obligations.demonstration.values import Sector
from ifi.obligations.demonstration.words import instrument_words
from ifi.obligations.reconcile.matching import Payment, match_payments, reasons

TODAY = date(2026, 11, 24)
BILLION = Decimal(10**9)
MARKS = {"kk": "көрсетілім", "ru": "демонстрационн", "en": "demonstration"}


def made(**choices):
    return generate(LawOfDuties(load_book()), instrument_words(), today=TODAY, **choices)


@pytest.fixture(scope="module")
def portfolio():
    return made()


@pytest.fixture(scope="module")
def rights(portfolio):
    return {right.number: right for right in portfolio.rights}


def due_of(portfolio, year):
    return sum(total.due for (of_year, _), total in totals(portfolio).items() if of_year == year)


def test_the_same_seed_makes_the_same_bytes():
    once, again = made(scale=Fraction(1, 10)), made(scale=Fraction(1, 10))
    assert repr(once).encode() == repr(again).encode()


def test_another_seed_makes_another_portfolio():
    assert made(scale=Fraction(1, 40)) != made(scale=Fraction(1, 40), seed=1)


def test_hydrocarbon_contracts_are_as_many_as_published():
    kinds = calibration.HYDROCARBONS
    production = sum(count for kind, count in kinds.items() if kind.startswith("production"))
    combined = sum(count for kind, count in kinds.items() if kind.startswith("combined"))
    assert (kinds["exploration"], combined, production, kinds["psa"]) == (15, 170, 131, 8)


def test_rights_are_as_many_as_the_sizes_say(portfolio):
    found = Counter(right.sector for right in portfolio.rights)
    assert found[Sector.HYDROCARBONS] == 324
    assert found[Sector.URANIUM] == sum(calibration.URANIUM.values())
    assert found[Sector.MINING] == sum(calibration.MINING.values()) + calibration.MINING["converted"]


@pytest.mark.parametrize("sector", Sector)
def test_the_duty_of_the_published_year_lies_in_the_published_range(portfolio, sector):
    least, most = calibration.PUBLISHED[sector]
    assert least <= totals(portfolio)[calibration.PUBLISHED_YEAR, sector].due <= most


def test_the_national_total_lies_between_84_and_95_billion(portfolio):
    assert 84 * BILLION <= due_of(portfolio, calibration.PUBLISHED_YEAR) <= 95 * BILLION


def test_budget_payments_of_2026_are_of_the_size_that_the_ministry_expects(portfolio):
    found = totals(portfolio)
    received = found[2026, Sector.HYDROCARBONS].received + found[2026, Sector.URANIUM].received
    assert 15 * BILLION <= received <= 20 * BILLION


def test_no_year_leaps(portfolio):
    yearly = [due_of(portfolio, year) for year in range(2018, 2027)]
    assert all(Decimal("0.8") < after / before < Decimal("1.5") for before, after in pairwise(yearly))


def test_sizes_are_skewed(portfolio):
    dues = sorted((duty.due for duty in portfolio.duties if duty.year == 2025 and duty.due), reverse=True)
    assert sum(dues[: len(dues) // 10]) > sum(dues) * Decimal("0.35")
    assert dues[len(dues) // 2] * Decimal("1.8") < sum(dues) / len(dues)


def test_what_is_due_is_the_share_of_the_base_that_the_instrument_or_the_law_names(portfolio, rights):
    last = {(row.number, row.year): row for row in sorted(portfolio.declarations, key=lambda row: row.declared_on)}
    for duty in portfolio.duties:
        if duty.due is None:
            continue
        own = [
            Decimal(term.value)
            for term in rights[duty.number].terms
            if term.parameter == "rate" and (term.until is None or term.until >= date(duty.year, 12, 31))
        ]
        rate = own[0] if own else Decimal("0.01")
        amount = last[duty.number, duty.year].amount * rate
        assert duty.due == amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def test_identification_numbers_are_valid_and_belong_to_nobody(portfolio):
    bins = [enterprise.bin for enterprise in portfolio.enterprises]
    assert len(set(bins)) == len(bins)
    assert all(parse_bin(bin) == bin and bin.startswith("491240") for bin in bins)


def test_every_name_says_that_it_is_a_demonstration(portfolio):
    for enterprise in portfolio.enterprises:
        for name in enterprise.names:
            assert MARKS["kk"] in name.kk.lower()
            assert MARKS["ru"] in name.ru.lower()
            assert MARKS["en"] in name.en.lower()
    assert all(right.number.startswith("ДЕМО-") and MARKS["ru"] in right.name.lower() for right in portfolio.rights)


def test_shares_of_a_right_make_one_on_every_day_of_its_life(portfolio):
    for right in portfolio.rights:
        days = {day for row in right.holdings for day in (row.since, row.until) if day}
        for day in days:
            held = [row.share for row in right.holdings if row.since <= day and (row.until is None or day <= row.until)]
            assert sum(held) == 1, right.number


def test_nothing_lies_outside_the_life_of_its_right(portfolio, rights):
    rows = [(row.number, row.year, None) for row in (*portfolio.duties, *portfolio.declarations, *portfolio.closings)]
    rows += [(row.number, row.year, row.paid_on) for row in (*portfolio.performances, *portfolio.receipts)]
    for number, year, paid_on in rows:
        right = rights[number]
        assert right.concluded_on.year <= year
        assert right.ends_on is None or year <= right.ends_on.year
        assert paid_on is None or right.concluded_on <= paid_on <= min(right.ends_on or TODAY, TODAY)


def test_nothing_happens_after_today(portfolio):
    assert max(day.on for day in days_of(portfolio, TODAY)) <= TODAY


def test_no_payment_comes_before_its_year(portfolio):
    assert all(made.paid_on is None or made.paid_on.year >= made.year for made in portfolio.performances)


def test_every_channel_is_used_when_it_was_open(portfolio, rights):
    counted = [made for made in portfolio.performances if accepted_of(made)]
    assert {made.channel for made in counted} == set(Channel) - {Channel.FOREIGN_WITH_PERMISSION}
    for made in counted:
        sector = rights[made.number].sector
        if made.channel is Channel.DIGITALISATION:
            assert sector is not Sector.MINING
            assert made.paid_on >= date(2020, 7, 1)
        if made.channel is Channel.STATE_BUDGET:
            assert made.paid_on.year == 2026


def test_the_change_of_channel_divides_the_payments_of_2026(portfolio, rights):
    code = {number for number, right in rights.items() if right.regimes[-1].code == "kz.hydrocarbons"}
    paid = [row for row in portfolio.performances if row.number in code and row.year == 2026 and accepted_of(row)]
    before = {row.channel for row in paid if row.paid_on < date(2026, 2, 21)}
    after = {row.channel for row in paid if row.paid_on > date(2026, 2, 23)}
    assert before
    assert Channel.STATE_BUDGET not in before
    assert after == {Channel.STATE_BUDGET}


def test_budget_codes_come_from_the_norms(portfolio):
    regimes = load_book().regimes.values()
    lines = [line for regime in regimes for (name, _), line in regime.timelines.items() if name == "kbk"]
    known = {norm.value for line in lines for norm in line}
    used = {row.kbk for row in portfolio.performances if row.kbk}
    assert used
    assert used <= known


def test_transfers_joint_holders_corrections_and_reversals_occur(portfolio):
    bases = Counter((row.number, row.year) for row in portfolio.declarations)
    closed = {(row.number, row.year): row.closed_on for row in portfolio.closings}
    late = [row for row in portfolio.declarations if closed.get((row.number, row.year), TODAY) < row.declared_on]
    steps = Counter(step.step for made in portfolio.performances for step in made.steps)
    assert any(len({row.since for row in right.holdings}) > 1 for right in portfolio.rights)
    assert any(sum(row.share < 1 for row in right.holdings) == 2 for right in portfolio.rights)
    assert max(bases.values()) >= 2
    assert late
    assert set(steps) == {"planned", "declared", "accepted", "disallowed", "reversed"}


def test_every_kind_of_assessment_occurs(portfolio):
    assert {duty.status for duty in portfolio.duties} == set(AssessmentStatus) - {AssessmentStatus.OUTSIDE_LIFE}


def test_a_shared_document_is_never_counted_above_its_cost(portfolio):
    claims = {}
    for made in portfolio.performances:
        claims.setdefault((made.bin, made.document, made.document_number, made.document_date), []).append(made)
    shared = [rows for rows in claims.values() if len({row.number for row in rows}) > 1]
    assert shared
    for rows in shared:
        assert len({row.confirmed_amount for row in rows}) == 1
        assert sum(accepted_of(row) for row in rows) <= rows[0].confirmed_amount
    assert any(sum(row.amount for row in rows) > rows[0].confirmed_amount for rows in shared)


def test_the_reconciliation_finds_exactly_the_seeded_differences(portfolio):
    numbers = {right.number: index for index, right in enumerate(portfolio.rights)}
    paid = [row for row in portfolio.performances if row.channel is Channel.STATE_BUDGET and row.paid_on]
    declared = [
        Payment(index, numbers[row.number], row.year, row.amount, row.paid_on, row.payment_order, row.kbk, row.bin)
        for index, row in enumerate(paid)
    ]
    received = [
        Payment(
            index, numbers[row.number], row.year, row.amount, row.paid_on, row.payment_order, row.kbk, row.payer_bin
        )
        for index, row in enumerate(portfolio.receipts)
    ]
    matches = match_payments(declared, received, window_days=10)
    found = Counter(
        (right, year, str(reason.cause), reason.amount)
        for (right, year), rows in reasons(matches).items()
        for reason in rows
    )
    seeded = Counter((numbers[row.number], row.year, row.cause, row.amount) for row in portfolio.differences)
    assert found == seeded
    assert {cause for _, _, cause, _ in seeded} == {
        "year_end",
        "other_stream",
        "refund",
        "missing_company",
        "missing_government",
    }
