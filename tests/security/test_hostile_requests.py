"""Requests that no browser sends: each is refused by what is wrong with it, and none is an error of ours."""

import json
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest
from django.test.client import ClientHandler

from ifi.accounts.errors import SignInRefused
from ifi.accounts.models import User
from ifi.accounts.passwords import Argon2id
from ifi.accounts.services.signing_in import sign_in
from ifi.audit.origin import network_address
from ifi.config.codings import readable
from ifi.config.limits.table import LIMITS
from ifi.config.masking import mask
from tests.obligations.portfolio import Office, a_right
from tests.obligations.scene import a_reader
from tests.sign_in import PASSWORD, Client

pytestmark = pytest.mark.django_db
ZERO = ["/en/duties/?organisation=a%00b", "/en/registry/rights/?q=%00", "/en/sign-in/?next=%00", "/en/law/%00/", "/%00"]


@pytest.mark.parametrize("path", ZERO)
def test_a_zero_byte_in_an_address_is_refused(client, path):
    answer = client.get(path)
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("fields", [{"email": "a\x00@b.kz", "password": "x"}, {"email": "a@b.kz", "pass\x00word": "x"}])
def test_a_zero_byte_in_a_form_is_refused(client, fields):
    form = "&".join(f"{name}={value}".replace("\x00", "%00") for name, value in fields.items())
    answer = client.post("/en/sign-in/", form, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert client.post("/en/sign-in/", fields).status_code == 422, "beside a file the form itself says so"


def through_the_door(rf, query, content_type):
    """The answer, from where the web server hands a request over (ifi/config/wsgi.py)."""
    handler = ClientHandler(enforce_csrf_checks=True)
    environ = rf.get("/en/duties/").environ | {"QUERY_STRING": query, "CONTENT_TYPE": content_type}
    return readable(lambda environ, _start_response: handler(environ))(environ, None)


@pytest.mark.parametrize("coding", ["rot13", "base64", "utf-16", "utf-7", "idna", "koi8-r", "x" * 300])
def test_a_coding_that_is_not_ours_is_refused(rf, coding):
    """Django reads the address as it makes the request, where no error page of ours can answer yet."""
    answer = through_the_door(rf, "organisation=%e4", f'text/plain; charset="{coding}"; x=y')
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


def test_an_address_with_too_many_parts_is_refused_with_our_headers(rf):
    answer = through_the_door(rf, "a=1&" * 2000, "text/plain; charset=utf-8")
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers
    assert through_the_door(rf, "year=2024", "text/plain; charset=utf-8").status_code == 200


def test_bodies_and_forms_without_measure_are_refused(client):
    form = "application/x-www-form-urlencoded"
    assert client.post("/en/sign-in/", "a=1&" * 5000, content_type=form).status_code == 400
    assert client.post("/en/sign-in/", "email=" + "a" * 3_000_000, content_type=form).status_code == 413
    many = {f"field{number}": "x" for number in range(3000)}
    assert client.post("/en/sign-in/", many).status_code == 400


@pytest.mark.parametrize(
    "body", ["--", "--x\r\n", "--x\r\nContent-Disposition: form-data; name=a", "--x--", "\x00" * 50]
)
def test_a_broken_form_with_files_is_refused_or_empty(client, body):
    answer = client.post("/en/sign-in/", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (200, 400, 422)
    assert client.post("/en/sign-in/", body, content_type="multipart/form-data").status_code == 400


def _b64(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _passkey(**response: object) -> str:
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response})


PASSKEYS = [
    *("null", "[]", "1", "{}", '{"response": 1}', '{"response": null}', '{"response": {"userHandle": 1}}'),
    *("9" * 5000, "[" * 100_000, '{"a":' * 50_000, '{"id": "\\ud800", "response": {"userHandle": "\\ud800"}}'),
    *(_passkey(userHandle=_b64(text)) for text in (b"9" * 30, b"9" * 5000, "²".encode(), b"1_0", b"\xff")),
    _passkey(userHandle=_b64(b"1"), clientDataJSON="AAAA", authenticatorData="AAAA", signature="AAAA"),
    _passkey(userHandle=_b64(b"1"), clientDataJSON=_b64(b"[]"), authenticatorData=_b64(bytes(37)), signature="AA"),
    _passkey(clientDataJSON=_b64(b"9" * 5000), attestationObject="AAAA"),
    _passkey(clientDataJSON=_b64(b'{"type": "webauthn.create"}'), attestationObject=_b64(b"\xff" * 40)),
]


@pytest.mark.parametrize("number", range(len(PASSKEYS)))
def test_a_passkey_that_is_none_is_refused(client, number):
    client.post("/en/sign-in/passkey/options/")
    assert client.post("/en/sign-in/passkey/", {"credential": PASSKEYS[number]}).status_code == 422
    client.force_login(User.objects.create(email="a@example.kz", name="A", language="en"))
    client.get("/en/me/second-factor/passkey/")
    answer = client.post("/en/me/second-factor/passkey/", {"name": "x", "credential": PASSKEYS[number]})
    assert answer.status_code == 422


def test_an_update_of_telegram_that_is_nested_without_end_is_refused(client, settings):
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_WEBHOOK_SECRET = "1:a", "s"
    answer = client.post(
        "/telegram/webhook/",
        "[" * 100_000,
        content_type="application/json",
        headers={"x-telegram-bot-api-secret-token": "s"},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "01.01.1899", "31.12.2200"])
