"""Logs hold neither numbers of persons nor addresses nor secrets, and nobody writes a line of their own into them."""

import io
import json
import logging

import pytest
import structlog
from django.db import DatabaseError, connection
from django.test import Client

from ifi.config.logs import json_formatter
from ifi.config.masking import mask
from ifi.core.identifiers import check_digit
from tests.obligations.scene import a_reader

IIN = "850101300" + "12"
IIN += str(check_digit(IIN))
BIN = "94034000" + "021"
BIN += str(check_digit(BIN))


@pytest.fixture
def log():
    """Everything that any logger says, as the file gets it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_formatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"of {IIN}.", "of [IIN]."),
        (f"of {BIN}", f"of {BIN}"),
        (f"{IIN}7", f"{IIN}7"),
        ("a.b+c@mail.example.kz sent", "[e-mail] sent"),
        ("?email=a%40b.kz", "?email=[e-mail]"),
        ("1 234 567,89 ₸", "1 234 567,89 ₸"),
    ],
)
def test_a_person_s_number_and_an_address_are_blotted_out(text, shown):
    assert mask(text) == shown


def test_so_they_are_in_every_part_of_a_line_by_whatever_logger(log):
    structlog.get_logger("a").warning("seen", who=IIN, inside={"list": [f"x {IIN}"], "mail": "a@b.kz"}, password="p")
    logging.getLogger("library").warning("came %s for %s", "a@b.kz", IIN)
    try:
        raise ValueError(IIN)
    except ValueError:
        logging.getLogger("library").exception("failed")
    text = log.getvalue()
    assert IIN not in text
    assert "a@b.kz" not in text
    assert lines(log)[0]["password"] == "[secret]"
    assert text.count("[IIN]") >= 4


@pytest.mark.django_db
def test_a_line_break_in_an_address_or_name_makes_no_line_of_its_own(log, client):
    client.get("/en/duties/?organisation=x%0a%7b%22event%22%3a%22forged%22%7d")
    client.get('/en/no-such\n{"event": "forged"}/')
    client.post("/en/sign-in/", {"email": 'x\n{"event": "forged"}', "password": "y"})
    structlog.get_logger("a").info("seen", name='x\n{"event": "forged"}')
    assert all(line.get("event") != "forged" for line in lines(log))


@pytest.mark.django_db
def test_a_request_with_a_person_s_number_leaves_it_in_no_line(log, client):
    client.get(f"/en/duties/?organisation={IIN}")
    client.get("/en/duties/?organisation=a%40b.kz")
    assert lines(log)
    assert IIN not in log.getvalue()
    assert "a%40b.kz" not in log.getvalue()


@pytest.mark.django_db
def test_each_line_of_a_request_says_who_what_when_in_utc_and_from_where(log, client):
    person = a_reader("analyst")
    client.force_login(person)
    client.get("/en/duties/")
    line = next(line for line in lines(log) if line["event"] == "request_finished")
    assert (line["user_id"], line["ip"], line["request"]) == (person.pk, "127.0.0.1", "GET /en/duties/")
    assert line["timestamp"].endswith("Z")
    assert line["request_id"]


@pytest.mark.django_db
@pytest.mark.urls("tests.config.failing_urls")
def test_an_unexpected_error_says_little_to_the_reader_and_all_to_the_log(log, settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "ifi.config.gate.Gate"]
    client = Client(raise_request_exception=False)
    answer = client.get("/fail")
    assert answer.status_code == 500
    for word in ("Traceback", "Error(", "ifi/", "psycopg", "SELECT"):
        assert word not in answer.content.decode()
    assert any("Traceback" in str(line.get("exception", "")) for line in lines(log))


@pytest.mark.django_db
def test_a_database_that_fails_closes_the_page_instead_of_showing_part_of_it():
    def fail(execute, sql, parameters, many, context):
        raise DatabaseError("gone") if "obligations_" in sql else ZeroDivisionError

    with connection.execute_wrapper(fail):
        answer = Client(raise_request_exception=False).get("/en/duties/")
    assert answer.status_code in (500, 503)
    assert "gone" not in answer.content.decode()


@pytest.mark.django_db
def test_what_was_refused_stands_in_the_log_with_who_asked(log, client):
    """A right that is missing, a form without its token, a request too many, an address that is none."""
    person = a_reader("analyst")
    client.force_login(person)
    asked = [client.get("/en/people/"), client.get("/en/people/1%00/")]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    asked += [strict.post("/en/me/address/", {"email": "x@example.kz"})]
    asked += [client.post("/en/me/address/", {"email": "x"}) for _ in range(6)][-1:]
    assert [answer.status_code for answer in asked] == [403, 400, 403, 429]
    found = {
        (line["code"], line.get("user_id"), line["request"])
        for line in lines(log)
        if "request" in line and "code" in line
    }
    assert {
        (403, person.pk, "GET /en/people/"),
        (403, person.pk, "POST /en/me/address/"),
        (429, person.pk, "POST /en/me/address/"),
    } <= found
    assert 400 in {code for code, _, _ in found}
