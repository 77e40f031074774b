"""Who may do what is one table: every address stands in it, and does for every role what stands there.

What to ask for at an address that names an object stands in `access_addresses.py`. An address that is missing there, or
in the table, fails.
"""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import Role
from ifi.config.access import FIELDS, ROUTES, Answer, answer
from ifi.config.access_page import FIELD_NAMES, addresses
from ifi.members.acting import CHOSEN
from ifi.members.standing import standings_of
from tests.architecture.access_addresses import ADDRESSES, OUTSIDE
from tests.architecture.access_world import READERS, Objects, World, a_world
from tests.sign_in import Client


def test_every_address_stands_in_the_table_and_nothing_else_does():
    assert {name for name, _path in addresses()} == set(ROUTES)


def test_every_address_with_an_object_is_walked():
    with_object = {name for name, path in addresses() if "<" in path or "(?P" in path}
    assert with_object - OUTSIDE == set(ADDRESSES)


def test_every_hidden_field_has_a_name_on_the_page():
    assert {field.code for field in FIELDS} == set(FIELD_NAMES)


@pytest.mark.django_db
def test_an_address_that_is_not_in_the_table_is_closed_to_everyone(monkeypatch, client):
    monkeypatch.delitem(ROUTES, "portal:design")
    assert client.get("/en/design/").status_code == 403
    client.force_login(User.objects.create_user("a@example.kz", None, name="A", roles=[role.value for role in Role]))
    assert client.get("/en/design/").status_code == 403


@pytest.fixture
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.AUDIT_FOLDER = tmp_path / "audit"
    settings.RATE_LIMITS = False


@pytest.mark.slow
@pytest.mark.usefixtures("_files")
@pytest.mark.django_db
@pytest.mark.parametrize("role", READERS)
def test_every_address_answers_every_role_as_the_table_says(role):
    world = a_world(role)
    walker = Walker(world)
    wrong = []
    for name in sorted(set(ROUTES) - OUTSIDE):
        for side_name, side in walker.sides_of(name):
            path = reverse(name, kwargs=walker.arguments(name, side))
            expected = walker.expected(name, side)
            for method in ("GET", "POST"):
                if (name, method) in _never_asked:
                    continue
                found = walker.ask(method, path)
                if found == NOT_SO:
                    _never_asked.add((name, method))
                if found not in (expected, NOT_SO):
                    wrong.append(f"{method} {path} ({name}, {side_name}): {found}, the table says {expected}")
    assert wrong == []
    assert walker.read_too_much_or_too_little() == []


NOT_SO = "this address is not asked in that way"
_never_asked: set[tuple[str, str]] = set()  # learnt by the first who came in, the same for everybody


def _plain(text: str) -> str:
    """Amounts alike, however a language and a file write them."""
    return re.sub(r"\s", "", text).replace(",", ".")


class Walker:
    """Asks as one reader; what a request changes is undone, so that each finds the same world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = Client()
        if world.reader is not None:
            self.client.force_login(world.reader)
            held = standings_of(world.reader.pk, timezone.localdate())
            world.reader.acting = held[0].acting if held else None
            session = self.client.session
            session[CHOSEN] = held[0].organisation_id if held else 0
            session.save()
        self.read: list[str] = []  # all that was answered
        self.kept = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def sides_of(self, name: str) -> list[tuple[str, Objects]]:
        """An address is asked once for each object it can name: once where it names none."""
        named = {str(self.arguments(name, side)): pair for pair in self.world.sides.items() for side in pair[1:]}
        return list(named.values())

    def arguments(self, name: str, side: Objects) -> dict[str, object]:
        return ADDRESSES[name].arguments(side) if name in ADDRESSES else {}

    def expected(self, name: str, side: Objects) -> Answer:
        owner = ADDRESSES[name].owner if name in ADDRESSES else None
        is_own = side.is_oneself if owner == "person" else side.is_own_organisation
        is_oneself = side.is_oneself and (owner != "organisation" or side.is_own_organisation)
        if not owner:
            return answer(ROUTES[name], self.world.reader)
        return answer(ROUTES[name], self.world.reader, is_own=is_own, is_oneself=is_oneself)

    def read_too_much_or_too_little(self) -> list[str]:
        """Fields of either organisation that the reader met without a right to them, or never met having one."""
        wrong, everything = [], "\n".join(self.read)
        for house in (self.world.ours, self.world.theirs):
            is_own = self.world.is_member and house is self.world.ours
            for field in FIELDS:
                promised = field.is_shown(self.world.reader, is_own=is_own)
                if (_plain(house.canaries[field.code]) in everything) is not promised:
                    wrong.append(f"{field.code} of {house.organisation}: the table says {promised}")
        return wrong

    def ask(self, method: str, path: str) -> Answer | str:
        with transaction.atomic():
            response = self.client.generic(method, path)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            self.read.append(_plain(body.decode("utf-8", "replace")))
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.load(self.kept)
        if response.status_code == 405:
            return NOT_SO
        if response.status_code == 302 and "/sign-in/" in response["Location"]:
            return Answer.SIGN_IN
        return Answer.REFUSED if response.status_code in (403, 404) else Answer.OPEN
