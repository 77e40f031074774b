"""Which addresses may be called (ASVS 1.3.6). A name is resolved once, and what was looked at is what is called."""

import ipaddress
import socket
from urllib.parse import urlsplit

from ifi.core.errors import IfiError

_SCHEMES = {"http": 80, "https": 443}


class AddressForbidden(IfiError):
    """The address leads inside, to the machine itself or nowhere. Parameters: host."""

    code = "outgoing.forbidden"


def check_address(url: str) -> None:
    """Raise AddressForbidden for anything but http(s) to a host by name or number, without a user name in it."""
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.username or parts.password:
        raise AddressForbidden(host=parts.hostname or url[:100])


def public_address(host: str, port: int, *, loopback: bool = False) -> str:
    """The one number to connect to. All numbers of the name must be public: one that is not betrays a trap.

    `loopback` is for tests, whose servers run beside them. Raises AddressForbidden, OSError where the name is unknown.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    if not numbers or not all(_is_public(number) or (loopback and _is_loopback(number)) for number in numbers):
        raise AddressForbidden(host=host)
    return numbers[0]


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number)
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


def _is_loopback(number: str) -> bool:
    return ipaddress.ip_address(number).is_loopback
