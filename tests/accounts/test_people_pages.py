"""What administrators do with people on pages, and what everyone sees of their own account."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils.translation import override

from ifi.accounts.events import EVENTS
from ifi.accounts.models import User
from ifi.accounts.views.people import ACTS
from ifi.audit.events import say
from ifi.audit.models import Record
from tests.accounts.letters import committed, told_of
from tests.sign_in import PASSWORD, Client, give_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(client, administrator, officer, django_capture_on_commit_callbacks):
    client.force_login(administrator)

    def do(name, data=None):
        with committed(django_capture_on_commit_callbacks):
            return client.post(f"/en/people/{officer.pk}/{name}", data or {})

    return do


def trail() -> list[str]:
    told = Record.objects.order_by("pk").values_list("event", flat=True)
    return [event for event in told if event != "accounts.people_read"]


def test_a_person_is_disabled_and_enabled(client, act, officer):
    assert act("disable/")["Location"] == f"/en/people/{officer.pk}/?done=disable"
    assert not User.objects.get(pk=officer.pk).is_active
    assert "The account is disabled" in client.get(f"/en/people/{officer.pk}/?done=disable").content.decode()
    act("enable/")
    assert User.objects.get(pk=officer.pk).is_active
    assert trail() == ["accounts.person_disabled", "accounts.person_enabled"]


def test_a_lost_second_factor_is_reset_recorded_and_told(act, officer):
    give_factor(officer)
    theirs = Client()
    theirs.force_login(officer)
    assert theirs.get("/en/me/").status_code == 200
    act("reset-factors/")
    assert not Authenticator.objects.filter(user=officer).exists()
    assert theirs.get("/en/me/").status_code == 302
    assert trail()[-1] == "accounts.factors_reset"
    assert told_of(officer) == ["security.factors_reset"]


def test_roles_are_changed(act, officer):
    act("", {"roles": ["analyst", "expert"], "authority": "energy"})
    changed = User.objects.get(pk=officer.pk)
    assert (changed.roles, changed.authority) == (["analyst", "expert"], "energy")
    assert trail() == ["accounts.roles_changed"]
    assert told_of(officer) == ["security.roles_changed"]
    act("", {"roles": ["analyst", "expert"], "authority": "energy"})
    assert trail() == ["accounts.roles_changed"]


def test_a_letter_to_set_a_password_can_be_sent_again(act, officer):
    act("invite/")
    assert mail.outbox[0].to == [officer.email]


def test_nobody_does_to_themselves_what_another_administrator_must_do(client, administrator):
    client.force_login(administrator)
    page = f"/en/people/{administrator.pk}/"
    for name in ("disable/", "reset-factors/", ""):
        answer = client.post(f"{page}{name}", {"roles": [], "authority": ""})
        assert answer.status_code == 422
        assert "Ask another administrator" in answer.content.decode()
    assert User.objects.get(pk=administrator.pk).is_active
    assert Authenticator.objects.filter(user=administrator).exists()


@pytest.mark.parametrize("name", sorted(ACTS))
def test_only_administrators_act_and_only_by_post(client, officer, person, name):
    client.force_login(officer)
    assert client.post(f"/en/people/{person.pk}/{name}/").status_code == 403
    assert client.get(f"/en/people/{person.pk}/{name}/").status_code in {403, 405}
    assert trail() == []


def test_an_act_that_is_none_and_a_person_who_is_none_are_not_there(client, administrator, officer):
    client.force_login(administrator)
    assert client.post(f"/en/people/{officer.pk}/promote/").status_code == 404
    assert client.get("/en/people/999999/").status_code == 404


def test_reading_about_people_is_recorded(client, administrator, officer):
    client.force_login(administrator)
    client.get("/en/people/")
    client.get(f"/en/people/{officer.pk}/")
    read = Record.objects.filter(event="accounts.people_read").values_list("target_kind", "target_key")
    assert set(read) == {("people", "all"), ("person", str(officer.pk))}


def test_the_trail_tells_of_signing_in_and_out_and_of_changes_but_names_nobody(client, person):
    client.post("/en/sign-in/", {"email": person.email, "password": PASSWORD})
    client.post("/en/me/password/", {"current": PASSWORD, "password": "another quiet sentence"})
    client.post("/en/sign-out/")
    assert trail() == ["accounts.signed_in", "accounts.password_changed", "accounts.signed_out"]
    bodies = "".join(bytes(body).decode() for body in Record.objects.values_list("body", flat=True))
    assert person.email not in bodies
    assert person.name not in bodies


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_event_has_its_words(language):
    with override(language):
        for code in EVENTS:
            said = say(code, {"number": 3})
            assert said
            assert "{" not in said


def test_the_account_page_shows_who_one_is_and_what_secures_it(client, officer):
    give_factor(officer)
    client.force_login(officer)
    page = client.get("/en/me/").content.decode()
    for words in (officer.email, "Officer of the competent authority", "Authenticator application", "Open sessions"):
        assert words in page
