"""Balances as sums of entries."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from ifi.core.sentences import knows
from ifi.ledger.rules import JOINING, SIDES, Account, Balance, Kind, NewEntry, balances, uid_of

D = Decimal

kinds = st.sampled_from(sorted(set(Kind) - JOINING))
plain_entries = st.builds(
    lambda kind, duty, tiyn: NewEntry(uuid4(), kind, duty, D(tiyn) / 100, date(2025, 1, 1), "test"),
    kinds,
    st.integers(1, 3),
    st.integers(1, 10**12),
)
joining_entries = st.builds(
    lambda duty, tiyn: NewEntry(uuid4(), Kind.BRING, duty, D(tiyn) / 100, date(2025, 1, 1), "test", duty + 1),
    st.integers(1, 3),
    st.integers(1, 10**12),
)
books = st.lists(plain_entries | joining_entries, max_size=30)


def mirrored(entry):
    class Mirrored:
        debit_duty, debit_account = entry.credit_duty, entry.credit_account
        credit_duty, credit_account = entry.debit_duty, entry.debit_account
        amount = entry.amount

    return Mirrored()


def test_every_kind_moves_between_two_accounts_and_has_a_name():
    assert set(SIDES) == set(Kind)
    assert all(debit is not credit for debit, credit in SIDES.values())
    assert {account for sides in SIDES.values() for account in sides} == set(Account)
    assert all(knows(f"ledger.kind.{kind.value}") for kind in Kind)


@given(books)
def test_the_order_of_posting_does_not_matter(entries):
    assert balances(entries) == balances(list(reversed(entries)))


@given(books)
def test_undoing_every_entry_restores_every_balance(entries):
    undone = balances([*entries, *(mirrored(entry) for entry in entries)])
    assert all(balance == Balance() for balance in undone.values())


def test_outstanding_is_what_is_due_less_what_counts():
    balance = Balance(due=D(100), performed=D(60), brought=D(10), carried=D(0), released=D(5))
    assert balance.outstanding == D(25)
    assert Balance(due=D(100), performed=D(130)).shortfall == 0
    assert Balance(due=D(100), performed=D(130), carried=D(30)).outstanding == 0


def test_the_same_parts_make_the_same_uid():
    assert uid_of("step", 17) == uid_of("step", "17")
    assert uid_of("step", 17) != uid_of("step", 18)
