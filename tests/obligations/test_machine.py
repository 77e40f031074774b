"""Random sequences of acts: after every one the ledger agrees with itself, with the facts and with a naive engine.

`IFI_LEDGER_STEPS=100000 pytest tests/obligations/test_machine.py -s` runs as many steps and says how long they took.
"""

import os
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ifi.core.errors import IfiError
from ifi.ledger.checks import BOOK_BALANCES, CORRECTIONS_MIRROR, run_checks
from ifi.ledger.models import Entry
from ifi.ledger.queries import balances_of
from ifi.obligations.checks import CHECKS
from ifi.obligations.models import Duty, DutyBalance, LiveYearTotal, Performance
from ifi.obligations.rules.assessments import AssessmentReason
from ifi.obligations.rules.performance import Reason
from ifi.obligations.services.assessments import assess_duties
from ifi.obligations.services.performances import ExpenseDocument
from ifi.obligations.services.totals import refresh_totals
from ifi.registry.models import RightHolder, RightTerm
from ifi.registry.services import Field, set_detail, set_holders
from tests.obligations.naive import NIL, NaivePerformance, NaiveRight, NaiveYear
from tests.obligations.portfolio import OFFICE, Office, a_right, an_organisation, differences

STEPS = int(os.environ.get("IFI_LEDGER_STEPS", "400"))
YEARS = (2021, 2022, 2023)
TODAY = date(2026, 1, 15)
SWEPT = {"registry", "ledger", "obligations"}
# kind → regime, own terms, years of carry, penalty rate, whether paying the penalty ends the year
KINDS = {
    "first": ("kz.hydrocarbons", {"penalty_rate": "0.30"}, 1, Decimal("0.30"), False),
    "second": ("kz.hydrocarbons", {"penalty_rate": "0.01"}, 1, Decimal("0.01"), False),
    "licence": ("kz.solid_minerals", {}, 1, Decimal(1), True),
    "legacy": (
        "kz.legacy_contract",
        {"first_year": "2019", "excess_carry_years": "unlimited"},
        None,
        None,
        False,
    ),
}

rights = st.integers(0, 1)
kinds = st.permutations(["first", "second", "licence", "legacy"])
years = st.sampled_from(YEARS)
# whole amounts around what is due make excess, shortfall and exact fulfilment all likely; odd ones try the rounding
amounts = st.sampled_from([Decimal(whole) for whole in (30, 60, 100, 150, 250)]) | st.integers(1, 30_000).map(
    lambda tiyn: Decimal(tiyn) / 100
)
bases = st.sampled_from([Decimal(whole) for whole in (3_000, 10_000, 15_000)]) | st.integers(0, 2_000_000).map(
    lambda tiyn: Decimal(tiyn) / 100
)
# what a right begins with, year by year: base or none yet, performed or nothing, closed or open
beginnings = st.lists(
    st.tuples(st.none() | bases, st.none() | amounts, st.booleans()), min_size=len(YEARS), max_size=len(YEARS)
)
documents = st.none() | st.integers(0, 2)
picks = st.integers(0, 10**6)
CONFIRMED = (Decimal("50.00"), Decimal("120.00"), Decimal("400.00"))


