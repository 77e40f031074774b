"""What must be left to another is not offered on the pages of members, and they say to whom."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from ifi.core.sentences import say
from ifi.members import services
from ifi.members.models import Application
from ifi.members.services import Applied
from ifi.registry.services import Names
from tests.members.scene import PDF, O, a_person, acting, an_organisation, member_of, membership_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def organisation(db):
    return an_organisation()


def an_application(organisation, person) -> Application:
    applied = Applied(organisation.bin, Names(), "")
    return services.apply_by_letter(applied=applied, letter=[PDF], by=person, on=timezone.localdate())


def page(client, person, path, language="en"):
    client.force_login(person)
    return client.get(f"/{language}/{path}").content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_officer_who_acts_for_the_organisation_is_told_that_another_decides(client, organisation, language):
    row = an_application(organisation, a_person())
    both = member_of(organisation, O.VIEWER, person=a_person("", "officer"), on=timezone.localdate())
    path = f"applications/{row.pk}/"
    with override(language):
        reason = str(say("members.own_application"))
    shown = page(client, both, path, language)
    assert reason in shown
    assert "/approve" not in shown
    other = page(client, a_person("", "officer"), path, language)
    assert reason not in other
    assert f"/{path}approve/" in other
    client.force_login(both)
    assert client.get(f"/{language}/{path}refuse/").status_code == 302


def test_an_application_that_waits_for_a_signature_leads_to_its_document(client, organisation):
    person = a_person()
    applied = Applied(organisation.bin, Names(), "")
    document = services.apply_by_signature(applied=applied, by=person, on=timezone.localdate())
    row = Application.objects.get()
    assert f"/en/signing/{document.pk}/" in page(client, person, f"applications/{row.pk}/")


def test_a_stand_in_is_not_offered_the_powers_and_is_told_who_gives_them(client, organisation):
    today = timezone.localdate()
    admin = member_of(organisation, O.ADMIN, on=today)
    viewer, signatory = (member_of(organisation, role, on=today) for role in (O.VIEWER, O.SIGNATORY))
    services.delegate(
        borrower_id=membership_of(viewer, organisation).pk,
        roles=[O.ADMIN],
        since=today,
        last_day=today,
        by=admin,
        on=today,
    )
    number = membership_of(signatory, organisation).pk
    for person, is_offered in (
        (acting(admin, organisation, today), True),
        (acting(viewer, organisation, today), False),
    ):
        shown = page(client, person, f"people/members/{number}/")
        assert (f"/members/{number}/end" in shown) == is_offered
        assert (f"/members/{number}/power-of-attorney" in shown) == is_offered
        assert ("to an administrator proper" in shown) != is_offered
        assert f"/members/{number}/roles" in shown