@pytest.mark.parametrize("name", ["on", "known"])
def test_a_day_at_the_end_of_all_calendars_is_no_day(client, name, day):
    office = Office(a_right("kz.solid_minerals")).open(2024)
    client.force_login(a_reader("auditor"))
    right = f"/en/rights/{office.right.pk}/"
    pages = (
        right,
        f"{right}2024/",
        f"{right}2024/ledger.csv",
        f"/en/organisations/{office.right.holders.get().organisation_id}/",
    )
    for page in pages:
        assert client.get(f"{page}?{name}={day}").status_code == 200, page


def test_a_long_line_is_masked_in_time_that_grows_with_its_length():
    """Once the square: a line of 64 KB, which anybody can send as an address, took 13 seconds of the processor."""
    hostile = ["a" * 400_000 + "@", "a@" * 200_000, "a." * 200_000 + "@a", "%40a" * 100_000, "@" + "a." * 200_000]
    began = time.process_time()
    for text in hostile:
        mask(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_is_only_said_to_be_another_counts_for_nothing(client, method):
    person = User.objects.create(email="a@example.kz", name="A", language="en")
    client.force_login(person)
    said = {"x-http-method-override": method, "x-http-method": method, "x-method-override": method}
    assert (
        client.get("/en/sign-out/", {"_method": "POST"}, headers={**said, "x-http-method": "POST"}).status_code == 405
    )
    assert client.get("/en/me/").status_code == 200


def test_an_address_of_origin_that_the_sender_writes_is_not_believed_behind_our_proxy_either(rf, settings):
    """The proxy adds what it saw at the end."""
    settings.BEHIND_HTTPS = True
    for written in ("198.51.100.9, 203.0.113.5", "127.0.0.1,203.0.113.5", " , 203.0.113.5 "):
        assert network_address(rf.get("/", headers={"x-forwarded-for": written})) == "203.0.113.5"


def test_another_address_of_origin_each_time_does_not_pass_the_limit_of_signing_in(client):
    for number in range(LIMITS["accounts:sign_in"].at_once + 1):
        answer = client.post(
            "/en/sign-in/", {"email": f"a{number}@example.kz"}, headers={"x-forwarded-for": f"192.0.2.{number}"}
        )
    assert answer.status_code == 429


def test_a_session_that_somebody_brings_along_is_never_the_one_signed_in(settings):
    settings.SECURE_SSL_REDIRECT = False
    person = User.objects.create_user("a@example.kz", PASSWORD, name="A", language="en")
    planted, victim = Client(), Client()
    planted.get("/en/sign-in/")
    session = planted.session
    session["planted"] = "x"
    session.save()
    victim.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    victim.post("/en/sign-in/", {"email": person.email, "password": PASSWORD})
    assert victim.get("/en/me/").status_code == 200
    assert victim.session.session_key != session.session_key
    planted.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert planted.get("/en/me/").status_code == 302
    victim.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert victim.get("/en/me/").status_code == 302, "a key that the server did not give opens nothing"


def test_whether_an_address_has_an_account_is_not_told_by_the_time_it_takes(monkeypatch):
    """One hashing each: for a wrong password, no account, a disabled one and one without a password."""
    hashed, encode, verify = [], Argon2id.encode, Argon2id.verify
    monkeypatch.setattr(Argon2id, "memory_cost", 64)
    User.objects.create_user("known@example.kz", PASSWORD, name="A")
    User.objects.create_user("disabled@example.kz", PASSWORD, name="A", is_active=False)
    User.objects.create_user("invited@example.kz", None, name="A")
    monkeypatch.setattr(Argon2id, "encode", lambda self, *given: hashed.append("made") or encode(self, *given))
    monkeypatch.setattr(Argon2id, "verify", lambda self, *given: hashed.append("checked") or verify(self, *given))
    for email in ("known", "nobody", "disabled", "invited"):
        hashed.clear()
        with pytest.raises(SignInRefused):
            sign_in(email=f"{email}@example.kz", password="wrong", address="10.0.0.1", now=datetime.now(UTC))
        assert len(hashed) == 1, email


def test_a_plain_form_sent_to_a_page_that_takes_files_is_answered_like_any_other(client):
    client.force_login(a_reader("officer"))
    form = "application/x-www-form-urlencoded"
    for path in ("/en/me/organisations/join/", "/en/imports/performances/"):
        assert client.post(path, "bin=%00&kind=x", content_type=form).status_code in (400, 422), path


@pytest.mark.parametrize("wanted", ["xlsx", "1_000", "portal:home", "?a=b", ".", "../me/", "me/"])
def test_a_page_to_go_to_that_is_no_path_is_not_gone_to(client, wanted):
    person = User.objects.create_user("a@example.kz", PASSWORD, name="A", language="en")
    answer = client.post("/en/sign-in/", {"email": person.email, "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    for path in ("/en/me/prove/", "/en/me/consent/"):
        answer = client.post(path, {"password": PASSWORD, "next": wanted})
        assert answer.status_code == 302
        assert answer["Location"] in ("/en/me/", "/en/")


@pytest.mark.parametrize("path", ["/en/duties.x", "/en/duties.%ff", "/en/trail/acts.x"])
def test_a_file_of_a_kind_that_there_is_none_of_is_not_there(client, path):
    client.force_login(a_reader("auditor"))
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("before", ["9999-12-31", "0001-01-01T00:00:00+14:00", "2024-01-01", "2024-13-01T00:00Z", "x"])
def test_a_moment_that_no_link_of_ours_has_leads_to_the_newest_imports(client, before):
    client.force_login(a_reader("officer"))
    assert client.get("/en/imports/", {"before": before}).status_code == 200
