"""Every address of the system, asked with whatever an attacker may write: answered or refused, never broken.

`IFI_FUZZ_SECONDS=600 IFI_FUZZ_SEED=7 pytest tests/security/test_fuzz.py -s` goes on for as many seconds of processor
time after each address was asked once in each way.
"""

import ast
import os
import random
import re
import sys
import time
from functools import cache
from importlib import import_module
from urllib.parse import urlencode

import pytest
from django import forms
from django.db import transaction
from django.urls import reverse

from ifi.config.access import ROUTES
from ifi.config.access_page import addresses
from tests.architecture.access_addresses import OUTSIDE
from tests.architecture.access_world import a_world
from tests.architecture.sources import name, python_files, tree
from tests.architecture.test_access import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECONDS = float(os.environ.get("IFI_FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("IFI_FUZZ_SEED", "1"))
LONGEST = 2.0  # seconds of processor time for one answer
FORM = "application/x-www-form-urlencoded"

TEXTS = [
    *("-1", "0", str(2**31), str(2**63), "9" * 40, "9" * 5000, "1e999", "NaN", "-Infinity", "²", "٣", "0x10", "1_000"),
    *("9999-12-31", "0001-01-01", "31.12.9999", "01.01.0001", "00.00.0000", "2024-02-30", "2024", "csv", "xlsx"),
    *("\u202e\u2066\u200f", "𝟙", "İ" * 300, "a" * 6000, " " * 3000, "'\";--<>%_\\", "%", "%s%(x)s{0}{x}", "\r\nX: y"),
    *("[" * 2000, "{" * 2000, "../" * 20, "null", "true", " ", "", "on", "kk", "energy", "(", "a" * 50 + "@", "@"),
    *("00000000-0000-0000-0000-000000000000", "email", "kz.hydrocarbons", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80"),
]
PLACES = {
    "int": ["0", "2147483648", "9223372036854775808", "9" * 40, "9" * 4000, "٣"],
    "uuid": ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    "slug": ["x", "a" * 3000, "-", "__class__", "rights", "performances"],
}
WORDS = ["x", "%00", "a%00b", "%ff", "%ed%a0%80", "a" * 3000, "..", "%2e%2e%2f", "__class__", "%0d%0aX:y", "{0}", "९"]


@cache
def parameters() -> tuple[str, ...]:
    """Every name that a view or a form reads from an address or a body."""
    read = {
        node.args[0].value
        for path in python_files("ifi")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and re.search(r"(GET|POST)\.get(list)?$", ast.unparse(node.func))
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    return tuple(sorted(read | {field for form in every_form() for field in form.base_fields}))


@cache
def every_form() -> tuple[type[forms.BaseForm], ...]:
    modules = {name(path).removesuffix(".py").replace("/", ".") for path in python_files("ifi")}
    inside = [vars(import_module(module)).values() for module in modules if re.search("forms|views|editing", module)]
    return tuple({one for each in inside for one in each if isinstance(one, type) and issubclass(one, forms.BaseForm)})


class Attacker:
    """Asks as one role; what a request changes is undone."""

    def __init__(self, role: str) -> None:
        self.walker, self.chance = Walker(a_world(role)), random.Random(f"{SEED} {role}")
        self.walker.client.raise_request_exception = False
        self.asked, self.broken = 0, []
        self.sound = [
            reverse(route, kwargs=self.walker.arguments(route, self.walker.sides_of(route)[0][1]))
            for route in sorted(set(ROUTES) - OUTSIDE)
            if route != "ready"  # says 503 of the connection of a test
        ]
        self.patterns = [pattern for _, pattern in addresses() if pattern != "/readyz"]

    def values(self) -> str:
        """A query or a form in which each parameter holds something else."""
        return urlencode({parameter: self.chance.choice(TEXTS) for parameter in parameters()})

    def place(self, found: re.Match[str]) -> str:
        return self.chance.choice(PLACES.get(found[1] or "str", WORDS))

    def query(self, path: str) -> None:
        self.ask("GET", f"{path}?{self.values()}")

    def form(self, path: str) -> None:
        self.ask("POST", path, self.values())

    def address(self, pattern: str) -> None:
        written = re.sub(r"<(?:(\w+):)?\w+>", self.place, pattern)
        self.ask(self.chance.choice(["GET", "POST"]), written)
        self.ask("GET", f"/{self.chance.choice(['en', 'kk', 'ru', 'xx'])}{written}")

    def ask(self, method: str, path: str, body: str = "") -> None:
        self.asked += 1
        client, began = self.walker.client, time.process_time()
        with transaction.atomic():
            answer = client.generic(method, path, body, content_type=FORM)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        taken = time.process_time() - began
        client.cookies.clear()
        client.cookies.load(self.walker.kept)
        if answer.status_code >= 500 or taken > LONGEST:
            self.broken.append(f"{answer.status_code}, {taken:.1f} s: {method} {path[:3000]} {body[:3000]}")


@pytest.mark.parametrize("role", ["public", "auditor", "officer", "admin"])
def test_whatever_is_asked_no_answer_is_an_error_of_ours_and_none_takes_long(role, settings, tmp_path):
    settings.RATE_LIMITS, settings.MEDIA_ROOT, settings.AUDIT_FOLDER = False, tmp_path, tmp_path / "audit"
    attacker, began = Attacker(role), time.process_time()
    ways = [
        *((attacker.query, path) for path in attacker.sound),
        *((attacker.form, path) for path in attacker.sound),
        *((attacker.address, pattern) for pattern in attacker.patterns),
    ]
    for way, of in ways:
        way(of)
    while time.process_time() - began < SECONDS:
        way, of = attacker.chance.choice(ways)
        way(of)
    if SECONDS:
        sys.stdout.write(f"{role}: {attacker.asked} requests, {time.process_time() - began:.0f} s\n")
    assert attacker.broken == []


def test_the_fuzz_knows_what_pages_read():
    assert {"q", "year", "after", "next", "email", "password", "amount", "known"} <= set(parameters())