class LedgerMachine(RuleBasedStateMachine):
    """Two rights of one holder, of two kinds, three years each."""

    steps = 0

    @initialize(kinds=kinds, begun=st.tuples(beginnings, beginnings))
    def begin(self, kinds, begun):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        holder = an_organisation()
        self.holders = [holder.pk, an_organisation().pk]
        self.offices, self.naive = [], []
        self.claimed: dict[tuple[int, int], Decimal] = {}
        for right, kind in enumerate(kinds[:2]):
            regime, own_terms, carry, penalty, closes = KINDS[kind]
            registered = a_right(regime, holder=holder, channels="kz_performer", rate="0.01", **own_terms)
            self.offices.append(Office(registered, TODAY).open(*YEARS))
            years = {year: NaiveYear() for year in YEARS}
            self.naive.append(NaiveRight(Decimal("0.01"), carry, penalty, closes, holder.pk, years))
            for year, (base, performed, is_closed) in zip(YEARS, begun[right], strict=True):
                if base is not None:
                    self.declare_or_correct_a_base(right, year, base)
                if performed is not None:
                    self.accept_offered(right, self.offer(right, year, performed, None, 0), performed, False)
                if is_closed:
                    self.close_a_year(right, year)

    def act(self, *, works, acting):
        """Do the act; where it should be refused, see that it is, and that nothing of it stays."""
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                result = acting()
        except IfiError:
            assert not works
            assert Entry.objects.count() == before
            return None
        assert works
        return result

    def chosen(self, right, pick, *states):
        """A performance of the right in one of the states, or nothing."""
        found = [pk for pk, known in self.naive[right].performances.items() if known.state in states]
        return found[pick % len(found)] if found else None

    @rule(right=rights, year=years, base=bases)
    def correct_a_base(self, right, year, base):
        self.declare_or_correct_a_base(right, year, base)

    def declare_or_correct_a_base(self, right, year, base):
        self.offices[right].declare(year, base)
        known = self.naive[right]
        if known.years[year].base != base:
            known.years[year].base = base
            known.assess(year)

    @rule(right=rights, rate=st.sampled_from(["0.01", "0.02"]))
    def change_the_rate_in_the_instrument_and_reassess(self, right, rate):
        office, known = self.offices[right], self.naive[right]
        RightTerm.objects.filter(right=office.right, parameter="rate").update(value=rate)
        known.rate = Decimal(rate)
        assess_duties(
            duty_ids=office.duties.values(), reason=AssessmentReason.RIGHT_CHANGED, by=OFFICE, on=office.today
        )
        for year in YEARS:
            known.assess(year)

    @rule(right=rights, year=years, amount=amounts, document=documents, late=st.integers(0, 1))
    def offer_a_performance(self, right, year, amount, document, late):
        self.offer(right, year, amount, document, late)

    @rule(right=rights, year=years, amount=amounts, late=st.integers(0, 1))
    def perform_and_accept_at_once(self, right, year, amount, late):
        self.accept_offered(right, self.offer(right, year, amount, None, late), amount, accept_again=False)

    def offer(self, right, year, amount, document, late):
        office = self.offices[right]
        expense = None
        if document is not None:
            expense = ExpenseDocument("act", str(document), date(2021, 1, 1), CONFIRMED[document])
        pk = office.offer(year, amount, paid_on=date(year + late, 6, 30), expense=expense)
        self.naive[right].performances[pk] = NaivePerformance(year, amount, year + late, document)
        return pk

    @rule(right=rights, pick=picks, part=st.integers(1, 110), accept_again=st.booleans())
    def accept(self, right, pick, part, accept_again):
        pk = self.chosen(right, pick, *(("accepted", "disallowed") if accept_again else ("declared", "reversed")))
        if pk is not None:
            amount = (self.naive[right].performances[pk].amount * part / 100).quantize(Decimal("0.01"))
            self.accept_offered(right, pk, amount, accept_again)

    def accept_offered(self, right, pk, amount, accept_again):
        known = self.naive[right]
        performance = known.performances[pk]
        document = self._document(pk)
        left = CONFIRMED[performance.expense] - self.claimed.get(document, NIL) if document else amount
        works = (
            not accept_again
            and 0 < amount <= performance.amount
            and known.years[performance.year].assessed is not None
            and not (known.penalty_closes and performance.paid_year > performance.year)
            and amount <= left
        )
        uid = uuid4()
        done = self.act(
            works=works,
            acting=lambda: self.offices[right].accept(pk, amount, uid=uid, reason=Reason.NO_EVIDENCE.value),
        )
        if done is not None:
            performance.state, performance.accepted = "accepted", amount
            if document:
                self.claimed[document] = self.claimed.get(document, NIL) + amount
            assert self.offices[right].accept(pk, amount, uid=uid, reason=Reason.NO_EVIDENCE.value) == 0

    def _document(self, pk):
        row = Performance.objects.select_related("expense").get(pk=pk)
        return None if row.expense is None else (row.expense.organisation_id, int(row.expense.document_number))

    @rule(right=rights, pick=picks)
    def disallow(self, right, pick):
        pk = self.chosen(right, pick, "declared", "reversed")
        if pk is not None:
            self.offices[right].disallow(pk)
            self.naive[right].performances[pk].state = "disallowed"

    @rule(right=rights, pick=picks)
    def reverse(self, right, pick):
        pk = self.chosen(right, pick, "accepted", "disallowed")
        if pk is None:
            return
        self.offices[right].reverse(pk)
        performance = self.naive[right].performances[pk]
        document = self._document(pk)
        if document and performance.state == "accepted":
            self.claimed[document] -= performance.accepted
        performance.state, performance.accepted = "reversed", NIL

    @rule(right=rights, last=years)
    def close_the_years_up_to(self, right, last):
        for year in YEARS:
            if year <= last:
                self.close_a_year(right, year)

    @rule(right=rights, year=years)
    def close_one_year(self, right, year):
        self.close_a_year(right, year)

    def close_a_year(self, right, year):
        known = self.naive[right].years[year]
        works = known.assessed is not None
        done = self.act(works=works or known.closed, acting=lambda: self.offices[right].close(year))
        if done is not None:
            assert done == (0 if known.closed else 1)
            known.closed = True

    @rule(right=rights)
    def pay_every_penalty_in_full(self, right):
        for year in YEARS:
            self.pay_a_penalty(right, year, Decimal("0.01"), in_full=True)

    @rule(right=rights, year=years, amount=amounts)
    def pay_part_of_a_penalty(self, right, year, amount):
        self.pay_a_penalty(right, year, amount, in_full=False)

    def pay_a_penalty(self, right, year, amount, in_full):
        known = self.naive[right]
        figures = known.recount()[year]
        left = figures["penalty"] - figures["penalty_paid"]
        paid = left if in_full and left > 0 else amount
        done = self.act(works=0 < paid <= left, acting=lambda: self.offices[right].pay_penalty(year, paid))
        if done is not None:
            known.years[year].penalty_paid += paid

    @rule(right=rights, year=years, amount=amounts, is_refund=st.booleans(), number=st.integers(0, 50))
    def receive_money(self, right, year, amount, is_refund, number):
        order = f"{right}-{year}-{number}-{amount}-{is_refund}"
        signed = -amount if is_refund else amount
        before = self.offices[right].balance(year).received
        self.offices[right].receive(year, signed, order)
        after = self.offices[right].balance(year).received
        assert after - before in (signed, NIL)
        self.naive[right].years[year].received += after - before

    @rule(right=rights)
    def transfer_the_right(self, right):
        office, known = self.offices[right], self.naive[right]
        current = RightHolder.objects.get(right=office.right, validity__endswith__isnull=True)
        ends = (current.validity.lower or date(2018, 7, 1)) + timedelta(days=100)
        if ends >= TODAY:  # it has passed from hand to hand often enough
            return
        known.holder = self.holders[1 - self.holders.index(known.holder)]
        whole = [(known.holder, Decimal(1))]
        set_holders(right_id=office.right.pk, holders=whole, on=ends + timedelta(days=1), by=OFFICE)
        open_years = [year for year in YEARS if not known.years[year].closed and year >= ends.year + 1]
        holders = Duty.objects.filter(right=office.right, year__in=open_years).values_list("organisation_id", flat=True)
        assert set(holders) <= {known.holder}

    @rule(
        right=rights, year=years, authority=st.sampled_from(["energy", "atomic"]), region=st.sampled_from(["23", "27"])
    )
    def move_to_another_authority_and_region(self, right, year, authority, region):
        for field, code in ((Field.AUTHORITY, authority), (Field.REGION, region)):
            self.change(right, field, [code], date(year, 7, 1))

    @rule(right=rights, year=years, is_exempt=st.booleans())
    def exempt_the_right_or_take_it_back(self, right, year, is_exempt):
        self.change(right, Field.EXEMPT_GROUND, ["psa"] if is_exempt else [], date(year, 7, 1))
        self.naive[right].exempt(year, is_exempt)

    def change(self, right, field, codes, on):
        set_detail(right_id=self.offices[right].right.pk, field=field, codes=codes, on=on, today=TODAY, by=OFFICE)

    @rule()
    def refresh_the_totals(self):
        refresh_totals()
        assert LiveYearTotal.objects.count() > 0

    @invariant()
    def everything_agrees(self):
        if not hasattr(self, "naive"):
            return
        type(self).steps += 1
        connection.check_constraints()
        assert checked_at_once() == []
        every_duty = [duty for office in self.offices for duty in office.duties.values()]
        stored_balances, folded = DutyBalance.objects.in_bulk(every_duty), balances_of(every_duty)
        for office, known in zip(self.offices, self.naive, strict=True):
            for year, figures in known.recount().items():
                row = stored_balances[office.duties[year]]
                assert {figure: getattr(row, figure) for figure in figures} == figures, year
                assert folded[row.pk].outstanding == row.outstanding

    def teardown(self):
        if hasattr(self, "transaction"):
            try:
                assert differences() == []
            finally:
                transaction.set_rollback(True)
                self.transaction.__exit__(None, None, None)


