"""How long one must wait after wrong guesses, when sessions and links end, which code is the present one. Pure."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Pace:
    """How guesses are slowed down: so many are free, then each wait is twice the last, a quarter of an hour at most."""

    free: int
    first_wait: timedelta


class Counter(StrEnum):
    """What wrong guesses are counted by."""

    ACCOUNT_AND_PLACE = "account and place"  # a place is a known device, else a network address
    ACCOUNT = "account"
    ADDRESS = "address"
    FACTOR = "factor"
    LETTERS = "letters"  # letters asked for, from one network address or to one e-mail address


PACES = {
    Counter.ACCOUNT_AND_PLACE: Pace(free=5, first_wait=timedelta(seconds=2)),
    Counter.ACCOUNT: Pace(free=20, first_wait=timedelta(seconds=15)),
    Counter.ADDRESS: Pace(free=50, first_wait=timedelta(seconds=15)),
    Counter.FACTOR: Pace(free=5, first_wait=timedelta(seconds=15)),
    Counter.LETTERS: Pace(free=5, first_wait=timedelta(minutes=1)),
}


def wait_after(failures: int, pace: Pace) -> timedelta:
    """Nothing for the free guesses, then twice as long each time."""
    beyond = failures - pace.free
    if beyond < 0:
        return timedelta(0)
    return min(pace.first_wait * (1 << min(beyond, 20)), LONGEST_WAIT)


def still_to_wait(failures: int, last_at: datetime, now: datetime, pace: Pace) -> timedelta:
    """What is left of the wait; never below zero."""
    return max(last_at + wait_after(failures, pace) - now, timedelta(0))


def failures_counted(failures: int, last_at: datetime, now: datetime) -> int:
    """Failures that still count: a day without one forgets them."""
    return 0 if now - last_at >= FORGOTTEN_AFTER else failures


def has_ended(*, started: datetime, seen: datetime, now: datetime, idle: timedelta, longest: timedelta) -> bool:
    """Whether a session is over: nothing was asked for too long, or it is too old."""
    return now - seen >= idle or now - started >= longest


PROOF_LASTS = timedelta(minutes=10)


def is_recent_proof(at: datetime, now: datetime) -> bool:
    """Whether one showed so lately who one is that a password or a factor may be changed without asking again."""
    return timedelta(0) <= now - at < PROOF_LASTS


class LinkPurpose(StrEnum):
    """What a link sent by e-mail lets its holder do, once."""

    INVITATION = "invitation"
    SIGN_UP = "sign_up"
    PASSWORD = "password"  # noqa: S105  (a purpose, not a secret)
    ADDRESS = "address"


LINK_LASTS = {
    LinkPurpose.INVITATION: timedelta(days=7),
    LinkPurpose.SIGN_UP: timedelta(hours=1),
    LinkPurpose.PASSWORD: timedelta(minutes=30),
    LinkPurpose.ADDRESS: timedelta(minutes=30),
}


LONGEST_LINK = max(LINK_LASTS.values())
DEVICE_LIFE = timedelta(days=365)  # since the last sign-in with the browser
CONSENT_AWAITED = timedelta(days=7)


def names_oneself(password: str, email: str, name: str) -> bool:
    """Whether the password holds one's e-mail address or a part of one's name of four letters or more."""
    parts = [email.lower(), *re.split(r"[@._+\-]", email.lower().partition("@")[0]), *re.split(r"\W+", name.lower())]
    return any(len(part) >= 4 and part in password.lower() for part in parts)


CODE_SECONDS = 30
CODE_DIGITS = 6


def code_step(now: datetime) -> int:
    """The number of the half-minute that a code belongs to (RFC 6238)."""
    return int(now.timestamp()) // CODE_SECONDS


def code_of(secret: str, step: int) -> str:
    """The code that an authenticator application shows in that half-minute; `secret` is base32 (RFC 4226, 6238)."""
    digest = hmac.digest(base64.b32decode(secret, casefold=True), step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def code_fits(secret: str, typed: str, *, now: datetime, last_step: int | None) -> int | None:
    """The step whose code was typed, when it is the present one and was not used before; otherwise None.

    A code lives for thirty seconds and no longer (ASVS 6.5.5), so the neighbouring ones are not taken.
    """
    step = code_step(now)
    fits = hmac.compare_digest(code_of(secret, step).encode(), plain_code(typed).encode())
    return step if fits and (last_step is None or step > last_step) else None


def plain_code(typed: str) -> str:
    """A code without the spaces and hyphens that people put into it."""
    return re.sub(r"[\s\-‐–]", "", typed)


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> tuple[str, str]:
    """Browser and operating system, by their makers' names; empty where the text names none that we know."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return browser, system
