"""Who gets in, and how guessing is slowed down."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from ifi.accounts import services
from ifi.accounts.acting import Acting
from ifi.accounts.errors import EmailTaken, PasswordWeak, PersonUnknown, SignInRefused, SignInTooOften
from ifi.accounts.models import SignInFailure, User
from ifi.accounts.rights import ROLES, OrganisationRole, Permission, Program, Role, may_for
from ifi.accounts.rules import LONGEST_WAIT, PACES, Counter, failures_counted, still_to_wait, wait_after
from ifi.core.errors import NotAllowed

PASSWORD = "a long and quiet sentence"
PACE = PACES[Counter.ACCOUNT_AND_PLACE]
FREE_ATTEMPTS = PACE.free
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ADMINISTRATOR = Program("tests", Permission.ACCOUNTS_EDIT)


@pytest.fixture
def person(db) -> User:
    return services.add_person(
        email="Dana@Example.kz",
        name="Dana",
        roles=[Role.OFFICER],
        password=PASSWORD,
        language="ru",
        by=ADMINISTRATOR,
    )


def attempt(password=PASSWORD, email="dana@example.kz", now=NOW, address="10.0.0.1", device=""):
    return services.sign_in(email=email, password=password, address=address, now=now, device=device)


def test_the_first_attempts_are_free_and_then_each_wait_is_twice_the_last():
    assert wait_after(FREE_ATTEMPTS - 1, PACE) == timedelta(0)
    waits = [wait_after(FREE_ATTEMPTS + more, PACE) for more in range(4)]
    assert waits == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert wait_after(10_000, PACE) == LONGEST_WAIT


def test_a_wait_runs_out_and_a_day_forgets():
    assert still_to_wait(6, NOW, NOW + timedelta(seconds=1), PACE) == timedelta(seconds=3)
    assert still_to_wait(6, NOW, NOW + timedelta(hours=1), PACE) == timedelta(0)
    assert failures_counted(9, NOW, NOW + timedelta(hours=25)) == 0
    assert failures_counted(9, NOW, NOW + timedelta(hours=23)) == 9


def test_the_address_is_read_whatever_its_case(person):
    assert attempt(email=" DANA@example.KZ ") == person


def test_an_unknown_a_disabled_and_a_wrong_one_get_the_same_answer(person):
    refusals = []
    for email, password in (("dana@example.kz", "wrong"), ("nobody@example.kz", PASSWORD)):
        with pytest.raises(SignInRefused) as refusal:
            attempt(password, email)
        refusals.append(refusal.value.parameters)
    services.disable_person(email="dana@example.kz", by=ADMINISTRATOR)
    with pytest.raises(SignInRefused) as refusal:
        attempt()
    refusals.append(refusal.value.parameters)
    assert refusals == [{}, {}, {}]


def test_after_wrong_passwords_even_the_right_one_waits_but_not_from_another_address(person):
    for _ in range(FREE_ATTEMPTS):
        with pytest.raises(SignInRefused):
            attempt("wrong")
    with pytest.raises(SignInTooOften) as refusal:
        attempt()
    assert refusal.value.parameters == {"seconds": 3}
    assert attempt(address="10.0.0.2") == person
    assert attempt(now=NOW + timedelta(seconds=3)) == person
    assert attempt(now=NOW + timedelta(seconds=4)) == person


def test_neither_e_mail_nor_network_address_is_kept_with_the_failures(person):
    with pytest.raises(SignInRefused):
        attempt("wrong")
    stored = list(SignInFailure.objects.values_list("key", flat=True))
    assert [len(key) for key in stored] == [64, 64, 64]
    assert not [key for key in stored if "dana" in key or "10.0.0.1" in key]


def test_only_who_may_edit_accounts_adds_disables_and_sets_passwords(person):
    nobody = Program("nobody")
    for act in (
        lambda: services.add_person(email="x@y.kz", name="X", roles=[Role.ANALYST], password=PASSWORD, by=nobody),
        lambda: services.disable_person(email="dana@example.kz", by=nobody),
        lambda: services.enable_person(email="dana@example.kz", by=nobody),
        lambda: services.set_password(email="dana@example.kz", password=PASSWORD, by=nobody),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_address_belongs_to_one_person_and_a_weak_password_is_refused(person):
    options = {"name": "X", "roles": [Role.ANALYST], "by": ADMINISTRATOR}
    with pytest.raises(EmailTaken):
        services.add_person(email="DANA@example.kz", password=PASSWORD, **options)
    for weak in ("short", "password1234", ""):
        with pytest.raises(PasswordWeak):
            services.add_person(email="x@y.kz", password=weak, **options)
    with pytest.raises(PersonUnknown):
        services.set_password(email="nobody@y.kz", password=PASSWORD, by=ADMINISTRATOR)


def test_a_made_password_passes_its_own_check(person):
    made = services.make_password()
    services.set_password(email=person.email, password=made, by=ADMINISTRATOR)
    assert attempt(made) == person


def test_signing_in_leads_to_the_wanted_page_in_the_persons_language(client, person):
    answer = client.post(
        "/en/sign-in/", {"email": person.email, "password": PASSWORD, "next": "/en/about/contacts/?x=1"}
    )
    assert answer["Location"] == "/ru/about/contacts/?x=1"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_away_to_another_site(client, person, target):
    answer = client.post("/en/sign-in/", {"email": person.email, "password": PASSWORD, "next": target})
    assert answer["Location"] == "/ru/"


def test_a_slowed_down_form_answers_429(client, person):
    for _ in range(FREE_ATTEMPTS):
        assert client.post("/en/sign-in/", {"email": person.email, "password": "wrong"}).status_code == 422
    answer = client.post("/en/sign-in/", {"email": person.email, "password": PASSWORD})
    assert answer.status_code == 429


def test_a_disabled_person_and_a_new_password_end_open_sessions(client, person):
    client.force_login(person)
    assert client.get("/ru/me/").status_code == 200
    services.set_password(email=person.email, password=services.make_password(), by=ADMINISTRATOR)
    assert client.get("/ru/me/").status_code == 302
    client.force_login(User.objects.get(pk=person.pk))
    services.disable_person(email=person.email, by=ADMINISTRATOR)
    assert client.get("/ru/me/").status_code == 302


def test_signing_out_needs_a_post(client, person):
    client.force_login(person)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    client.post(reverse("accounts:sign_out"))
    assert client.get("/ru/me/").status_code == 302


def test_only_administrators_see_the_people(client, person):
    assert client.get("/ru/people/").status_code == 302
    client.force_login(person)
    assert client.get("/ru/people/").status_code == 403
    client.force_login(User.objects.create_user("a@b.kz", None, name="A", roles=[Role.ADMINISTRATOR.value]))
    assert person.email in client.get("/ru/people/").content.decode()


@pytest.mark.django_db
def test_a_person_may_hold_several_roles_and_may_do_what_any_of_them_allows():
    both = User.objects.create_user("b@example.kz", None, name="B", roles=["analyst", "news_editor"])
    assert both.permissions == ROLES[Role.ANALYST] | ROLES[Role.NEWS_EDITOR]


@pytest.mark.django_db
def test_the_database_refuses_an_unknown_role():
    with pytest.raises(IntegrityError):
        User.objects.create_user("b@example.kz", None, name="B", roles=["analyst", "emperor"])


@pytest.mark.django_db
def test_officers_need_a_second_factor_and_analysts_do_not():
    officer = User.objects.create_user("o@example.kz", None, name="O", roles=["officer", "analyst"])
    analyst = User.objects.create_user("a@example.kz", None, name="A", roles=["analyst"])
    assert (officer.needs_second_factor, analyst.needs_second_factor) == (True, False)


def test_an_own_permission_holds_for_the_organisation_acted_for_and_no_other():
    person = User(name="P")
    person.acting = Acting(7, frozenset({OrganisationRole.ADMIN}))
    assert may_for(person, Permission.OWN_PEOPLE_EDIT, 7)
    assert not may_for(person, Permission.OWN_PEOPLE_EDIT, 8)
    assert not may_for(person, Permission.OWN_SIGN, 7)
