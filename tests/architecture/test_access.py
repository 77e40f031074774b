"""Who may do what is one table: every address stands in it, and everything in it is an address."""

import pytest

from ifi.accounts.models import User
from ifi.accounts.rights import Role
from ifi.config.access import ROUTES
from ifi.config.access_page import addresses


def test_every_address_stands_in_the_table_and_nothing_else_does():
    assert {name for name, _path in addresses()} == set(ROUTES)


@pytest.mark.django_db
def test_an_address_that_is_not_in_the_table_is_closed_to_everyone(monkeypatch, client):
    monkeypatch.delitem(ROUTES, "portal:design")
    assert client.get("/en/design/").status_code == 403
    client.force_login(User.objects.create_user("a@example.kz", None, name="A", roles=[role.value for role in Role]))
    assert client.get("/en/design/").status_code == 403
