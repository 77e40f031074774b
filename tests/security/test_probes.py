"""What attackers type: into every field of a form, every parameter of an address, every name of a file."""

import time
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import uuid4

import pytest

from ifi.accounts.models import User
from ifi.law.facts import Channel
from ifi.obligations.services.performances import NewPerformance, enter_performances
from ifi.registry.models import Organisation, OrganisationName, SubsoilRight
from ifi.registry.rules import folded_names
from tests.obligations.portfolio import OFFICE, Office, a_right
from tests.obligations.scene import a_reader, a_scene

pytestmark = pytest.mark.django_db
MARK = "xss9271"
XSS = [
    f"<script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f'"><svg onload={MARK}()>',
    f"'><body onload={MARK}()>",
    f"</textarea><script>{MARK}()</script>",
    f"</title><script>{MARK}()</script>",
    f"<a href=javascript:{MARK}()>x</a>",
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"<math><mtext><script>{MARK}()</script>",
    f"{{{{{MARK}}}}}<script>",
    f"<ScRiPt>{MARK}()</sCrIpT>",
    f'<img src="x" onerror="{MARK}()">',
    f"<details open ontoggle={MARK}()>",
    f"<input autofocus onfocus={MARK}()>",
    f"<style>@import 'javascript:{MARK}()'</style>",
    f"<base href=//{MARK}.example>",
    f"<meta http-equiv=refresh content='0;url=//{MARK}.example'>",
    f"<form action=//{MARK}.example><button>",
    f"<object data=//{MARK}.example>",
    f"\u2028<script>{MARK}()</script>",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"%3Cscript%3E{MARK}()%3C/script%3E",
    f"<!--<script>{MARK}()-->",
    f"<![CDATA[<script>{MARK}()</script>]]>",
    f"' autofocus onfocus={MARK}() x='",
    f'" autofocus onfocus={MARK}() x="',
    f"`-{MARK}()-`",
    f"<svg><animate onbegin={MARK}() attributeName=x>",
    f"<video><source onerror={MARK}()>",
    f"<template><script>{MARK}()</script></template>",
]
TEMPLATES = ["{{7*7}}", "{% debug %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{ settings.SECRET_KEY }}", "{name}", "%(x)s"]
SQL = [
    "'",
    "' OR '1'='1",
    "1 OR 1=1",
    "'; SELECT pg_sleep(3); --",
    "1); SELECT pg_sleep(3); --",
    "' || pg_sleep(3)::text || '",
    "\\'; SELECT pg_sleep(3); --",
    "1 UNION SELECT password FROM accounts_user",
    "%' AND 1=1 --",
    "\x00",
    "ğ'\u02bc",
]
PARAMETERS = ("organisation", "year", "regime", "region", "authority", "status", "sort", "after", "before", "q", "risk")
LISTS = ("duties/", "duties.csv", "organisations/", "registry/rights/", "law/", "", "news/")


