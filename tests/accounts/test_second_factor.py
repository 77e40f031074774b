"""The second factor: no way in without it, and no code counts twice."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ifi.accounts import queries
from ifi.accounts.errors import CodeWrong, FactorKnown, LastFactor, SignInTooOften
from ifi.accounts.middleware import OPEN_WITHOUT_FACTOR
from ifi.accounts.models import User
from ifi.accounts.rights import ROLES_NEEDING_SECOND_FACTOR, OrganisationRole, Role
from ifi.accounts.rules import CODE_SECONDS, code_fits, code_of, code_step
from ifi.accounts.services import factors
from tests.accounts.conftest import a_person
from tests.sign_in import PASSWORD, SECRET, give_factor, present_code

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def type_password(client, email="officer@example.kz"):
    return client.post("/en/sign-in/", {"email": email, "password": PASSWORD, "next": "/en/me/"})


def test_codes_are_those_of_the_standard():
    secret = base64.b32encode(b"12345678901234567890").decode()
    seconds = (59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000)  # RFC 6238, appendix B, last six digits
    codes = [code_of(secret, code_step(datetime.fromtimestamp(at, UTC))) for at in seconds]
    assert codes == ["287082", "081804", "050471", "005924", "279037", "353130"]


@given(st.integers(min_value=60, max_value=4_000_000_000))
def test_a_code_lives_for_its_half_minute_and_not_a_second_more(at):
    now = datetime.fromtimestamp(at, UTC)
    begun = now - timedelta(seconds=at % CODE_SECONDS)
    code = code_of(SECRET, code_step(now))
    for moment in (begun, begun + timedelta(seconds=CODE_SECONDS - 1)):
        assert code_fits(SECRET, code, now=moment, last_step=None) == code_step(now)
    others = {code_of(SECRET, code_step(now) + step) for step in (-1, 1)}
    if code not in others:
        for moment in (begun - timedelta(seconds=1), begun + timedelta(seconds=CODE_SECONDS)):
            assert code_fits(SECRET, code, now=moment, last_step=None) is None


def test_a_code_counts_once_and_so_does_a_recovery_code(officer):
    give_factor(officer)
    factors.make_recovery_codes(person=officer, by=officer)
    code, recovery = code_of(SECRET, code_step(NOW)), queries.recovery_codes(officer)[3]
    for typed in (f"{code[:3]} {code[3:]}", recovery):
        factors.check_code(person=officer, typed=typed, now=NOW)
        with pytest.raises(CodeWrong):
            factors.check_code(person=officer, typed=typed, now=NOW)
    assert recovery not in queries.recovery_codes(officer)
    assert len(queries.recovery_codes(officer)) == 9


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_twice_at_once_counts_once(officer):
    give_factor(officer)

    def send(_number):
        try:
            return factors.check_code(person=officer, typed=code_of(SECRET, code_step(NOW)), now=NOW).type
        except CodeWrong:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(send, range(3))) == ["refused", "refused", "totp"]


def test_guessing_codes_is_slowed_down_from_wherever_it_is_tried(officer):
    give_factor(officer)
    now, tried = NOW, 0
    for _second in range(0, 4 * 3600, 10):
        now += timedelta(seconds=10)
        try:
            factors.check_code(person=officer, typed="not a code", now=now)
        except SignInTooOften:
            continue
        except CodeWrong:
            tried += 1
    assert tried < 30  # of a million codes, in four hours
    with pytest.raises(SignInTooOften):
        factors.check_code(person=officer, typed=code_of(SECRET, code_step(now)), now=now)


def test_the_secret_is_not_readable_in_the_database(officer):
    give_factor(officer)
    assert SECRET not in str(Authenticator.objects.values_list("data", flat=True).get())


def test_the_password_alone_opens_no_session(client, officer):
    give_factor(officer)
    assert type_password(client)["Location"] == "/en/sign-in/second-factor/"
    assert "_auth_user_id" not in client.session
    assert client.get("/en/me/").status_code == 302
    before = client.session.session_key
    answer = client.post("/en/sign-in/second-factor/", {"code": present_code(officer)})
    assert answer["Location"] == "/en/me/"
    assert client.get("/en/me/").status_code == 200
    assert client.session.session_key != before


def test_a_wrong_code_is_told_beside_its_field_and_many_answer_429(client, officer):
    give_factor(officer)
    type_password(client)
    for _ in range(5):
        answer = client.post("/en/sign-in/second-factor/", {"code": "000 000 000"})
        assert answer.status_code == 422
    answer = client.post("/en/sign-in/second-factor/", {"code": present_code(officer)})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_the_second_step_asks_nothing_of_somebody_who_did_not_do_the_first(client):
    assert client.get("/en/sign-in/second-factor/")["Location"] == "/en/sign-in/"
    assert client.post("/en/sign-in/second-factor/", {"code": "123456"})["Location"] == "/en/sign-in/"


PAGES = ("/en/", "/ru/duties/", "/kk/me/", "/en/me/sessions/", "/en/people/", "/en/about/contacts/")


@pytest.mark.parametrize("page", PAGES)
def test_without_it_a_session_leads_to_setting_one_up_and_nowhere_else(client, officer, page):
    client.force_login(officer, password_only=True)
    language = page[:3]
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{language}/me/second-factor/?next=")


def test_it_can_be_set_up_in_that_very_session_and_then_everything_opens(client, officer):
    assert type_password(client)["Location"] == "/en/me/"
    assert client.get("/en/me/")["Location"].startswith("/en/me/second-factor/")
    client.get("/en/me/second-factor/application/")
    secret = client.session["application_secret"]
    code = code_of(secret, code_step(datetime.now(UTC)))
    answer = client.post("/en/me/second-factor/application/?next=/en/me/", {"code": code})
    assert answer["Location"] == "/en/me/second-factor/recovery-codes/?next=%2Fen%2Fme%2F"
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/en/me/").status_code == 200


@pytest.mark.parametrize("role", sorted(ROLES_NEEDING_SECOND_FACTOR), ids=str)
def test_every_role_that_needs_it_is_held_back(client, monkeypatch, role):
    if isinstance(role, OrganisationRole):
        monkeypatch.setattr("ifi.accounts.models.organisation_roles", lambda _pk: frozenset({role}))
        person = a_person()
    else:
        person = a_person(role.value)
    client.force_login(person, password_only=True)
    assert client.get("/en/")["Location"].startswith("/en/me/second-factor/")


def test_who_needs_none_is_not_asked(client, person):
    assert type_password(client, person.email)["Location"] == "/en/me/"
    assert client.get("/en/me/").status_code == 200


def test_pages_open_without_it_let_nobody_do_anything_else():
    for name in OPEN_WITHOUT_FACTOR:
        address = reverse(name)
        assert (
            "/me/second-factor/" in address or "/sign-" in address or address.endswith(("/me/prove/", "/me/consent/"))
        )


def test_the_last_one_stays_where_the_role_needs_it(officer, person):
    for somebody in (officer, person):
        give_factor(somebody)
    mine = queries.factors(officer)[0].pk
    with pytest.raises(LastFactor):
        factors.remove_factor(person=officer, factor_id=mine, by=officer)
    factors.remove_factor(person=person, factor_id=queries.factors(person)[0].pk, by=person)
    assert not queries.has_factor(person)


def test_nobody_removes_the_factor_of_somebody_else(client, officer, person):
    give_factor(officer)
    client.force_login(person)
    pk = queries.factors(officer)[0].pk
    assert client.post(f"/en/me/second-factor/{pk}/remove/").status_code == 404
    factors.remove_factor(person=person, factor_id=pk, by=person)
    assert queries.has_factor(officer)


def test_a_second_application_is_refused(person):
    give_factor(person)
    secret = factors.make_secret()
    with pytest.raises(FactorKnown):
        factors.add_totp(person=person, secret=secret, code=code_of(secret, code_step(NOW)), by=person, now=NOW)


def test_only_people_of_the_demonstration_are_given_a_secret(person):
    with pytest.raises(ValueError, match="demonstration"):
        factors.give_totp(person=person, secret=SECRET, by=person)


def test_a_role_gained_meanwhile_asks_at_the_next_page(client, person):
    client.force_login(person, password_only=True)
    assert client.get("/en/").status_code == 200
    User.objects.filter(pk=person.pk).update(roles=[Role.OFFICER.value])
    assert client.get("/en/")["Location"].startswith("/en/me/second-factor/")
    give_factor(person)
    assert client.get("/en/")["Location"].startswith("/en/sign-in/second-factor/")
    assert client.post("/en/sign-in/second-factor/", {"code": present_code(person)})["Location"] == "/en/"
    assert client.get("/en/").status_code == 200
    assert Session.objects.count() == 1
