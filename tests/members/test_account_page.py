"""One's own page, and the administrators' page of a person, tell the roles in every organisation with their days."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from ifi.members import services
from tests.members.scene import O, a_person, an_organisation, member_of, membership_of
from tests.sign_in import Client

pytestmark = pytest.mark.django_db


def text_of(page) -> str:
    return " ".join(strip_tags(page.content.decode()).split())


@pytest.fixture
def scene():
    on = timezone.localdate()
    first, second = an_organisation("«Мыс» ЖШС"), an_organisation("«Алтын» ЖШС")
    person = member_of(first, O.ENGINEER, O.VIEWER, person=a_person("Dana"), on=on - timedelta(days=10))
    member_of(second, O.SCIENTIST, person=person, on=on - timedelta(days=3))
    admin = member_of(first, O.ADMIN, on=on)
    services.delegate(
        borrower_id=membership_of(person, first).pk,
        roles=[O.ADMIN],
        since=on,
        last_day=on + timedelta(days=5),
        by=admin,
        on=on,
    )
    return person, on


@pytest.mark.parametrize(
    ("language", "engineer", "lent"),
    [("kk", "Инженер", "дейін тапсырылған"), ("ru", "Инженер", "передана с"), ("en", "Engineer", "lent from")],
)
def test_each_organisation_stands_with_its_roles_and_days(scene, language, engineer, lent):
    person, on = scene
    client = Client()
    client.force_login(person)
    text = text_of(client.get(f"/{language}/me/"))
    for said in ("«Мыс» ЖШС", "«Алтын» ЖШС", engineer, lent):
        assert said in text
    for days in (-10, -3, 0, 5):
        assert f"{on + timedelta(days=days):%d.%m.%Y}" in text


def test_administrators_read_the_same_of_a_person(scene):
    person, on = scene
    client = Client()
    client.force_login(a_person("", "administrator"))
    for page in (f"/en/people/{person.pk}/", "/en/people/"):
        text = text_of(client.get(page))
        assert "«Мыс» ЖШС" in text
        assert f"since {on - timedelta(days=10):%d.%m.%Y}" in text


def test_who_has_no_role_at_all_is_told_so_and_an_ended_one_is_not_told(scene):
    person, on = scene
    for membership in person.memberships.all():
        membership.roles.update(until=on)
        membership.until = on
        membership.save()
    client = Client()
    client.force_login(person)
    text = text_of(client.get("/en/me/"))
    assert "«Мыс» ЖШС" not in text
    assert "Engineer" not in text
