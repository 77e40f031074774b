"""Who may do what is one table: every address stands in it, and does for every role what stands there.

`ADDRESSES` says what to ask for at an address that names an object. An address that is missing here, or in the table,
fails the walk.
"""

from collections.abc import Callable
from typing import NamedTuple

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
from tests.architecture.access_world import READERS, Objects, World, a_world, invitation_token
from tests.sign_in import Client


class Asked(NamedTuple):
    """The arguments of an address, and whose the object is that they name."""

    arguments: Callable[[Objects], dict[str, object]]
    owner: str = ""  # organisation, person; empty = nobody's


def _right(side: Objects) -> dict[str, object]:
    return {"right_id": side.office.right.pk}


def _duty(side: Objects) -> dict[str, object]:
    return {**_right(side), "year": side.year}


def _organisation(side: Objects) -> dict[str, object]:
    return {"organisation_id": side.organisation.pk}


def _run(side: Objects) -> dict[str, object]:
    return {"run_id": side.run}


def _application(side: Objects) -> dict[str, object]:
    return {"application_id": side.application}


def _membership(side: Objects) -> dict[str, object]:
    return {"membership_id": side.membership}


def _somebody(_side: Objects) -> dict[str, object]:
    return {"pk": User.objects.order_by("pk").values_list("pk", flat=True)[0]}


ADDRESSES: dict[str, Asked] = {
    "accounts:open_link": Asked(lambda _: {"secret": "spent"}),
    "accounts:person": Asked(_somebody),
    "accounts:act_on_person": Asked(lambda side: {**_somebody(side), "name": "end-sessions"}),
    "accounts:remove_factor": Asked(lambda _: {"pk": 1}),
    "portal:group_file": Asked(lambda _: {"group": "regime"}),
    "portal:about": Asked(lambda _: {"page": "sources"}),
    "portal:law_regime": Asked(lambda _: {"code": "kz.hydrocarbons"}),
    "members:application": Asked(_application, "person"),
    "members:letter": Asked(_application, "person"),
    "members:approve": Asked(_application, "person"),
    "members:refuse": Asked(_application, "person"),
    "members:withdraw": Asked(_application, "person"),
    "members:people": Asked(_organisation, "organisation"),
    "members:invite": Asked(_organisation, "organisation"),
    "members:revoke": Asked(lambda side: {**_organisation(side), "invitation_id": side.invitation.pk}, "organisation"),
    "members:member": Asked(_membership, "organisation"),
    "members:roles": Asked(_membership, "organisation"),
    "members:attorney": Asked(_membership, "organisation"),
    "members:end": Asked(_membership, "organisation"),
    "members:end_delegation": Asked(lambda side: {"delegation_id": side.delegation}, "organisation"),
    "members:invitation": Asked(lambda side: {"token": invitation_token(side)}),
    "registry:organisation": Asked(_organisation),
    "registry:rename_organisation": Asked(_organisation),
    "registry:organisation_details": Asked(_organisation),
    "registry:right": Asked(_right),
    "registry:change_right": Asked(_right),
    "registry:regime": Asked(_right),
    "registry:holders": Asked(_right),
    "registry:new_term": Asked(_right),
    "registry:decide_term": Asked(lambda side: {**_right(side), "term_id": side.term}),
    "intake:run": Asked(_run, "person"),
    "intake:confirm": Asked(_run, "person"),
    "intake:cancel": Asked(_run, "person"),
    "intake:check_again": Asked(_run, "person"),
    "intake:annotated": Asked(_run, "person"),
    "intake:problems": Asked(_run, "person"),
    "intake:upload": Asked(lambda _: {"kind": "performances"}),
    "intake:template": Asked(lambda _: {"kind": "performances"}),
    "obligations:duties_file": Asked(lambda _: {"kind": "csv"}),
    "obligations:right": Asked(_right),
    "obligations:year": Asked(_duty),
    "obligations:ledger_file": Asked(_duty),
    "obligations:act": Asked(lambda side: {**_duty(side), "act": "enter-performance"}),
    "obligations:act_on_performance": Asked(
        lambda side: {**_duty(side), "act": "reverse", "performance_id": side.performance}
    ),
    "obligations:organisation": Asked(_organisation),
}
# They end the session or need none; what they do is tested where they live.
OUTSIDE = frozenset(
    {
        "accounts:sign_out",
        "accounts:second_factor",  # leads on to whatever the sign-in lacks
        "accounts:remove_factor",  # there is none to remove
        "accounts:provider",  # there is none either where the settings name none
        "accounts:link_provider",
        "provider_callback",
    }
)


def test_every_address_stands_in_the_table_and_nothing_else_does():
    assert {name for name, _path in addresses()} == set(ROUTES)


def test_every_address_with_an_object_is_walked():
    with_object = {name for name, path in addresses() if "<" in path or "(?P" in path}
    assert with_object == set(ADDRESSES)


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
                found = walker.ask(method, path)
                if found not in (expected, NOT_SO):
                    wrong.append(f"{method} {path} ({name}, {side_name}): {found}, the table says {expected}")
    assert wrong == []


NOT_SO = "this address is not asked in that way"


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
        self.kept = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def sides_of(self, name: str) -> list[tuple[str, Objects]]:
        """An address without an object is asked once."""
        sides = list(self.world.sides.items())
        return sides if name in ADDRESSES and ADDRESSES[name].owner else sides[:1]

    def arguments(self, name: str, side: Objects) -> dict[str, object]:
        return ADDRESSES[name].arguments(side) if name in ADDRESSES else {}

    def expected(self, name: str, side: Objects) -> Answer:
        owner = ADDRESSES[name].owner if name in ADDRESSES else None
        is_own = {"organisation": side.is_own_organisation, "person": side.is_oneself}.get(owner or "")
        is_oneself = side.is_oneself and (owner == "person" or side.is_own_organisation) if owner else None
        return answer(ROUTES[name], self.world.reader, is_own=is_own, is_oneself=is_oneself)

    def ask(self, method: str, path: str) -> Answer | str:
        with transaction.atomic():
            response = self.client.generic(method, path)
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.load(self.kept)
        if response.status_code == 405:
            return NOT_SO
        if response.status_code == 302 and "/sign-in/" in response["Location"]:
            return Answer.SIGN_IN
        return Answer.REFUSED if response.status_code in (403, 404) else Answer.OPEN
