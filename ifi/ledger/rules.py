"""Accounts, kinds of entry and the balance of a duty as a fold over its entries. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from uuid import UUID, uuid5

from ifi.core.errors import IfiError


class Account(StrEnum):
    """Accounts of one duty. A debit adds, a credit takes away; every entry debits one account and credits another."""

    DUE = "due"  # + what was assessed
    CLAIM = "claim"  # counter-account of due and penalty: what the State claims
    PERFORMED = "performed"  # − accepted performance
    EVIDENCE = "evidence"  # counter-account of performed: accepted documents
    BROUGHT = "brought"  # − credit brought forward from earlier years of the same right
    CARRIED = "carried"  # + excess carried out to later years
    CREDIT = "credit"  # counter-account: credit of this year still to be used (negative balance = available)
    LAPSED = "lapsed"  # credit that its years of carry have run out on
    RELEASED = "released"  # − what a paid statutory penalty ended
    PENALTY = "penalty"  # + penalty charged
    PENALTY_PAID = "penalty_paid"  # − penalty paid
    TREASURY = "treasury"  # counter-account of money that came in
    RECEIVED = "received"  # + what the treasury received for this duty (memorandum; not part of outstanding)


class Kind(StrEnum):
    """Kind of entry → which account it debits and which it credits (see SIDES)."""

    ASSESS = "assess"
    ASSESS_LESS = "assess_less"  # a reassessment that lowers the duty
    ACCEPT = "accept"
    CARRY = "carry"  # at the close of a year: excess → credit
    BRING = "bring"  # credit of an earlier year → this year
    LAPSE = "lapse"
    PENALISE = "penalise"
    PAY_PENALTY = "pay_penalty"
    RELEASE = "release"  # by the paid statutory penalty
    RECEIVE = "receive"  # treasury receipt
    REFUND = "refund"  # treasury gave money back


SIDES: dict[Kind, tuple[Account, Account]] = {
    Kind.ASSESS: (Account.DUE, Account.CLAIM),
    Kind.ASSESS_LESS: (Account.CLAIM, Account.DUE),
    Kind.ACCEPT: (Account.EVIDENCE, Account.PERFORMED),
    Kind.CARRY: (Account.CARRIED, Account.CREDIT),
    Kind.BRING: (Account.CREDIT, Account.BROUGHT),
    Kind.LAPSE: (Account.CREDIT, Account.LAPSED),
    Kind.PENALISE: (Account.PENALTY, Account.CLAIM),
    Kind.PAY_PENALTY: (Account.TREASURY, Account.PENALTY_PAID),
    Kind.RELEASE: (Account.CLAIM, Account.RELEASED),
    Kind.RECEIVE: (Account.RECEIVED, Account.TREASURY),
    Kind.REFUND: (Account.TREASURY, Account.RECEIVED),
}

# The only kinds that join two duties: BRING debits the credit of the year of origin and credits the year that uses it.
JOINING = frozenset({Kind.BRING})
# A correcting entry has the same kind, duties and amount, the sides the other way round, and names what it corrects.


# uids that follow from what an entry is about are made in this space, so that the same act makes the same uid
_UIDS = UUID("5e0b4a6e-3c1f-4f0c-9d0a-6c6564676572")


class UidTaken(IfiError):
    """An entry of this uid stands with other content. Parameters: uid."""

    code = "ledger.uid_taken"


class EntryNotCorrectable(IfiError):
    """There is no such entry, it is itself a correction, or it was corrected already. Parameters: entry."""

    code = "ledger.entry_not_correctable"


class Busy(IfiError):
    """Others kept changing the same rows; nothing was written."""

    code = "ledger.busy"


def uid_of(*parts: object) -> UUID:
    """The uid of what the parts name, such as an act and the id of its row."""
    return uuid5(_UIDS, ":".join(str(part) for part in parts))


class EntryLike(Protocol):
    """What a balance needs of an entry; the stored row and a plain value both do."""

    @property
    def debit_duty(self) -> int: ...
    @property
    def debit_account(self) -> str: ...
    @property
    def credit_duty(self) -> int: ...
    @property
    def credit_account(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be posted: `amount` tenge above zero; the accounts follow from the kind.

    `joined_duty` is credited where the kind joins two duties; otherwise one duty is on both sides. The movement counts
    from `effective_on`; `source` is the row that it follows from, such as `step:17`.
    """

    uid: UUID
    kind: Kind
    duty: int
    amount: Decimal
    effective_on: date
    source: str
    joined_duty: int | None = None

    @property
    def debit_duty(self) -> int:
        return self.duty

    @property
    def debit_account(self) -> str:
        return SIDES[self.kind][0].value

    @property
    def credit_duty(self) -> int:
        return self.duty if self.joined_duty is None else self.joined_duty

    @property
    def credit_account(self) -> str:
        return SIDES[self.kind][1].value


@dataclass(frozen=True, slots=True)
class Balance:
    """Where one duty stands, in tenge; every figure is the sum of its entries."""

    due: Decimal = Decimal("0.00")
    performed: Decimal = Decimal("0.00")
    brought: Decimal = Decimal("0.00")
    carried: Decimal = Decimal("0.00")
    credit_available: Decimal = Decimal("0.00")
    lapsed: Decimal = Decimal("0.00")
    released: Decimal = Decimal("0.00")
    penalty: Decimal = Decimal("0.00")
    penalty_paid: Decimal = Decimal("0.00")
    received: Decimal = Decimal("0.00")

    @property
    def outstanding(self) -> Decimal:
        """What is still to be performed; negative = more was performed than due and not yet carried."""
        return self.due - self.performed - self.brought + self.carried - self.released

    @property
    def shortfall(self) -> Decimal:
        return max(self.outstanding, Decimal("0.00"))


# account → (field of Balance, sign): what a debit of one tenge does to the field
_FIELD = {
    Account.DUE: ("due", 1),
    Account.PERFORMED: ("performed", -1),
    Account.BROUGHT: ("brought", -1),
    Account.CARRIED: ("carried", 1),
    Account.CREDIT: ("credit_available", -1),
    Account.LAPSED: ("lapsed", -1),
    Account.RELEASED: ("released", -1),
    Account.PENALTY: ("penalty", 1),
    Account.PENALTY_PAID: ("penalty_paid", -1),
    Account.RECEIVED: ("received", 1),
}


def balances(entries: Iterable[EntryLike]) -> dict[int, Balance]:
    """Duty id → its balance, from all its entries, in any order."""
    sums: dict[int, dict[str, Decimal]] = {}
    for entry in entries:
        for duty, account, amount in (
            (entry.debit_duty, entry.debit_account, entry.amount),
            (entry.credit_duty, entry.credit_account, -entry.amount),
        ):
            row = sums.setdefault(duty, {})
            if account in _FIELD:
                name, sign = _FIELD[Account(account)]
                row[name] = row.get(name, Decimal("0.00")) + sign * amount
    names = {field.name for field in fields(Balance)}
    return {duty: Balance(**{name: row[name] for name in row if name in names}) for duty, row in sums.items()}
