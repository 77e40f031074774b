"""Whoever comes from the identity provider agrees to the processing of their data before anything else opens."""

import pytest
from django.urls import reverse

from ifi.accounts.jobs import erase_person
from ifi.accounts.middleware import OPEN_WITHOUT_CONSENT
from ifi.accounts.models import User
from ifi.audit.models import Record
from ifi.config.access import ROUTES
from tests.accounts.conftest import a_person
from tests.accounts.test_identity_provider import _use, provider, visit  # noqa: F401  (the provider is a fixture)
from tests.architecture.access_addresses import ADDRESSES, OUTSIDE
from tests.sign_in import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/en/me/consent/"


@pytest.fixture
def newcomer(client, provider, settings) -> User:  # noqa: F811
    """Somebody who has just come from the provider for the first time."""
    _use(settings, provider, creates_accounts=True)
    assert visit(client)["Location"] == "/en/me/"
    return User.objects.get()


def asks_for_consent(answer) -> bool:
    return answer.status_code == 302 and "/me/consent/?next=" in answer["Location"]


def test_the_first_page_after_the_provider_asks_and_agreeing_leads_on(client, newcomer):
    assert asks_for_consent(client.get("/en/me/"))
    page = client.get(PAGE + "?next=/en/me/sessions/")
    assert "I agree to the processing" in page.content.decode()
    assert newcomer.email in page.content.decode()
    assert client.post(PAGE, {"next": "/en/me/sessions/"}).status_code == 422
    assert User.objects.get().consented_at is None
    agreed = client.post(PAGE, {"next": "/en/me/sessions/", "consent": "on"})
    assert agreed["Location"] == "/en/me/sessions/"
    person = User.objects.get()
    assert person.consented_at is not None
    assert not person.consent_due
    assert client.get("/en/me/").status_code == 200
    assert Record.objects.filter(event="accounts.consented", person=person.pk).count() == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "келісемін"), ("ru", "Я согласен"), ("en", "I agree")],
)
def test_it_asks_in_three_languages(client, newcomer, language, said):
    assert said in client.get(f"/{language}/me/consent/").content.decode()


def test_no_address_of_the_system_opens_before(client, newcomer):
    """Every one that the table of access knows and that needs no object, with GET and with POST."""
    names = sorted(set(ROUTES) - set(ADDRESSES) - OUTSIDE - OPEN_WITHOUT_CONSENT)
    assert len(names) > 50
    for name in names:
        path = reverse(name)
        for answer in (client.get(path), client.post(path)):
            assert asks_for_consent(answer), (name, answer.status_code)
    person_page = reverse("accounts:person", args=[newcomer.pk])
    assert asks_for_consent(client.get(person_page))


def test_a_password_of_ones_own_is_no_way_around(client, newcomer):
    newcomer.set_password(PASSWORD)
    newcomer.save()
    client.post("/en/sign-out/")
    assert client.get("/en/").status_code == 200
    client.post("/en/sign-in/", {"email": newcomer.email, "password": PASSWORD})
    assert asks_for_consent(client.get("/en/me/"))


def test_neither_a_role_nor_a_second_factor_is_a_way_around(client, newcomer):
    User.objects.update(roles=["officer"])
    assert asks_for_consent(client.get("/en/duties/"))
    assert client.get(PAGE).status_code == 200
    client.force_login(User.objects.get())
    assert asks_for_consent(client.get("/en/duties/"))


def test_who_refuses_is_erased_and_may_come_again(client, newcomer, provider):  # noqa: F811
    assert client.post(PAGE, {"refuse": "1"})["Location"] == "/en/me/data/erased/"
    assert client.get("/en/me/data/erased/").status_code == 200
    erase_person(newcomer.pk)
    erased = User.objects.get(pk=newcomer.pk)
    assert erased.is_erased
    assert visit(client)["Location"] == "/en/me/"
    assert User.objects.exclude(pk=newcomer.pk).get().consent_due


def test_who_refuses_with_a_role_is_told_what_to_do_first(client, newcomer):
    User.objects.update(roles=["analyst"])
    answer = client.post(PAGE, {"refuse": "1"})
    assert answer.status_code == 422
    assert "still holds a role" in answer.content.decode()


def test_others_are_not_asked(client):
    client.force_login(a_person())
    assert client.get("/en/me/").status_code == 200
    assert client.get(PAGE + "?next=/en/me/sessions/")["Location"] == "/en/me/sessions/"
    assert client.get(PAGE + "?next=https://elsewhere.example/")["Location"].startswith("/")
