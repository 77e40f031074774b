"""No address that somebody brings leads inside: not by number, by name, by a name that changes, or by a redirect."""

import ast
import socket

import httpx
import pytest

from ifi.outgoing.addresses import AddressForbidden, check_address, public_address
from ifi.outgoing.calling import client
from tests.architecture.sources import name, python_files, tree

INSIDE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0.0.0.0",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "::1",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "localhost",
]


@pytest.mark.parametrize("host", INSIDE)
def test_a_number_that_leads_inside_is_refused_however_it_is_written(host):
    with pytest.raises((AddressForbidden, OSError)):
        public_address(host, 80)


@pytest.mark.parametrize("host", [*INSIDE[:4], "localhost"])
def test_nothing_reaches_the_server_beside_us(trap, settings, host):
    settings.OUTGOING_LOOPBACK = False
    with client() as calls, pytest.raises(httpx.ConnectError):
        calls.get(f"http://{host}:{trap.server_port}/")
    assert trap.seen == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://x/", "ftp://x/", "http://", "//x", "http://user:pass@example.kz/", "x"]
)
def test_only_http_to_a_host_without_a_user_name(url):
    with pytest.raises(AddressForbidden):
        check_address(url)


def test_a_name_with_one_inner_number_among_public_ones_is_refused(monkeypatch):
    numbers = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: numbers)
    with pytest.raises(AddressForbidden):
        public_address("rebind.example", 80)


def test_a_name_that_changes_after_the_look_is_not_asked_again(monkeypatch, trap, settings):
    """Rebinding: the first answer is what is connected to, there is no second."""
    asked = []
    real = socket.getaddrinfo

    def answer(host, *arguments, **named):
        if host == "rebind.example":
            asked.append(host)
            return real("127.0.0.1" if len(asked) > 1 else "192.0.2.1", *arguments, **named)
        return real(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    settings.OUTGOING_LOOPBACK = False
    with client(timeout=httpx.Timeout(1)) as calls, pytest.raises(httpx.HTTPError):
        calls.get(f"http://rebind.example:{trap.server_port}/")
    assert (asked, trap.seen) == (["rebind.example"], [])


def test_a_redirect_is_not_followed(trap):
    with client() as calls:
        assert calls.get(f"http://127.0.0.1:{trap.server_port}/away").status_code == 302
    assert trap.seen == ["/away"]


ALLOWED = {
    "ifi/outgoing/calling.py",
    "ifi/signing/verification/national_service.py",  # the operator's own service, inside by its nature
}


@pytest.mark.parametrize("path", python_files("ifi"), ids=name)
def test_nobody_calls_out_but_through_the_one_door(path):
    calls = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    doors = {f"httpx.{kind}" for kind in ("Client", "AsyncClient", "get", "post", "put", "request", "stream")}
    doors |= {"requests.get", "requests.post", "requests.Session"}
    assert not calls & doors or name(path) in ALLOWED
