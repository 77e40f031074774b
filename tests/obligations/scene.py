"""A small world for pages: public and hidden rights, every kind of figure, readers of every role."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

from ifi.accounts.models import User
from ifi.law.facts import Channel
from ifi.obligations.models import ReconciliationTolerance
from ifi.obligations.services.performances import NewPerformance, enter_performances
from ifi.obligations.services.receipts import Receipt, record_receipts
from ifi.registry.models import Organisation, OrganisationName
from ifi.registry.periods import stored
from ifi.registry.rules import folded_names
from tests.obligations.portfolio import OFFICE, Office, a_right, an_organisation, money

ROLES = ("public", "officer", "analyst", "auditor", "administrator")


@dataclass
class Scene:
    """`licence` is public, with a part-fulfilled, a closed and an open year; `legacy` is not public."""

    licence: Office
    legacy: Office
    user: Organisation


def a_reader(role: str, authority: str = "") -> User | None:
    """Someone signed in with the role; None = the public."""
    if role == "public":
        return None
    name = f"{role} {authority}".strip()
    return User.objects.create(
        email=f"{name.replace(' ', '.')}@example.kz", name=name, roles=[role], authority=authority
    )


def named(kk: str, ru: str, en: str) -> Organisation:
    organisation = an_organisation()
    OrganisationName.objects.create(
        organisation=organisation,
        name_kk=kk,
        name_ru=ru,
        name_en=en,
        folded=folded_names(kk, ru, en),
        validity=stored(date(2000, 1, 1), None),
    )
    return organisation


def a_scene() -> Scene:
    user = named("«Көрсетілім мысы» ЖШС", "ТОО «Демонстрационная медь»", "Demonstration Copper LLP")
    licence = Office(a_right("kz.solid_minerals", holder=user), date(2024, 3, 1)).open(2023, 2024, 2025, 2026)
    licence.declare(2023, "100 000 000.00")
    licence.declare(2024, "123 456 789.01")
    licence.declare(2025, "250 000 000.00")
    licence.perform(2023, "1 400 000.00")
    licence.close(2023, on=date(2024, 6, 1))
    licence.today = date(2025, 6, 1)
    licence.perform(2024, "500 000.10")
    licence.offer(2025, "700 000.00", paid_on=date(2025, 5, 5))
    other = named("«Көрсетілім мұнайы» ЖШС", "ТОО «Демонстрационная нефть»", "Demonstration Oil LLP")
    legacy = Office(a_right("kz.legacy_contract", holder=other, rate="0.01"), date(2025, 3, 1)).open(2024, 2025)
    legacy.declare(2024, "77 777 777.00")
    return Scene(licence, legacy, user)


def to_the_budget(office: Office, year: int, amount: str, order: str, paid_on: date, kbk: str = "401103") -> int:
    """A declared payment to the state budget."""
    given = NewPerformance(
        uid=uuid4(),
        duty_id=office.duties[year],
        channel=Channel.STATE_BUDGET,
        amount=money(amount),
        paid_on=paid_on,
        payment_order=order,
        kbk=kbk,
    )
    return enter_performances(performances=[given], by=OFFICE, on=office.today).ids[0]


def at_the_treasury(office: Office, year: int, amount: str, order: str, paid_on: date, kbk: str = "401103") -> None:
    receipt = Receipt(office.duties[year], "1" * 12, order, paid_on, money(amount), kbk)
    record_receipts(receipts=[receipt], by=OFFICE)


def a_tolerance(margin: str = "0.02", floor: str = "1000.00") -> None:
    ReconciliationTolerance.objects.create(
        stream="state_budget",
        margin=Decimal(margin),
        floor=Decimal(floor),
        valid_from=date(2020, 1, 1),
        source="order of the day",
    )
