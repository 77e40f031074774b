"""Opening a notice marks it read, so it is a POST: a program that only follows links changes nothing."""

from datetime import date

import pytest
from django.urls import reverse

from ifi.accounts.models import User
from ifi.notices.models import Delivery
from ifi.notices.services import Person, announce

ON = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def a_person(name):
    return User.objects.create_user(f"{name}@example.kz", "a long and quiet sentence", name=name, roles=["analyst"])


@pytest.fixture
def reader():
    return a_person("reader")


@pytest.fixture
def unread(reader):
    """A notice of the reader's that leads to their account."""
    announce("security.password_changed", about=None, to=[Person(reader.pk)], by=reader, on=ON)
    return Delivery.objects.get(person=reader, channel="page")


def test_a_link_that_is_only_followed_marks_nothing(client, reader, unread):
    client.force_login(reader)
    for method in (client.get, client.head):
        assert method(reverse("notices:open", args=[unread.pk])).status_code == 405
    client.get(reverse("notices:mine"))
    unread.refresh_from_db()
    assert unread.read_at is None


def test_opening_leads_to_the_page_and_marks_it_read_once(client, reader, unread):
    client.force_login(reader)
    address = reverse("notices:open", args=[unread.pk])
    assert client.post(address).url == reverse("accounts:me")
    unread.refresh_from_db()
    first = unread.read_at
    assert first is not None
    client.post(address)
    unread.refresh_from_db()
    assert unread.read_at == first


def test_nobody_opens_anothers_notice(client, unread):
    client.force_login(a_person("other"))
    assert client.post(reverse("notices:open", args=[unread.pk])).url == reverse("notices:mine")
    unread.refresh_from_db()
    assert unread.read_at is None


def test_the_page_opens_notices_by_forms_alone(client, reader, unread):
    client.force_login(reader)
    page = client.get(reverse("notices:mine")).content.decode()
    address = reverse("notices:open", args=[unread.pk])
    assert f'<form method="post" action="{address}">' in page
    assert f'href="{address}"' not in page
