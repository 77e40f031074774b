"""Who may act on duties: refused before anything is written."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from ifi.accounts.rights import Permission, Program
from ifi.core.errors import NotAllowed
from ifi.obligations.services.closings import close_years
from ifi.obligations.services.decisions import Decision, accept_performances
from ifi.obligations.services.duties import open_duties
from ifi.obligations.services.receipts import record_receipts
from tests.obligations.portfolio import Office, a_right

pytestmark = pytest.mark.django_db


def test_who_may_not_act_is_refused_before_anything_is_written():
    office = Office(a_right()).open(2025)
    office.declare(2025, "1 000")
    performance = office.offer(2025, "10")
    reader = Program("reader", Permission.DUTY_SEE_ALL)
    decision = Decision(uuid4(), performance, Decimal(10))
    for act in (
        lambda: accept_performances(decisions=[decision], by=reader, on=office.today),
        lambda: close_years(duty_ids=office.duties.values(), by=reader, on=date(2026, 1, 1)),
        lambda: open_duties(right_ids=[office.right.pk], years=[2026], by=reader),
        lambda: record_receipts(receipts=[], by=reader),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_officer_of_one_authority_decides_only_on_its_rights():
    office = Office(a_right()).open(2025)
    office.declare(2025, "1 000")
    officer = Program("officer", *Permission)
    officer.authority = "industry"
    with pytest.raises(NotAllowed):
        close_years(duty_ids=office.duties.values(), by=officer, on=date(2026, 1, 1))
