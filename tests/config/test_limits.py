"""Whoever asks too often waits, is told how long, and nobody else waits for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from ifi.config.access import ROUTES
from ifi.config.limits import table
from ifi.config.limits.counting import forget_past, seconds_to_wait
from ifi.config.limits.table import LIMITS, Limit
from ifi.config.models import Allowance
from tests.obligations.scene import a_reader

pytestmark = pytest.mark.django_db
FEW = Limit("few", 3, timedelta(hours=1), lambda request: True)


def ask(client, path="/en/duties/?organisation=ken", **headers):
    return client.get(path, headers=headers)


@pytest.fixture
def _few_searches(monkeypatch):
    for name in ("obligations:duties", "registry:organisations"):
        monkeypatch.setitem(LIMITS, name, Limit("search", 3, timedelta(hours=1), table.SEARCH.applies))


def test_so_many_at_once_then_one_each_pause():
    assert [seconds_to_wait(FEW, "one") for _ in range(3)] == [0, 0, 0]
    assert 3590 <= seconds_to_wait(FEW, "one") <= 3600
    Allowance.objects.update(free_at=Allowance.objects.get().free_at - timedelta(hours=1))
    assert seconds_to_wait(FEW, "one") == 0
    assert seconds_to_wait(FEW, "one") > 0


def test_each_person_and_each_address_has_its_own():
    for _ in range(4):
        seconds_to_wait(FEW, "one")
    assert seconds_to_wait(FEW, "two") == 0


def test_a_refused_request_uses_nothing_up():
    for _ in range(10):
        seconds_to_wait(FEW, "one")
    assert seconds_to_wait(FEW, "one") <= 3600


@pytest.mark.usefixtures("_few_searches")
def test_the_public_is_counted_by_address_and_told_when_to_come_back(client):
    assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(client)
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    assert "Content-Security-Policy" in refused.headers
    assert client.get("/en/duties/").status_code == 200, "a list without words is not a search"
    assert Client(REMOTE_ADDR="192.0.2.7").get("/en/duties/?organisation=ken").status_code == 200


@pytest.mark.usefixtures("_few_searches")
def test_a_person_is_counted_wherever_they_come_from_and_apart_from_the_public(client):
    for _ in range(4):
        ask(client)
    client.force_login(a_reader("analyst"))
    assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert client.get("/en/duties/?organisation=ken", REMOTE_ADDR="192.0.2.7").status_code == 429


@pytest.mark.usefixtures("_few_searches")
def test_a_made_up_key_or_address_of_origin_gives_nobody_more(client):
    answers = [
        ask(client, **{"authorization": f"Bearer {number}", "x-forwarded-for": f"192.0.2.{number}"}).status_code
        for number in range(5)
    ]
    assert answers == [200, 200, 200, 429, 429]


def test_only_sending_the_form_counts_as_an_attempt_to_sign_in(client, monkeypatch):
    monkeypatch.setitem(
        LIMITS, "accounts:sign_in", Limit("sign_in", 2, timedelta(hours=1), table.SIGN_IN.applies, True)
    )
    assert {client.get("/en/sign-in/").status_code for _ in range(5)} == {200}
    answers = [client.post("/en/sign-in/", {"email": f"{n}@x.kz", "password": "x"}).status_code for n in range(3)]
    assert answers[2] == 429


def test_neither_person_nor_address_is_kept(client):
    ask(client)
    assert "127.0.0.1" not in str(list(Allowance.objects.values()))
    Allowance.objects.update(free_at=Allowance.objects.get().free_at - timedelta(hours=2))
    assert (forget_past(), Allowance.objects.count()) == (1, 0)


def test_every_limit_is_of_an_address_that_there_is():
    assert set(LIMITS) <= set(ROUTES)


def test_every_file_of_many_rows_has_a_limit():
    files = {name for name in ROUTES if name.endswith("_file") and not name.startswith("news:")}
    assert {*files, "intake:problems", "intake:annotated"} <= set(LIMITS), "calendars are small and read by programs"


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_many_at_the_same_moment_no_more_get_through():
    def take(_):
        try:
            return seconds_to_wait(FEW, "crowd")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(wait == 0 for wait in pool.map(take, range(24))) == 3
