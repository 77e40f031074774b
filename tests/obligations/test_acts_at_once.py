"""Many who act at the same moment: nothing is counted twice, nothing is half done."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections, transaction

from ifi.ledger.isolation import run_serializable
from ifi.ledger.models import Entry
from ifi.ledger.rules import Busy, Kind, NewEntry
from ifi.ledger.services import post
from ifi.obligations.models import DutyBalance, Expense, LiveYearTotal, PerformanceStep, TotalStale
from ifi.obligations.rules.errors import ExpenseOverClaimed
from ifi.obligations.services.closings import close_years
from ifi.obligations.services.decisions import Decision, accept_performances
from ifi.obligations.services.performances import ExpenseDocument
from ifi.obligations.services.totals import refresh_totals
from tests.obligations.portfolio import OFFICE, Office, a_right, an_organisation, differences, money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WRITERS = 60


def at_once(acts):
    """Run the acts in threads of their own that start together; return what each returned or raised."""
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def until_done(act):
    """Do the act again for as long as others are in the way."""
    while True:
        try:
            return act()
        except Busy:
            continue


def test_many_writers_never_count_one_expense_above_its_confirmed_cost():
    holder = an_organisation()
    document = ExpenseDocument("act", "A-1", date(2025, 3, 1), money("100"))
    offices = [Office(a_right(holder=holder)).open(2025) for _ in range(6)]
    for office in offices:
        office.declare(2025, "12 450 000 000")
    offered = [offices[n % len(offices)].offer(2025, "7", expense=document) for n in range(WRITERS)]

    def accept(performance):
        decision = Decision(uuid4(), performance, money("7"))
        return until_done(lambda: accept_performances(decisions=[decision], by=OFFICE, on=date(2025, 6, 1)))

    results = at_once([lambda pk=pk: accept(pk) for pk in offered])
    assert results.count(1) == 14
    assert sum(isinstance(result, ExpenseOverClaimed) for result in results) == WRITERS - 14
    assert Expense.objects.get().accepted_amount == money("98")
    assert differences() == []


def test_the_same_decision_sent_by_many_counts_once():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    decision = Decision(uuid4(), office.offer(2025, "10"), money("10"))

    def accept():
        return until_done(lambda: accept_performances(decisions=[decision], by=OFFICE, on=date(2025, 6, 1)))

    results = at_once([accept] * 12)
    assert sorted(results) == [0] * 11 + [1]
    assert office.balance(2025).performed == money("10")
    assert PerformanceStep.objects.filter(step="accepted").count() == 1


def test_closing_and_accepting_at_once_end_as_if_one_had_come_after_the_other():
    office = Office(a_right(), today=date(2026, 5, 1)).open(2024, 2025)
    office.declare(2024, "10 000")
    office.declare(2025, "10 000")
    offered = [office.offer(2024, "30") for _ in range(8)]

    def accept(performance):
        decision = Decision(uuid4(), performance, money("30"))
        return until_done(lambda: accept_performances(decisions=[decision], by=OFFICE, on=office.today))

    def close():
        duties = office.duties.values()
        return until_done(lambda: close_years(duty_ids=duties, by=OFFICE, on=office.today))

    results = at_once([*(lambda pk=pk: accept(pk) for pk in offered), close])
    assert results == [1] * 8 + [2]
    assert office.balance(2024).carried == money("140")
    assert office.balance(2025).brought == money("100")
    assert differences() == []


def test_of_two_acts_that_each_rest_on_what_the_other_changes_one_is_tried_again():
    """Write skew: each posts only while the other's duty stands at nil."""
    office = Office(a_right()).open(2024, 2025)
    both_have_read = threading.Barrier(2)
    attempts = []

    def post_if_other_is_nil(mine, other):
        def work():
            attempts.append(mine)
            is_nil = DutyBalance.objects.get(pk=office.duties[other]).due == 0
            if len(attempts) <= 2:
                both_have_read.wait(timeout=10)
            if is_nil:
                entry = NewEntry(uuid4(), Kind.ASSESS, office.duties[mine], Decimal(5), date(2025, 1, 1), "settlement")
                post([entry], recorded_by=None)

        return run_serializable(work)

    at_once([lambda: post_if_other_is_nil(2024, 2025), lambda: post_if_other_is_nil(2025, 2024)])
    assert len(attempts) == 3
    assert sorted(DutyBalance.objects.values_list("due", flat=True)) == [0, 5]


def test_an_act_whose_connection_dies_leaves_nothing():
    office = Office(a_right()).open(2025)
    office.declare(2025, "12 450 000 000")
    performance = office.offer(2025, "10")
    entries, steps = Entry.objects.count(), PerformanceStep.objects.count()
    parameters = connection.get_connection_params()

    def accept_and_die():
        with transaction.atomic():
            decision = Decision(uuid4(), performance, money("10"))
            accept_performances(decisions=[decision], by=OFFICE, on=office.today)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend = cursor.fetchone()[0]
            allowed = {key: parameters[key] for key in ("dbname", "user", "host", "port") if key in parameters}
            with psycopg.connect(**allowed, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [backend])
            Entry.objects.count()

    (result,) = at_once([accept_and_die])
    assert isinstance(result, Exception)
    assert (Entry.objects.count(), PerformanceStep.objects.count()) == (entries, steps)
    assert office.balance(2025).performed == 0
    assert office.accept(performance, "10") == 1
    assert differences() == []


def test_totals_are_exact_while_acts_and_refreshes_run_at_once():
    offices = [Office(a_right()).open(2025) for _ in range(4)]
    for office in offices:
        office.declare(2025, "12 450 000 000")
    offered = [(office, office.offer(2025, "10")) for office in offices for _ in range(4)]
    wrong = []

    def accept(performance):
        decision = Decision(uuid4(), performance, money("10"))
        return until_done(lambda: accept_performances(decisions=[decision], by=OFFICE, on=date(2025, 6, 1)))

    def refresh_and_read():
        for _ in range(20):
            refresh_totals()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT (SELECT sum(performed) FROM obligations_dutybalance),"
                    " (SELECT sum(performed) FROM obligations_live_year_total)"
                )
                summed, live = cursor.fetchone()
            if summed != live:
                wrong.append((summed, live))

    results = at_once([*(lambda pk=pk: accept(pk) for _, pk in offered), refresh_and_read, refresh_and_read])
    assert results.count(1) == len(offered)
    assert wrong == []
    refresh_totals()
    assert not TotalStale.objects.exists()
    assert sum(total.performed for total in LiveYearTotal.objects.all()) == money("160")
