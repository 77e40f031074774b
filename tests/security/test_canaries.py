"""Two organisations act at random; no byte of the one ever reaches who may see only the other."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ifi.accounts.models import User
from ifi.accounts.reader import PUBLIC, Reader, reader_of, reading_as
from ifi.accounts.rights import Permission, may
from ifi.config.wall.tables import TABLES
from ifi.core.errors import IfiError
from ifi.intake.models import ImportRun
from ifi.law.facts import Channel
from ifi.obligations.services.performances import ExpenseDocument, NewPerformance, enter_performances
from tests.obligations.portfolio import OFFICE, Office, a_right, money
from tests.obligations.scene import a_reader, named
from tests.sign_in import Client
from tests.wall import as_the_web

YEARS = (2023, 2024)
IN_USE = {model._meta.db_table for model in apps.get_models()}
HIDDEN = [table.name for table in TABLES if table.reads is not None and table.name in IN_USE]
ACTS = ("declare", "perform", "offer", "disallow", "receive", "close", "term")


def canary(of: str, number: int) -> str:
    return f"CANARY-{of}-{number}"


class Enterprise:
    """A user of the subsoil under a legacy contract, whose figures are nobody else's business."""

    def __init__(self, letter: str, authority: str) -> None:
        self.letter, self.authority, self.acts = letter, authority, 0
        self.organisation = named(f"Кен {letter}", f"Руда {letter}", f"Ore {letter}")
        right = a_right("kz.legacy_contract", holder=self.organisation, authority=authority, rate="0.01")
        self.office = Office(right, date(2025, 6, 1)).open(*YEARS)
        self.officer = a_reader("officer", authority)
        ImportRun.objects.create(
            kind="rights", file_name=f"{self._mark()}.csv", path="x", size=1, sha256=letter, uploaded_by=self.officer
        )

    def _mark(self) -> str:
        self.acts += 1
        return canary(self.letter, self.acts)

    def act(self, kind: str, year: int, thousands: int) -> None:
        """One act with a mark of this enterprise in every text, and its own odd amounts."""
        office, amount = self.office, Decimal(thousands) * 1000 + (Decimal("0.17") if self.letter == "A" else 0)
        mark = self._mark()
        if kind == "declare":
            office.declare(year, amount * 100)
        elif kind in ("perform", "offer", "disallow"):
            self._offer(kind, year, amount, mark)
        elif kind == "receive":
            office.receive(year, amount, order=mark)
        elif kind == "close" and not office.balance(year).closed_on:
            office.close(year)
        elif kind == "term":
            office.right.terms.filter(parameter="rate").update(
                clause=f"TERM-{self.letter}", quote=f"TERM-{self.letter}"
            )

    def _offer(self, kind: str, year: int, amount: Decimal, mark: str) -> None:
        document = ExpenseDocument("act", mark, date(2024, 3, 1), money(amount))
        offered = NewPerformance(
            uid=uuid4(),
            duty_id=self.office.duties[year],
            channel=Channel.KZ_PERFORMER,
            amount=money(amount),
            paid_on=date(year, 6, 30),
            payment_order=mark,
            title=mark,
            expense=document,
        )
        (pk,) = enter_performances(performances=[offered], by=OFFICE, on=self.office.today).ids
        if kind == "perform":
            self.office.accept(pk, amount)
        elif kind == "disallow":
            self.office.disallow(pk)

    def pages(self) -> list[str]:
        right = self.office.right.pk
        return [
            "",
            "duties/?year=",
            "duties/?year=2024&sort=-due",
            "duties.csv",
            "duties.xlsx",
            f"rights/{right}/",
            f"rights/{right}/?on=01.07.2024&known=24.11.2026",
            *(f"rights/{right}/{year}/" for year in YEARS),
            f"rights/{right}/2024/ledger.csv",
            f"organisations/{self.organisation.pk}/",
            f"registry/rights/{right}/",
            f"registry/organisations/{self.organisation.pk}/",
            "organisations/?q=CANARY",
            "registry/rights/?q=CANARY",
            "reconciliation/?year=2024",
            "reconciliation.csv?year=2024",
            "imports/",
        ]

    def secrets(self) -> set[str]:
        """Every amount of the enterprise above nought that the database holds, as pages and as files write it."""
        duties = list(self.office.duties.values())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT amount FROM ledger_entry WHERE debit_duty = ANY (%s) UNION "
                "SELECT amount FROM obligations_declaredbase WHERE duty_id = ANY (%s) UNION "
                "SELECT unnest(ARRAY[due, performed, shortfall, received]) FROM "
                "(SELECT *, greatest(outstanding, 0) AS shortfall FROM obligations_dutybalance) AS b "
                "WHERE duty_id = ANY (%s)",
                [duties, duties, duties],
            )
            amounts = {row[0] for row in cursor.fetchall()} - {Decimal("0.00")}
        written = {f"{amount:.2f}" for amount in amounts}
        return written | {text.replace(".", ",") for text in written}


