"""Two organisations act at random; no byte of the one ever reaches who may see only the other.

`IFI_CANARY_EXAMPLES=200 pytest tests/security/test_canaries.py -s` runs as many sequences and says what they took.
"""

import io
import os
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from ifi.accounts.models import User
from ifi.accounts.reader import PUBLIC, Reader, reader_of, reading_as
from ifi.accounts.rights import Permission, may
from ifi.audit.heads import publish_head
from ifi.audit.sequencing import sequence
from ifi.config.access import ROUTES
from ifi.config.wall.tables import TABLES
from ifi.core.errors import IfiError
from ifi.members.acting import CHOSEN
from tests.architecture.access_addresses import ADDRESSES, OUTSIDE
from tests.security.canary_world import ACTS, FIGURES, YEARS, Enterprise
from tests.sign_in import Client
from tests.wall import as_the_web

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EXAMPLES = int(os.environ.get("IFI_CANARY_EXAMPLES", "6"))
ASKED_EACH_TIME = 40  # pages after each sequence, chosen at random; the walk asks for every one
IN_USE = {model._meta.db_table for model in apps.get_models()}
HIDDEN = [table.name for table in TABLES if table.reads is not None and table.name in IN_USE]
# a secret in the address is the right to what lies behind it
SECRET_LINKS = {"members:invitation", "news:personal_file"}
SEARCHES = (
    "organisations/?q=CANARY",
    "organisations/?q=Ore",
    "registry/rights/?q=CANARY",
    "duties/?year=",
    "duties/?organisation=Ore",
    "duties/?year=2024&sort=-due",
    "duties/?year=",
    "duties.csv?organisation=Ore",
    "duties.xlsx?year=2024",
    "trail/?kind=organisation&key=Ore",
    "trail/?kind=right&key=CANARY",
    "trail/?person=CANARY",
    "reconciliation/?year=2024&text=CANARY",
    "reconciliation/?year=2024",
    "reconciliation.csv?year=2024",
    "no-such-page/?q=CANARY",
    "rights/999999999/",
)


@dataclass(frozen=True)
class Onlooker:
    """Somebody who may see enterprise B, or nobody's."""

    name: str
    person: User | None
    organisation: int = 0

    def client(self) -> Client:
        client = Client()
        if self.person:
            client.force_login(self.person)
            session = client.session
            session[CHOSEN] = self.organisation
            session.save()
        return client

    def as_postgres_knows_them(self) -> Reader:
        return reader_of(self.person) if self.person else PUBLIC


def onlookers(others: Enterprise) -> list[Onlooker]:
    organisation = others.organisation.pk
    first, last = others.actor(0), others.actor(-1)
    return [
        Onlooker("public", None),
        Onlooker("officer", others.officer),
        Onlooker("administrator of B", first, organisation),
        Onlooker("member of B", last, organisation),
    ]


def addresses(*enterprises: Enterprise) -> list[str]:
    """Every page and file of the system that can be asked for, with the objects of each enterprise."""
    found = [f"/en/{path}" for path in SEARCHES]
    for name in sorted(set(ROUTES) - OUTSIDE - SECRET_LINKS):
        for objects in [one.objects() for one in enterprises]:
            arguments = ADDRESSES[name].arguments(objects) if name in ADDRESSES else {}
            for language in ("kk", "ru", "en"):
                with override(language):
                    found.append(reverse(name, kwargs=arguments))
    return list(dict.fromkeys(found))


def of_one_language(found: list[str]) -> list[str]:
    return [path for path in found if not path.startswith(("/kk/", "/ru/"))]


def bytes_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def text_of(answer) -> str:
    """What the reader gets, headers and insides of archives too, amounts without the spaces between their figures."""
    body = bytes_of(answer)
    said = "\n".join(f"{name}: {value}" for name, value in answer.items() if name != "Content-Language")
    if "spreadsheet" in answer.headers.get("Content-Type", ""):
        return said + _text_of_book(body)
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    text = unescape(re.sub(r"<[^>]+>", "|", body.decode("utf-8-sig", "replace"))) + body.decode("utf-8", "replace")
    return said + re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", text)


