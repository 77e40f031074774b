"""Every answer carries the headers that protect its reader: pages, errors, redirects and files alike."""

import json
import logging
import re

import pytest
import structlog
from django.test import Client

from ifi.config.access import EVERYONE, ROUTES

PROTECTING = {
    "Content-Security-Policy": r"default-src 'none'",
    "X-Content-Type-Options": r"^nosniff$",
    "X-Frame-Options": r"^DENY$",
    "Referrer-Policy": r"^same-origin$",
    "Cross-Origin-Opener-Policy": r"^same-origin$",
    "Cross-Origin-Resource-Policy": r"^same-origin$",
    "Permissions-Policy": r"camera=\(\)",
}
ADDRESSES = {
    "/healthz": 200,
    "/": 302,
    "/no-such-page": 404,
    "/refuse": 403,
    "/fail": 500,
    "/static/a.css": 200,
}


@pytest.fixture
def client(settings, tmp_path, monkeypatch):
    for name in ("fail", "refuse"):
        monkeypatch.setitem(ROUTES, f"tests.config.failing_urls.{name}", EVERYONE)
    (tmp_path / "a.css").write_text("a { color: #12232b }")
    settings.STATIC_ROOT = tmp_path
    settings.ROOT_URLCONF = "tests.config.failing_urls"
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), ADDRESSES.items())
def test_every_kind_of_answer_carries_the_protecting_headers(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    missing = {name for name, rule in PROTECTING.items() if not re.search(rule, answer.headers.get(name, ""))}
    assert missing == set()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1@evil.example", "x" * 300, '"<script>', ""])
@pytest.mark.parametrize("path", ["/healthz", "/en/", "/"])
def test_a_strange_host_is_refused_with_the_same_headers(client, settings, path, host):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "tests.wall.AsTheWeb"]  # as it is served
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


def test_the_policy_allows_no_inline_script_or_style(client):
    assert "unsafe" not in client.get("/healthz").headers["Content-Security-Policy"]


def test_behind_https_plain_http_is_redirected_save_for_probes(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/kk/").headers["Location"].startswith("https://")
    assert client.get("/healthz").status_code == 200


def test_log_lines_of_a_request_carry_the_number_that_its_answer_shows(client, settings):
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    keep = Keep()
    keep.setFormatter(logging.getLogger().handlers[0].formatter or structlog.stdlib.ProcessorFormatter())
    logging.getLogger("django_structlog").addHandler(keep)
    try:
        number = client.get("/healthz").headers["X-Request-Id"]
    finally:
        logging.getLogger("django_structlog").removeHandler(keep)
    assert number
    assert {json.loads(line)["request_id"] for line in lines} == {number}
    assert "request_finished" in {json.loads(line)["event"] for line in lines}
