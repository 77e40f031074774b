"""The whole portfolio from one seed: pure, the same bytes for the same seed, day, scale and law."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from ifi.core.money import ZERO
from ifi.law.facts import AssessmentStatus
from ifi.obligations.demonstration import calibration
from ifi.obligations.demonstration.bases import BaseMaker, Obligated
from ifi.obligations.demonstration.differences import TreasuryMaker
from ifi.obligations.demonstration.enterprises import Enterprises
from ifi.obligations.demonstration.law import LawOfDuties
from ifi.obligations.demonstration.payments import PaymentMaker
from ifi.obligations.demonstration.rights import RightsMaker
from ifi.obligations.demonstration.sessions import sitting
from ifi.obligations.demonstration.shared import share_documents
from ifi.obligations.demonstration.stories import StoryTeller, accepted_of
from ifi.obligations.demonstration.values import (
    DutyYear,
    InstrumentWords,
    Performed,
    Portfolio,
    Right,
    Sector,
)

SEED = 20261124
_DIFFERENCES_OF_EACH = 6
_SHARED_DOCUMENTS = 8
_PLANNED_AHEAD = 40  # rights that show what they plan for the next year


@dataclass(frozen=True, slots=True)
class Total:
    """Sums over the duties of one year and sector, in tenge."""

    duties: int
    due: Decimal
    performed: Decimal
    received: Decimal
    penalty_paid: Decimal


def generate(
    law: LawOfDuties, words: InstrumentWords, *, today: date, seed: int = SEED, scale: Fraction = Fraction(1)
) -> Portfolio:
    """The portfolio as it stands on `today`. `scale` (0 to 1) shrinks the numbers of rights and the sums alike."""
    random = Random(seed)  # noqa: S311 - reproducible on purpose; nothing here is secret
    enterprises = Enterprises(random)
    rights = tuple(_rights(RightsMaker(random, enterprises, words), scale))
    obligated = BaseMaker(random, law, today, scale).make(rights)
    duties = [_duty(row) for row in obligated]
    payments = PaymentMaker(random, law, enterprises.performers, today)
    teller = StoryTeller(random, law, payments, today)
    for duty, row in zip(duties, obligated, strict=True):
        teller.tell(duty, row)
    corrected = teller.told.corrected_due
    duties = [replace(duty, due=corrected.get((duty.number, duty.year), duty.due)) for duty in duties]
    ahead = tuple(_ahead(random, law, rights, today, _count(_PLANNED_AHEAD, scale)))
    performances = share_documents(random, teller.told.performances, _count(_SHARED_DOCUMENTS, scale))
    performances += _plans(random, payments, rights, ahead, today)
    of_each = _count(_DIFFERENCES_OF_EACH, scale)
    statement = TreasuryMaker(random, duties, words.other_line, of_each).make(performances)
    return Portfolio(
        enterprises=enterprises.all,
        rights=rights,
        duties=(*duties, *ahead),
        declarations=(*(declared for row in obligated for declared in row.declarations), *teller.told.corrections),
        performances=tuple(performances),
        receipts=statement.receipts,
        closings=tuple(teller.told.closings),
        penalties=tuple(teller.told.penalties),
        differences=statement.differences,
    )


def totals(portfolio: Portfolio) -> dict[tuple[int, Sector], Total]:
    """Sums by year and sector, added up from the parts and not from any balance."""
    sector = {right.number: right.sector for right in portfolio.rights}
    sums: dict[tuple[int, Sector], list[Decimal]] = {}

    def row(number: str, year: int) -> list[Decimal]:
        return sums.setdefault((year, sector[number]), [ZERO, ZERO, ZERO, ZERO, ZERO])

    for duty in portfolio.duties:
        row(duty.number, duty.year)[0] += 1
        row(duty.number, duty.year)[1] += duty.due or ZERO
    for made in portfolio.performances:
        row(made.number, made.year)[2] += accepted_of(made)
    for receipt in portfolio.receipts:
        row(receipt.number, receipt.year)[3] += receipt.amount
    for penalty in portfolio.penalties:
        row(penalty.number, penalty.year)[4] += penalty.amount
    return {key: Total(int(count), *figures) for key, (count, *figures) in sorted(sums.items())}


def _count(whole: int, scale: Fraction) -> int:
    return max(1, round(whole * scale))


def _rights(maker: RightsMaker, scale: Fraction) -> Iterator[Right]:
    for counts in (calibration.HYDROCARBONS, calibration.URANIUM, calibration.MINING):
        for kind, whole in counts.items():
            for _ in range(_count(whole, scale)):
                yield from maker.make(kind)


def _duty(row: Obligated) -> DutyYear:
    right = row.right
    return DutyYear(
        right.number,
        row.year,
        right.sector,
        right.main_holder(row.year),
        row.assessment.status,
        row.assessment.due if row.declarations else None,
    )


def _ahead(random: Random, law: LawOfDuties, rights: tuple[Right, ...], today: date, count: int) -> Iterator[DutyYear]:
    """Duties of the next year that are known already: they wait for their base and are not yet due."""
    year = today.year + 1
    owing = [
        right
        for right in rights
        if right.ends_on is None and law.assess(right, year, None).status is AssessmentStatus.BASE_MISSING
    ]
    for right in sorted(random.sample(owing, min(count, len(owing))), key=lambda row: row.number):
        yield DutyYear(right.number, year, right.sector, right.main_holder(year), AssessmentStatus.BASE_MISSING)


def _plans(
    random: Random, payments: PaymentMaker, rights: tuple[Right, ...], ahead: tuple[DutyYear, ...], today: date
) -> list[Performed]:
    by_number = {right.number: right for right in rights}
    return [
        payments.planned(
            by_number[duty.number],
            duty,
            Decimal(random.randint(400_000_000, 9_000_000_000)).scaleb(-2),
            sitting(date(today.year, random.randint(9, 10), random.randint(1, 20))),
        )
        for duty in ahead
    ]