def text_of(answer) -> str:
    """What the reader gets, amounts without the spaces between their figures."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheet" in answer.headers.get("Content-Type", ""):
        from io import BytesIO

        from openpyxl import load_workbook

        rows = load_workbook(BytesIO(body)).active.iter_rows(values_only=True)
        return " ".join(
            f"{cell:.2f}" if isinstance(cell, float | Decimal) else str(cell) for row in rows for cell in row
        )
    text = unescape(re.sub(r"<[^>]+>", "|", body.decode("utf-8-sig")))
    return re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", text)


def everything_that_sql_gives(reader: Reader) -> str:
    """What a query without any condition would bring a reader, of every hidden table."""
    found = []
    with as_the_web(), reading_as(reader), connection.cursor() as cursor:
        for table in (*HIDDEN, "obligations_live_year_total"):
            cursor.execute(f"SELECT t::text FROM {table} AS t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def leaks(text: str, secrets: set[str], reader: object = None) -> list[str]:
    """Instruments' own terms are for every officer: only their figures are of one authority."""
    words = set(re.findall(r"\d+[.,]\d{2}", text))
    terms = [] if may(reader, Permission.REGISTRY_SEE_ALL) else re.findall("TERM-A", text)
    return sorted(words & secrets) + re.findall(r"CANARY-A-\d+", text) + terms


class TestCanaries(TestCase):
    @settings(
        max_examples=4,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),  # a leak is told as it was found: making it smaller takes minutes
    )
    @given(
        st.lists(
            st.tuples(st.sampled_from("AB"), st.sampled_from(ACTS), st.sampled_from(YEARS), st.integers(2, 900_000)),
            min_size=3,
            max_size=10,
        )
    )
    def test_no_byte_of_one_organisation_reaches_who_may_see_only_the_other(self, acts):
        enterprises = {"A": Enterprise("A", "energy"), "B": Enterprise("B", "industry")}
        for letter in "AB":
            enterprises[letter].act("declare", 2024, 777_777)
        for letter, kind, year, thousands in acts:
            try:
                enterprises[letter].act(kind, year, thousands)
            except IfiError:  # not possible just then: the next one
                continue
        ours, others = enterprises["A"], enterprises["B"]
        secrets = ours.secrets()
        assert secrets
        readers: list[User | None] = [None, others.officer]
        for reader in readers:
            client = Client()
            if reader:
                client.force_login(reader)
            for page in dict.fromkeys((*ours.pages(), *others.pages())):
                answer = client.get(f"/en/{page}", follow=True)
                assert leaks(text_of(answer), secrets, reader) == [], f"{reader}: {page}"
        for told, reader in (
            (PUBLIC, None),
            (reader_of(others.officer), others.officer),
            (Reader(permissions=("own.duties_see",), organisation=others.organisation.pk), None),
        ):
            assert leaks(everything_that_sql_gives(told), secrets, reader) == [], f"{told}"

    def test_the_search_for_leaks_finds_one(self):
        """Whoever may see A does: so an empty answer to the others means something."""
        ours = Enterprise("A", "energy")
        ours.act("declare", 2024, 777_777)
        ours.act("perform", 2024, 4321)
        client = Client()
        client.force_login(ours.officer)
        for page in ("duties/?year=", "duties.csv", "duties.xlsx", f"rights/{ours.office.right.pk}/2024/", "imports/"):
            assert leaks(text_of(client.get(f"/en/{page}", follow=True)), ours.secrets()), page
        assert leaks(everything_that_sql_gives(reader_of(ours.officer)), ours.secrets())
        assert leaks(
            everything_that_sql_gives(Reader(permissions=("own.duties_see",), organisation=ours.organisation.pk)),
            ours.secrets(),
        )


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