def _text_of_book(body: bytes) -> str:
    sheets = load_workbook(io.BytesIO(body)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    notes = [cell.comment.text for cell in cells if cell.comment]
    values = [cell.value for cell in cells]
    return " ".join(
        [*notes, *(f"{one:.2f}" if isinstance(one, float | Decimal) else str(one) for one in values)],
    )


def everything_that_sql_gives(reader: Reader) -> str:
    """What a query without any condition would bring a reader, of every hidden table."""
    found = []
    with as_the_web(), reading_as(reader), connection.cursor() as cursor:
        for table in (*HIDDEN, "obligations_live_year_total"):
            cursor.execute(f"SELECT t::text FROM {table} AS t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def leaks(text: str, secrets: set[str], reader: object = None) -> list[str]:
    """Instruments' own terms are for every officer, people for whoever decides on them: figures of one authority."""
    words = set(re.findall(r"\d+[.,]\d{2}", text))
    marks = ["CANARY"]
    marks += [] if may(reader, Permission.REGISTRY_SEE_ALL) else ["TERM"]
    marks += [] if may(reader, Permission.MEMBERS_SEE_ALL) else ["MEMBER"]
    return sorted(words & secrets) + re.findall(rf"(?:{'|'.join(marks)})-A-\d+", text, re.IGNORECASE)


class InAFolderOfItsOwn(TestCase):
    def setUp(self) -> None:
        super().setUp()
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(
            self.settings(MEDIA_ROOT=f"{folder}/files", AUDIT_FOLDER=f"{folder}/audit", RATE_LIMITS=False)
        )


class Ran:
    """What the sequences of one run did."""

    examples = asked = 0
    acts: Counter[str] = Counter()
    began = time.process_time()


def go_through(acts: list[tuple[str, str, int, int]]) -> tuple[Enterprise, Enterprise]:
    enterprises = {"A": Enterprise("A", "energy"), "B": Enterprise("B", "industry")}
    for letter in "AB":
        enterprises[letter].act("declare", 2024, 777_777)
    for letter, kind, year, thousands in acts:
        try:
            enterprises[letter].act(kind, year, thousands)
            Ran.acts[kind] += 1
        except IfiError:  # not possible just then: the next one
            continue
    sequence()
    publish_head()
    return enterprises["A"], enterprises["B"]


def assert_nothing_leaks(onlooker: Onlooker, paths: list[str], secrets: set[str]) -> None:
    client = onlooker.client()
    for path in paths:
        answer = client.get(path)
        Ran.asked += 1
        assert leaks(text_of(answer), secrets, onlooker.person) == [], f"{onlooker.name}: {path}"


class TestCanaries(InAFolderOfItsOwn):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),  # a leak is told as it was found: making it smaller takes minutes
    )
    @given(
        st.lists(
            st.tuples(st.sampled_from("AB"), st.sampled_from(ACTS), st.sampled_from(YEARS), st.integers(2, 900_000)),
            min_size=3,
            max_size=12,
        ),
        st.integers(0, 2**32),
    )
    def test_no_byte_of_one_organisation_reaches_who_may_see_only_the_other(self, acts, seed):
        ours, others = go_through(acts)
        secrets, chance = ours.secrets(), random.Random(seed)
        assert secrets
        paths = addresses(ours, others)
        for onlooker in onlookers(others):
            assert_nothing_leaks(onlooker, chance.sample(paths, ASKED_EACH_TIME // 4), secrets)
            told = everything_that_sql_gives(onlooker.as_postgres_knows_them())
            assert leaks(told, secrets, onlooker.person) == [], onlooker.name
        Ran.examples += 1
        if EXAMPLES >= 100:
            taken = time.process_time() - Ran.began
            sys.stdout.write(f"{Ran.examples} sequences, {Ran.acts.total()} acts, {Ran.asked} pages, {taken:.0f} s\n")

    def test_on_a_walk_over_every_page_and_file_nothing_of_the_other_is_met(self):
        """After one sequence in which every act happens on both sides: every address for each onlooker."""
        ours, others = go_through([(letter, act, 2024, 4321) for act in ACTS for letter in "AB"])
        assert set(Ran.acts) >= {*FIGURES, "sign", "import", "delegate", "attorney"}
        paths = of_one_language(addresses(ours, others))
        for onlooker in onlookers(others):
            assert_nothing_leaks(onlooker, paths, ours.secrets())

    def test_the_search_for_leaks_finds_one(self):
        """Whoever may see A does: so an empty answer to the others means something."""
        ours, _ = go_through([("A", act, 2024, 4321) for act in ACTS])
        objects, secrets = ours.objects(), ours.secrets()
        officer, member = Onlooker("officer", ours.officer), Onlooker("member", ours.actor(0), ours.organisation.pk)
        right = f"/en/rights/{objects.office.right.pk}/2024/"
        run, document = f"/en/imports/runs/{objects.run}/", f"/en/signing/{objects.document}/"
        people = f"/en/organisations/{objects.organisation.pk}/people/"
        files = [run, f"{run}annotated", f"{run}problems.csv", "/en/imports/"]
        signed = [document, f"{document}document.json", f"{document}signatures/1/evidence.zip"]
        met = {
            officer: ["/en/duties/?year=", "/en/duties.csv", "/en/duties.xlsx", right, f"{right}ledger.csv", *files],
            member: [right, "/en/trail/", "/en/notices/", "/en/me/", people, *signed],
        }
        for onlooker, paths in met.items():
            client = onlooker.client()
            unmet = [path for path in paths if not leaks(text_of(client.get(path)), secrets)]
            assert unmet == [], onlooker.name
            assert leaks(everything_that_sql_gives(onlooker.as_postgres_knows_them()), secrets)
