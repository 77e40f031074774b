"""A small trail with ledger rows under it, and what a superuser of the database can do to both."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.db import connection
from django.utils.translation import override

from ifi.accounts.rights import Program
from ifi.audit.heads import publish_head
from ifi.audit.models import Record
from ifi.audit.rules import tree
from ifi.audit.sequencing import sequence
from ifi.audit.services import record
from ifi.audit.verification.whole import verify_trail
from ifi.core.targets import Target
from ifi.ledger.rules import Kind, NewEntry
from ifi.ledger.services import post
from ifi.obligations.models import Duty, DutyBalance
from tests.obligations.portfolio import a_right

PROGRAM = Program("test")
DAY = date(2026, 11, 24)


def act(number: int, *, entries: int = 1) -> int:
    """One act: ledger entries and their record."""
    duty = Duty.objects.values_list("pk", flat=True).first() or _a_duty()
    rows = [NewEntry(uuid4(), Kind.RECEIVE, duty, Decimal("10.00"), DAY, f"act:{number}") for _ in range(entries)]
    post(rows, recorded_by=None)
    return record("stone.laid", Target.of("stone", number), by=PROGRAM, on=DAY, parameters={"number": number})


def _a_duty() -> int:
    """Under the record of the act that needs it first."""
    right = a_right()
    duty = Duty.objects.create(right=right, year=2025, organisation=right.holders.get().organisation)
    DutyBalance.objects.create(
        duty=duty, right_id=right.pk, organisation_id=duty.organisation_id, year=2025, regime="kz.hydrocarbons"
    )
    return duty.pk


def trail(length: int = 9) -> list[int]:
    """Acts under a signed head; the numbers of their records."""
    numbers = [act(number) for number in range(1, length + 1)]
    sequence()
    publish_head()
    return numbers


def findings() -> list[str]:
    with override("en"):
        return [str(finding) for finding in verify_trail()]


def codes() -> set[str]:
    return {finding.code for finding in verify_trail()}


@contextmanager
def superuser():
    """No trigger stands in the way."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = origin")


def rebuild_tree(cursor) -> None:
    """What a patient attacker does: make leaves' hashes and all nodes fit what the records say now."""
    cursor.execute(
        "UPDATE audit_record SET leaf = sha256('\\x00'::bytea || body);"
        "UPDATE audit_leaf SET hash = record.leaf FROM audit_record AS record WHERE record.id = record_id;"
        "DELETE FROM audit_treenode"
    )
    cursor.execute("SELECT hash FROM audit_leaf ORDER BY place")
    leaves = [bytes(value) for (value,) in cursor.fetchall()]
    for node, value in tree.new_nodes(leaves, size=0, hash_of=dict[tree.Node, bytes]().__getitem__):
        if node.level:
            cursor.execute(
                "INSERT INTO audit_treenode (level, index, hash) VALUES (%s, %s, %s)", [node.level, node.index, value]
            )


def body_of(number: int) -> bytes:
    return bytes(Record.objects.get(pk=number).body)
