"""What the demonstration portfolio is made of. Plain values: nothing here knows the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ifi.law.facts import AssessmentStatus, BaseType, Channel
from ifi.obligations.demonstration.sessions import sitting


class Sector(StrEnum):
    """The three sectors of the published yearly totals."""

    HYDROCARBONS = "hydrocarbons"
    URANIUM = "uranium"
    MINING = "mining"


@dataclass(frozen=True, slots=True)
class Name:
    """One name in three languages, from a day on."""

    kk: str
    ru: str
    en: str
    since: date


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A made-up legal entity. Its BIN lies in a block that no real entity can have; its names say what it is."""

    bin: str
    kind: str
    names: tuple[Name, ...]
    region: str
    oked: str
    since: date


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a right, with what share, both days included."""

    bin: str
    share: Decimal
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Regime:
    code: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the instrument itself: the norm's name, its value as text, where the instrument says so."""

    parameter: str
    value: str
    clause: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class InstrumentWords:
    """What made-up instruments may say: rates and penalties as text, repeated by how often they occur."""

    rates: tuple[str, ...]
    penalty_rates: tuple[str, ...]
    start_rule: str
    agreement_rate: str
    agreement_base: str
    rate_clause: str
    penalty_clause: str
    agreement_clause: str
    other_line: str


@dataclass(frozen=True, slots=True)
class Right:
    """A made-up contract or licence. `weight` sets its size within the sector, `diligence` (0–100) its habits."""

    number: str
    kind: str
    sector: Sector
    concluded_on: date
    name: str
    minerals: tuple[str, ...]
    region: str
    authority: str
    regimes: tuple[Regime, ...]
    holdings: tuple[Holding, ...]
    starts_on: date | None = None
    ends_on: date | None = None
    exempt_ground: str = ""
    terms: tuple[Term, ...] = ()
    weight: int = 0
    diligence: int = 0

    def opens_on(self, year: int) -> date:
        """Day on which the duty of the year is opened: in January, or once the instrument or its regime is there."""
        begins = [regime.since for regime in self.regimes if regime.since.year == year]
        return sitting(max([date(year, 1, 1), *begins]))

    def main_holder(self, year: int) -> str:
        """BIN of who answers for a year: the largest share held on some day of it, then the later in time."""
        held = [
            row
            for row in self.holdings
            if row.since <= date(year, 12, 31) and (row.until is None or row.until >= date(year, 1, 1))
        ]
        return max(held, key=lambda row: (row.share, row.since)).bin


@dataclass(frozen=True, slots=True)
class DutyYear:
    """One right and one calendar year, with the enterprise that answers for it and what the law makes of it.

    `due` is None where nothing can be said: no duty, no base, norm not known.
    """

    number: str
    year: int
    sector: Sector
    bin: str
    status: AssessmentStatus
    due: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declared base of the year before, in tenge; a later one for the same duty corrects it."""

    number: str
    year: int
    type: BaseType
    amount: Decimal
    declared_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a performance on a day: planned, declared, accepted, disallowed or reversed."""

    step: str
    amount: Decimal
    taken_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Performed:
    """An expense or payment offered for one duty. Several may name the same document: one cost, several rights."""

    number: str
    year: int
    bin: str
    channel: Channel
    title: str
    amount: Decimal
    paid_on: date | None
    payment_order: str
    kbk: str
    performer_bin: str
    document: str
    document_number: str
    document_date: date
    confirmed_amount: Decimal
    steps: tuple[Step, ...]

    def total(self, step: str) -> Decimal:
        return sum((row.amount for row in self.steps if row.step == step), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Receipt:
    """A line of the treasury's statement; a refund is negative."""

    number: str
    year: int
    payer_bin: str
    payment_order: str
    paid_on: date
    amount: Decimal
    kbk: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The year of a duty was closed on a day."""

    number: str
    year: int
    closed_on: date


@dataclass(frozen=True, slots=True)
class PenaltyPaid:
    number: str
    year: int
    amount: Decimal
    paid_on: date


@dataclass(frozen=True, slots=True)
class SeededDifference:
    """A difference between declared and received that was put in on purpose; the reconciliation must find it.

    `cause` is the code of the reconciliation; `amount` is received less declared for this right and year.
    """

    number: str
    year: int
    cause: str
    amount: Decimal
    payment_order: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that is loaded, in the order in which it may be loaded."""

    enterprises: tuple[Enterprise, ...]
    rights: tuple[Right, ...]
    duties: tuple[DutyYear, ...]
    declarations: tuple[Declaration, ...]
    performances: tuple[Performed, ...]
    receipts: tuple[Receipt, ...]
    closings: tuple[Closing, ...]
    penalties: tuple[PenaltyPaid, ...]
    differences: tuple[SeededDifference, ...]
