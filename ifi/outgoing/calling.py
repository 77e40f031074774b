"""HTTP to the outside: checked addresses, no redirects, no proxies of the environment, times that end."""

import ssl
from collections.abc import Iterable
from functools import cache
from typing import Any

import httpcore
import httpx
from django.conf import settings

from ifi.outgoing.addresses import AddressForbidden, check_address, public_address

TIMEOUT = httpx.Timeout(30.0, connect=10.0)


class _Checked(httpcore.SyncBackend):
    """Connects to the number that was looked at; the name stays in the certificate's check and the Host header."""

    def connect_tcp(self, host: str, port: int, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        try:
            number = public_address(host, port, loopback=settings.OUTGOING_LOOPBACK)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return super().connect_tcp(number, port, *arguments, **options)

    def connect_unix_socket(self, path: str, *arguments: Any, **options: Any) -> httpcore.NetworkStream:
        raise AddressForbidden(host=path)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom we trust; read once, since it takes longer than a call."""
    return ssl.create_default_context()


class CheckedTransport(httpx.HTTPTransport):
    def __init__(self) -> None:
        super().__init__(verify=_trusted(), trust_env=False)
        self._pool = httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=_Checked())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            check_address(str(request.url))
            return super().handle_request(request)
        except AddressForbidden as error:
            raise httpx.ConnectError(str(error), request=request) from error


def client(*, timeout: httpx.Timeout = TIMEOUT, headers: Iterable[tuple[str, str]] = ()) -> httpx.Client:
    """A client for addresses that people, files or other systems bring; one that is not public cannot be connected to
    (httpx.ConnectError, caused by AddressForbidden)."""
    return httpx.Client(
        transport=CheckedTransport(), timeout=timeout, follow_redirects=False, trust_env=False, headers=list(headers)
    )
