"""`ifi ledger check` finds what does not agree, and names the duty and the account."""

import json
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction
from structlog.testing import capture_logs

from ifi.ledger.commands import ledger
from ifi.ledger.rules import Kind, NewEntry
from ifi.ledger.services import post
from ifi.obligations.jobs import check_ledger
from ifi.obligations.models import DutyBalance, Expense
from ifi.obligations.services.performances import ExpenseDocument
from ifi.obligations.services.totals import refresh_totals
from tests.obligations.portfolio import Office, a_right, differences, money

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """Two closed years: credit of 30 carried from 2024 and used in 2025, a penalty for 2025."""
    office = Office(a_right(penalty_rate="0.30"), today=date(2026, 5, 1)).open(2024, 2025)
    office.declare(2024, "10 000")
    office.declare(2025, "20 000")
    document = ExpenseDocument("act", "A-1", date(2024, 3, 1), money("200"))
    office.perform(2024, "130", expense=document)
    office.perform(2025, "50")
    office.reverse(office.perform(2025, "1"))
    office.receive(2025, "40")
    office.close(2024, 2025)
    assert differences() == []
    return office


def tamper(statement, *parameters):
    """As someone would who has the database and not the services; triggers rest meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def found():
    return {(difference.check, difference.subject, difference.account) for difference in differences()}


@pytest.mark.parametrize(
    ("column", "account"),
    [
        ("due", "due"),
        ("performed", "performed"),
        ("brought", "brought"),
        ("carried", "carried"),
        ("credit_available", "credit"),
        ("lapsed", "lapsed"),
        ("released", "released"),
        ("penalty", "penalty"),
        ("penalty_paid", "penalty_paid"),
        ("received", "received"),
    ],
)
def test_a_changed_figure_of_the_read_model_is_found(office, column, account):
    tamper(f"UPDATE obligations_dutybalance SET {column} = {column} + 0.01 WHERE duty_id = %s", office.duties[2025])
    assert ("balance_from_entries", f"duty:{office.duties[2025]}", account) in found()


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE obligations_performancestep SET amount = 1 WHERE step = 'accepted'", "performed_from_decisions"),
        ("DELETE FROM obligations_treasuryreceipt", "received_from_receipts"),
        ("UPDATE obligations_assessmentversion SET due = due + 1", "due_from_assessments"),
        ("UPDATE obligations_dutybalance SET declared = declared + 1", "declared_from_performances"),
        ("UPDATE obligations_dutybalance SET closed_on = closed_on + 1", "description_from_facts"),
        ("UPDATE obligations_expense SET accepted_amount = accepted_amount - 1", "expenses_from_decisions"),
        ("UPDATE ledger_entry SET source = 'step:0' WHERE kind = 'accept'", "sources_exist"),
        ("UPDATE obligations_dutybalance SET due = due + 1", "totals_from_balances"),
        ("UPDATE obligations_dutybalance SET due = brought - 1, performed = 0", "credit_within_need"),
        ("UPDATE obligations_dutybalance SET carried = carried + 1", "carried_is_excess"),
        ("UPDATE obligations_assessmentversion SET carry_years = 0", "credit_used_in_time"),
        ("UPDATE obligations_dutybalance SET credit_available = 1 WHERE carried > 0", "credit_left"),
        ("UPDATE obligations_assessmentversion SET penalty_rate = 0.5", "penalty_from_shortfall"),
        ("UPDATE obligations_dutybalance SET released = 1", "released_from_penalty"),
        ("UPDATE ledger_entry SET amount = amount + 1 WHERE corrects_id IS NOT NULL", "corrections_mirror"),
    ],
)
def test_facts_changed_behind_the_services_are_found(office, statement, check):
    refresh_totals()
    tamper(statement)
    assert check in {name for name, _, _ in found()}


def test_an_entry_without_a_fact_behind_it_is_found(office):
    duty = office.duties[2024]
    post([NewEntry(uuid4(), Kind.ACCEPT, duty, Decimal(5), date(2024, 1, 1), "step:0")], recorded_by=None)
    assert {("performed_from_decisions", f"duty:{duty}", "performed")} <= found()
    assert "sources_exist" in {name for name, _, _ in found()}


def test_the_command_says_that_all_agrees_or_names_each_difference(office):
    agreed = CliRunner().invoke(ledger, ["check", "--json"])
    assert (agreed.exit_code, json.loads(agreed.output)) == (0, {"differences": []})
    tamper("UPDATE obligations_dutybalance SET received = 1 WHERE duty_id = %s", office.duties[2025])
    differing = CliRunner().invoke(ledger, ["check", "--json"])
    assert differing.exit_code == 1
    assert {
        "check": "received_from_receipts",
        "subject": f"duty:{office.duties[2025]}",
        "account": "received",
        "expected": "40.00",
        "found": "1.00",
    } in json.loads(differing.output)["differences"]
    assert "received: 1.00, not 40.00" in CliRunner().invoke(ledger, ["check"]).output


def test_the_nightly_check_writes_each_difference_to_the_log(office):
    tamper("UPDATE obligations_dutybalance SET received = 1 WHERE duty_id = %s", office.duties[2025])
    with capture_logs() as lines:
        check_ledger(timestamp=0)
    assert {"ledger_difference", "ledger_checked"} == {line["event"] for line in lines}


def test_the_database_refuses_an_unsound_balance_at_the_end_of_an_act(office):
    DutyBalance.objects.filter(pk=office.duties[2025]).update(brought=1_000_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    DutyBalance.objects.filter(pk=office.duties[2025]).update(brought=30)


def test_the_database_refuses_more_than_the_confirmed_cost(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Expense.objects.update(accepted_amount=money("200.01"))
