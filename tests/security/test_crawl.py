"""Every address of the system, asked by a person of each kind: headers, cookies, methods, types, caching."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client as DjangoClient
from django.urls import reverse

from ifi.accounts.models import User
from ifi.config.access import ROUTES
from tests.architecture.access_world import a_world
from tests.architecture.test_access import OUTSIDE, Walker
from tests.sign_in import PASSWORD, Client

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PROTECTING = {
    "Content-Security-Policy": r"^(?!.*unsafe-)(?=.*default-src 'none')(?=.*frame-ancestors 'none')",
    "Strict-Transport-Security": r"max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": r"^nosniff$",
    "X-Frame-Options": r"^DENY$",
    "Referrer-Policy": r"^same-origin$",
    "Cross-Origin-Opener-Policy": r"^same-origin$",
    "Cross-Origin-Resource-Policy": r"^same-origin$",
    "Permissions-Policy": r"camera=\(\)",
}
# the same for whoever asks, and for caches to keep
FOR_EVERYONE = re.compile(r"\.(rss|atom|xml|ics)$")
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "DROP", "ALTER")
# tables that reading may write: whom a limit is counted for, what one's session remembers, the trail of reading
NOT_STATE = (
    "config_allowance",
    "django_session",
    "usersessions_usersession",
    "accounts_device",
    "audit_",
)


@pytest.fixture
def https(settings, tmp_path):
    """As behind the proxy that speaks HTTPS."""
    settings.MEDIA_ROOT = tmp_path
    settings.BEHIND_HTTPS = settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    settings.DEVICE_COOKIE_NAME = "__Host-device"


def paths(walker):
    for name in sorted(set(ROUTES) - OUTSIDE):
        _, side = walker.sides_of(name)[0]
        yield name, reverse(name, kwargs=walker.arguments(name, side))


def answers(role, method="GET", walker=None, **options):
    """(name, path, answer) of every address."""
    walker = walker or Walker(a_world(role))
    walker.client.raise_request_exception = False
    for name, path in paths(walker):
        options.setdefault("headers", {"x-forwarded-proto": "https"})
        response = walker.client.generic(method, path, **options)
        if response.streaming:
            b"".join(response.streaming_content)
        yield name, path, response


@pytest.mark.usefixtures("https")
@pytest.mark.parametrize("role", ["public", "auditor"])
def test_every_answer_has_every_protecting_header_and_only_guarded_cookies(role):
    bare, cookies, kept, untyped = [], [], [], []
    for _, path, response in answers(role):
        bare += [(path, n) for n, rule in PROTECTING.items() if not re.search(rule, response.headers.get(n, ""))]
        cookies += [(path, name) for name in unguarded(response)]
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 and kind.startswith("text/") and "charset=utf-8" not in kind.lower():
            untyped.append((path, kind))
        keeping = response.headers.get("Cache-Control", "")
        if role != "public" and response.status_code == 200 and "no-store" not in keeping:
            kept.append(path)
    assert (bare, cookies, untyped) == ([], [], [])
    assert {path for path in kept if not FOR_EVERYONE.search(path)} == set()


def unguarded(response):
    """Cookies of the answer that are set without one of their guards."""
    for name, cookie in response.cookies.items():
        guarded = name.startswith("__Host-") and cookie["secure"] and cookie["httponly"] and cookie["path"] == "/"
        if cookie.value and not (guarded and cookie["samesite"] in ("Lax", "Strict") and not cookie["domain"]):
            yield name


@pytest.mark.usefixtures("https")
def test_the_cookies_of_signing_in_are_guarded_too():
    person = User.objects.create_user("a@example.kz", PASSWORD, name="A", language="en")
    client, set_by_us = DjangoClient(headers={"x-forwarded-proto": "https"}), set()
    for answer in (
        client.get("/en/sign-in/", secure=True),
        client.post("/en/sign-in/", {"email": person.email, "password": PASSWORD}, secure=True),
        client.get("/en/me/", secure=True),
    ):
        assert list(unguarded(answer)) == []
        set_by_us |= set(answer.cookies)
    assert set_by_us == {"__Host-session", "__Host-csrf", "__Host-device"}


@pytest.mark.usefixtures("https")
def test_errors_redirects_and_files_have_the_headers_too():
    client = DjangoClient(raise_request_exception=False)
    for path in ("/no-such", "/kk/no-such/", "/", "/static/no-such.css", "/.git/config", "/__debug__/", "/admin/"):
        answer = client.get(path, headers={"x-forwarded-proto": "https"})
        missing = [n for n, rule in PROTECTING.items() if not re.search(rule, answer.headers.get(n, ""))]
        assert (path, missing) == (path, [])
        assert answer.status_code in (302, 404)


@pytest.mark.parametrize("role", ["auditor", "admin"])
def test_reading_changes_nothing(role):
    """GET writes to no table but those of limits, sessions and the trail."""
    walker = Walker(a_world(role))
    with watching() as written:
        for name, path, _ in answers(role, walker=walker):
            assert written == [], (name, path)


@contextmanager
def watching():
    """The statements that change what is not only about reading."""
    written = []

    def watch(execute, sql, parameters, many, context):
        if sql.lstrip().upper().startswith(WRITES) and not any(table in sql for table in NOT_STATE):
            written.append(sql[:120])
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        yield written


def test_a_form_from_elsewhere_is_refused_everywhere():
    """No token, and a foreign origin: every address that takes a POST answers 403."""
    walker = Walker(a_world("auditor"))
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies.load(walker.kept)
    taken = []
    for name, path in paths(walker):
        for headers in ({}, {"origin": "https://evil.example"}):
            answer = strict.post(path, {"x": "1"}, headers=headers)
            if answer.status_code not in (403, 404, 405, 429):
                taken.append((name, answer.status_code))
    without_cookie = {"notices:telegram_webhook", "notices_off", "notices:off"}  # proved by a secret in the request
    assert [one for one in taken if one[0] not in without_cookie] == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW"])
def test_other_methods_do_nothing(method):
    """A view that names its methods answers 405, one that does not must not take a strange one for a POST."""
    walker, said = Walker(a_world("admin")), {"x-http-method-override": "POST", "x-forwarded-proto": "https"}
    with watching() as written:
        for name, _, answer in answers("admin", method, walker, data="_method=POST&x=1", headers=said):
            assert answer.status_code < 500, name
            assert written == [], name


def test_a_forged_header_of_a_proxy_changes_nothing(settings):
    """Without a proxy of ours in front these headers are anybody's words."""
    settings.BEHIND_HTTPS = False
    forged = {
        "x-forwarded-for": "198.51.100.9",
        "x-real-ip": "198.51.100.9",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        "forwarded": "for=198.51.100.9;host=evil.example",
    }
    answer = DjangoClient().get("/kk/", headers=forged)
    assert "evil.example" not in answer.content.decode()
    assert answer.wsgi_request.get_host() == "testserver"
    assert not answer.wsgi_request.is_secure()
    from ifi.audit.origin import network_address

    assert network_address(answer.wsgi_request) == "127.0.0.1"


def test_addresses_hold_no_personal_data():
    """Nobody's e-mail or number stands in a link of any page, the person's own included."""
    for _, path, answer in answers("auditor"):
        if "text/html" in answer.headers.get("Content-Type", "") and not answer.streaming:
            links = re.findall(r'(?:href|action)="([^"]*)"', answer.content.decode())
            assert not [
                link for link in links if not link.startswith(("mailto:", "otpauth:")) and re.search(r"@|%40", link)
            ], path