EVERY_CHECK = {"corrections_mirror": CORRECTIONS_MIRROR, "book_balances": BOOK_BALANCES, **CHECKS}
CHECKED_AT_ONCE = " UNION ALL ".join(
    f"SELECT '{name}', subject, account::text, expected::text, found::text "
    f"FROM ({statement}) AS one (subject, account, expected, found)"
    for name, statement in EVERY_CHECK.items()
)


def checked_at_once():
    """What `ifi ledger check` would report, by one statement that the database plans once and not at every step."""
    with psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(CHECKED_AT_ONCE, prepare=True).fetchall()


@pytest.mark.django_db
def test_the_checks_at_once_are_all_checks_and_find_what_differs():
    office = Office(a_right(), TODAY).open(2023)
    assert set(EVERY_CHECK) == {name for name, _ in run_checks()}
    assert checked_at_once() == []
    DutyBalance.objects.filter(pk=office.duties[2023]).update(declared=1)
    assert [row[0] for row in checked_at_once()] == ["declared_from_performances"]


def sweep():
    """Take away the rows of examples that were undone."""
    tables = [
        model._meta.db_table for model in apps.get_models() if model._meta.managed and model._meta.app_label in SWEPT
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (TRUNCATE false) {', '.join(sorted(tables))}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_the_ledger_agrees_with_the_facts_after_every_act():
    """Each example is a transaction of its own that is rolled back, so that nothing is stored.

    Within one transaction around all of them the database would keep the rows of every example that was undone, and
    each step would take longer than the one before.
    """
    LedgerMachine.steps, began = 0, time.monotonic()
    chosen = settings(
        max_examples=min(40, STEPS // 50),
        stateful_step_count=50,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    while LedgerMachine.steps < STEPS:
        run_state_machine_as_test(LedgerMachine, settings=chosen)
        sweep()
        sys.stdout.write(f"{LedgerMachine.steps} steps in {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
    assert LedgerMachine.steps >= STEPS