class _Nodes(HTMLParser):
    """What a browser would run or load: tags that hold the mark, and handlers."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.live, self.in_script = [], False

    def handle_starttag(self, tag, attrs):
        self.in_script = tag == "script"
        for name, value in attrs:
            runs = name.startswith("on") or (
                name in ("href", "src", "action", "data", "srcdoc", "content") and tag != "link"
            )
            if MARK in (value or "") and runs and not (value or "").startswith(("?", "/")):
                self.live.append((tag, name, value))
            if MARK in name:
                self.live.append((tag, name, value))

    def handle_endtag(self, tag):
        self.in_script = False

    def handle_data(self, text):
        if self.in_script and MARK in text:
            self.live.append(("script", "", text))

    def handle_decl(self, text):
        if MARK in text:
            self.live.append(("!", "", text))


def live_nodes(answer):
    reader = _Nodes()
    reader.feed(answer.content.decode())
    return reader.live


def test_the_search_for_live_nodes_finds_them():
    class Page:
        content = "".join(XSS[:4]).encode()

    assert len(live_nodes(Page)) >= 3


@pytest.mark.parametrize("number", range(len(XSS)))
def test_no_payload_that_people_stored_lives_on_any_page(client, number):
    payload = XSS[number]
    organisation = Organisation.objects.create(bin="940340000219", kinds=["subsoil_user"], source=payload[:200])
    OrganisationName.objects.create(
        organisation=organisation,
        name_kk=payload,
        name_ru=payload,
        name_en=payload,
        folded=folded_names(payload, payload, payload),
        validity="[2000-01-01,)",
    )
    right = a_right("kz.solid_minerals", holder=organisation, rate="0.01")
    SubsoilRight.objects.filter(pk=right.pk).update(
        number=payload[:90],
        name=payload,
        obligations_text=payload,
        source=payload[:200],
        concluded_as_written=payload[:99],
    )
    right.terms.update(clause=payload, quote=payload)
    office = Office(right).open(2024)
    office.declare(2024, "100 000 000.00")
    offered = NewPerformance(
        uid=uuid4(),
        duty_id=office.duties[2024],
        channel=Channel.KZ_PERFORMER,
        amount=Decimal("1000.00"),
        paid_on=date(2024, 6, 30),
        payment_order=payload[:60],
        title=payload,
    )
    enter_performances(performances=[offered], by=OFFICE, on=date(2025, 6, 1))
    reader = a_reader("auditor")
    User.objects.filter(pk=reader.pk).update(name=payload[:200])
    client.force_login(reader)
    pages = [
        "duties/?year=",
        f"rights/{right.pk}/",
        f"rights/{right.pk}/2024/",
        f"organisations/{organisation.pk}/",
        f"registry/rights/{right.pk}/",
        f"registry/organisations/{organisation.pk}/",
        "organisations/",
        "me/",
    ]
    for page in pages:
        answer = client.get(f"/en/{page}")
        assert answer.status_code == 200, page
        assert live_nodes(answer) == [], page


@pytest.mark.parametrize("payload", [*XSS[:6], *TEMPLATES])
def test_no_payload_in_an_address_or_a_form_is_run(client, payload):
    for page in LISTS:
        answer = client.get(f"/en/{page}?{urlencode(dict.fromkeys(PARAMETERS, payload))}", follow=True)
        assert answer.status_code in (200, 400, 404, 422), page
        if not answer.streaming:
            assert live_nodes(answer) == []
            assert "49" not in {word for word in answer.content.decode().split() if "7*7" in payload}
            assert "SECRET_KEY" not in answer.content.decode() or "SECRET_KEY" in payload
    answer = client.post("/en/sign-in/", {"email": payload, "password": payload})
    assert live_nodes(answer) == []


@pytest.mark.parametrize("payload", SQL)
def test_no_parameter_reaches_the_database_as_a_statement(client, payload):
    a_scene()
    rows = Organisation.objects.count()
    for page in LISTS:
        for parameter in PARAMETERS:
            began = time.monotonic()
            answer = client.get(f"/en/{page}?{urlencode({parameter: payload})}", follow=True)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code in (200, 400, 404, 422), (page, parameter)
            assert time.monotonic() - began < 2.5, (page, parameter)
            assert b"argon2" not in body
    assert Organisation.objects.count() == rows


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "http://testserver@evil.example/",
        "https://evil.example\\@testserver/",
        "/%09/evil.example",
        "\t//evil.example",
        "data:text/html,x",
        "%2f%2fevil.example",
    ],
)
def test_nobody_is_led_away_to_another_site(client, target):
    person = User.objects.create_user("person@x.kz", "a long enough password", name="P")
    page = f"/en/sign-in/?{urlencode({'next': target})}"
    answer = client.post(page, {"email": person.email, "password": "a long enough password", "next": target})
    assert answer.status_code == 302
    goes_to = urlsplit(urljoin("http://testserver/en/sign-in/", answer["Location"].replace("\\", "/").strip()))
    assert (goes_to.scheme, goes_to.netloc) == ("http", "testserver")


def test_a_parameter_given_twice_counts_once(client):
    """The last one counts, in the page and in whatever checks it."""
    a_scene()
    twice = client.get("/en/duties/?year=2024&year=2023").content.decode()
    once = client.get("/en/duties/?year=2023").content.decode()
    assert twice.count("<tr") == once.count("<tr")
    assert once.count("<tr") != client.get("/en/duties/?year=").content.decode().count("<tr")


def test_fields_that_no_form_has_change_nothing(client):
    """Mass assignment: only what the form names is taken."""
    person = User.objects.create_user("person@x.kz", "a long enough password", name="P", roles=["officer"])
    extra = {"is_active": "1", "roles": "administrator", "authority": "", "id": "1", "is_demonstration": "1"}
    client.post("/en/sign-in/", {"email": person.email, "password": "wrong", **extra})
    client.force_login(person)
    client.post("/en/me/data/", extra)
    person.refresh_from_db()
    assert (person.roles, person.is_demonstration) == (["officer"], False)
    organisation = {
        "bin": "940340000219",
        "name_kk": "К",
        "kinds": "subsoil_user",
        "is_demonstration": "1",
        "id": "77777",
    }
    client.post("/en/registry/organisations/new/", organisation)
    assert not Organisation.objects.filter(pk=77777).exists()
    assert not Organisation.objects.filter(is_demonstration=True).exists()
