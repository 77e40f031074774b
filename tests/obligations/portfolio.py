"""Rights, duties and acts for tests, as short as a test wants to read them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

from django.db.backends.postgresql.psycopg_any import DateRange

from ifi.accounts.rights import Permission, Program
from ifi.law.facts import BaseType, Channel
from ifi.ledger.checks import run_checks
from ifi.obligations.models import Duty, DutyBalance
from ifi.obligations.rules.performance import Reason, Step
from ifi.obligations.services.bases import BaseDeclaration, declare_bases
from ifi.obligations.services.closings import PenaltyPayment, close_years, pay_penalties
from ifi.obligations.services.decisions import (
    Decision,
    accept_performances,
    disallow_performances,
    reverse_decisions,
)
from ifi.obligations.services.duties import open_duties
from ifi.obligations.services.performances import ExpenseDocument, NewPerformance, enter_performances
from ifi.obligations.services.receipts import Receipt, record_receipts
from ifi.registry.models import Organisation, RightDetail, RightHolder, RightRegime, RightTerm, SubsoilRight

OFFICE = Program("tests", *Permission)
_numbers = count(1)

# regime → kind of right, mineral, base
SHAPES = {
    "kz.hydrocarbons": ("contract", "oil", BaseType.PRODUCTION_COST),
    "kz.uranium": ("contract", "uranium", BaseType.PRODUCTION_COST),
    "kz.solid_minerals": ("mining_licence", "copper", BaseType.MINING_COST),
    "kz.legacy_contract": ("legacy_contract", "copper", BaseType.AGGREGATE_ANNUAL_INCOME),
    "kz.common_minerals": ("common_minerals_licence", "sand_gravel", BaseType.MINING_COST),
}


def an_organisation() -> Organisation:
    return Organisation.objects.create(bin=f"{next(_numbers):012d}", kinds=["subsoil_user"])


def a_right(
    regime: str = "kz.hydrocarbons", *, holder: Organisation | None = None, authority: str = "energy", **terms: str
) -> SubsoilRight:
    """A right of the regime that began on 1 July 2018, with its own terms by name."""
    kind, mineral, _ = SHAPES[regime]
    began = date(2018, 7, 1)
    right = SubsoilRight.objects.create(
        kind=kind,
        number=f"T-{next(_numbers)}",
        concluded_on=began,
        minerals=[mineral],
        region="23",
        authority=authority,
        starts_on=began,
    )
    always = DateRange(began, None, "[)")
    details = {"minerals": mineral, "region": "23", "authority": authority}
    RightDetail.objects.bulk_create(
        RightDetail(right=right, field=field, codes=[code], validity=DateRange(None, None))
        for field, code in details.items()
    )
    RightRegime.objects.create(right=right, regime=regime, validity=always)
    RightHolder.objects.create(right=right, organisation=holder or an_organisation(), validity=always)
    for parameter, value in terms.items():
        RightTerm.objects.create(right=right, parameter=parameter, value=value, validity=always)
    return right


def money(text: str | int) -> Decimal:
    return Decimal(str(text).replace(" ", "")).quantize(Decimal("0.01"))


@dataclass
class Office:
    """One right's duties and the acts on them, on a day that a test sets."""

    right: SubsoilRight
    today: date = date(2025, 6, 1)
    duties: dict[int, int] = field(default_factory=dict)

    def open(self, *years: int) -> "Office":
        open_duties(right_ids=[self.right.pk], years=years, by=OFFICE)
        self.duties = dict(Duty.objects.filter(right=self.right).values_list("year", "pk"))
        return self

    def declare(self, year: int, amount: str | int, base_type: BaseType | None = None) -> None:
        chosen = base_type or SHAPES[self.right.regimes.get().regime][2]
        declaration = BaseDeclaration(self.duties[year], money(amount), chosen, self.today)
        declare_bases(declarations=[declaration], by=OFFICE, on=self.today)

    def offer(
        self,
        year: int,
        amount: str | int,
        *,
        paid_on: date | None = None,
        channel: Channel = Channel.KZ_PERFORMER,
        expense: ExpenseDocument | None = None,
        kbk: str = "",
    ) -> int:
        """Declare a performance; paid in the middle of the duty's year where no date is given."""
        given = NewPerformance(
            uid=uuid4(),
            duty_id=self.duties[year],
            channel=channel,
            amount=money(amount),
            paid_on=paid_on or date(year, 6, 30),
            kbk=kbk,
            expense=expense,
            step=Step.DECLARED,
        )
        return enter_performances(performances=[given], by=OFFICE, on=self.today).ids[0]

    def accept(self, performance: int, amount: str | int, *, uid: UUID | None = None, reason: str = "") -> int:
        decision = Decision(uid or uuid4(), performance, money(amount), reason)
        return accept_performances(decisions=[decision], by=OFFICE, on=self.today)

    def perform(self, year: int, amount: str | int, **details: object) -> int:
        """Declare and accept the whole amount."""
        performance = self.offer(year, amount, **details)  # type: ignore[arg-type]
        self.accept(performance, amount)
        return performance

    def disallow(self, performance: int, reason: Reason = Reason.NOT_PAID) -> int:
        decision = Decision(uuid4(), performance, reason=reason.value)
        return disallow_performances(decisions=[decision], by=OFFICE, on=self.today)

    def reverse(self, performance: int) -> int:
        return reverse_decisions(decisions=[Decision(uuid4(), performance)], by=OFFICE, on=self.today)

    def close(self, *years: int, on: date | None = None) -> int:
        return close_years(duty_ids=[self.duties[year] for year in years], by=OFFICE, on=on or self.today)

    def pay_penalty(self, year: int, amount: str | int, *, uid: UUID | None = None) -> int:
        payment = PenaltyPayment(uid or uuid4(), self.duties[year], money(amount), self.today)
        return pay_penalties(payments=[payment], by=OFFICE, on=self.today)

    def receive(self, year: int, amount: str | int, order: str = "1") -> None:
        receipt = Receipt(self.duties[year], "1" * 12, order, date(year, 6, 30), money(amount))
        record_receipts(receipts=[receipt], by=OFFICE)

    def balance(self, year: int) -> DutyBalance:
        return DutyBalance.objects.get(pk=self.duties[year])


def differences() -> list[object]:
    """Everything that `ifi ledger check` would report."""
    return [difference for _, found in run_checks() for difference in found]
