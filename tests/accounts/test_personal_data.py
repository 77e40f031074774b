"""A person takes their data out and is erased; sums and the trail stay as they were."""

import json
from datetime import date
from uuid import uuid4

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ifi.accounts.models import User
from ifi.accounts.personal import words
from ifi.accounts.personal.errors import RolesHeld
from ifi.accounts.personal.queries import SECRETS
from ifi.accounts.personal.register import read_register
from ifi.accounts.personal.services import ask_for_erasure, erase_person
from ifi.accounts.rights import ROLES, Role
from ifi.audit.models import Record
from ifi.core.errors import NotAllowed
from ifi.ledger.checks import run_checks
from ifi.ledger.models import Entry
from ifi.members.errors import StillMember
from ifi.members.models import Membership
from ifi.notices.models import Delivery, Preference, Subscriber, Subscription, TelegramChat
from ifi.notices.services import Person, announce
from ifi.obligations.models import DutyBalance, PerformanceStep
from ifi.obligations.services.decisions import Decision, accept_performances
from tests.obligations.portfolio import Office, a_right, an_organisation, money

pytestmark = pytest.mark.django_db
ON = date(2025, 6, 1)
_WORDS = {"purposes": words.PURPOSES, "grounds": words.GROUNDS, "terms": words.TERMS, "tables": words.TABLES}
NAME, EMAIL = "Канарбек Канаров", "canary@person.kz"


def a_person(*roles: str, email: str = EMAIL) -> User:
    return User.objects.create_user(email, "a long enough password", name=NAME, roles=list(roles))


def an_officer_who_decided() -> tuple[User, Office]:
    officer = a_person("officer")
    office = Office(a_right(), ON).open(2024)
    office.declare(2024, "100 000 000.00")
    offered = office.offer(2024, "1 000.01")
    accept_performances(decisions=[Decision(uuid4(), offered, money("1 000.01"))], by=officer, on=ON)
    return officer, office


def dismissed(person: User) -> None:
    """An administrator takes the roles away."""
    User.objects.filter(pk=person.pk).update(roles=[])


def test_the_file_holds_everything_of_the_person_and_no_secret(client):
    officer, _ = an_officer_who_decided()
    Preference.objects.create(person=officer, topic="duties", channel="email", mode="now")
    client.force_login(officer)
    answer = client.post("/en/me/data/file/")
    found = json.loads(answer.content)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert found["person"]["email"] == EMAIL
    assert found["notices_preference.person_id"][0]["topic"] == "duties"
    assert found["obligations_performancestep.recorded_by_id"]
    assert found["ledger_entry.recorded_by"][0]["amount"] == "1000.01"
    assert found["audit_record.person"]
    written = answer.content.decode()
    assert officer.password not in written
    assert not {key for rows in found.values() if isinstance(rows, list) for row in rows for key in row} & SECRETS


def test_the_file_holds_nothing_of_anybody_else(client):
    a_person("officer", email="other@person.kz")
    client.force_login(a_person())
    assert "other@person.kz" not in client.post("/en/me/data/file/").content.decode()


def test_nobody_who_is_not_signed_in_gets_a_file(client):
    assert client.post("/en/me/data/file/").status_code == 302


def test_erasure_takes_the_name_everywhere_and_leaves_sums_and_trail(client):
    officer, office = an_officer_who_decided()
    Subscription.objects.create(person=officer, topic="news/all")
    TelegramChat.objects.create(person=officer, chat_id=7)
    before = (list(Entry.objects.values()), list(DutyBalance.objects.values()), list(PerformanceStep.objects.values()))
    records = list(Record.objects.values("id", "body", "leaf", "person"))
    dismissed(officer)
    erase_person(person_id=officer.pk, on=ON)
    assert before == (
        list(Entry.objects.values()),
        list(DutyBalance.objects.values()),
        list(PerformanceStep.objects.values()),
    )
    kept = Record.objects.filter(pk__in=[row["id"] for row in records])
    assert list(kept.values("id", "body", "leaf", "person")) == records
    assert [found for _, found in run_checks() if found] == []
    erased = User.objects.get(pk=officer.pk)
    assert erased.name == f"erased person {officer.pk}"
    assert (erased.is_active, erased.has_usable_password()) == (False, False)
    assert not Subscription.objects.exists()
    assert not TelegramChat.objects.exists()
    auditor = a_person("auditor", email="auditor@x.kz")
    User.objects.filter(pk=auditor.pk).update(name="Auditor")
    client.force_login(auditor)
    page = client.get(f"/en/rights/{office.right.pk}/2024/").content.decode()
    assert NAME not in page


def test_no_text_of_an_erased_person_is_left_in_any_table_that_is_theirs():
    from django.db import connection

    person = a_person()
    Delivery.objects.create(receiver=f"p:{person.pk}", channel="page", person=person, period="2025-01-01T00:00Z")
    erase_person(person_id=person.pk, on=ON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} AS t WHERE t::text ~ %s", [f"{NAME}|{EMAIL}"])
            assert cursor.fetchone()[0] == 0, table


def test_erasing_again_changes_nothing():
    person = a_person()
    erase_person(person_id=person.pk, on=ON)
    recorded = Record.objects.count()
    erase_person(person_id=person.pk, on=ON)
    assert Record.objects.count() == recorded


def test_whoever_holds_a_role_or_acts_for_an_organisation_cannot_be_erased():
    officer, member = a_person("officer"), a_person(email="member@x.kz")
    with pytest.raises(RolesHeld):
        ask_for_erasure(person_id=officer.pk, by=officer, on=ON)
    Membership.objects.create(organisation=an_organisation(), person=member, since=date(2024, 1, 1))
    with pytest.raises(StillMember):
        ask_for_erasure(person_id=member.pk, by=member, on=ON)


def test_only_oneself_and_administrators_may_ask_for_it():
    person = a_person()
    for role in Role:
        by = a_person(role.value, email=f"{role.value}@x.kz")
        if "accounts.edit" in {permission.value for permission in ROLES[role]}:
            continue
        with pytest.raises(NotAllowed):
            ask_for_erasure(person_id=person.pk, by=by, on=ON)


def test_one_asks_on_the_page_and_is_signed_out_at_once(client):
    person = a_person()
    client.force_login(person)
    assert client.post("/en/me/data/", {}).status_code == 422
    answer = client.post("/en/me/data/", {"understood": "on"})
    assert answer.headers["Location"] == "/en/me/data/erased/"
    assert not User.objects.get(pk=person.pk).is_active
    assert client.get("/en/me/").status_code == 302
    assert client.get("/en/me/data/erased/").status_code == 200


class TestSums(TestCase):
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.integers(1, 10**9), min_size=1, max_size=4))
    def test_erasure_keeps_every_sum_whatever_the_person_did(self, amounts):
        officer = a_person("officer", email=f"{uuid4()}@x.kz")
        office = Office(a_right(), ON).open(2024)
        office.declare(2024, "100 000 000 000.00")
        for cents in amounts:
            amount = money(cents) / 100
            offered = office.offer(2024, amount)
            accept_performances(decisions=[Decision(uuid4(), offered, amount)], by=officer, on=ON)
        before = office.balance(2024)
        dismissed(officer)
        erase_person(person_id=officer.pk, on=ON)
        after = office.balance(2024)
        assert (before.performed, before.due, before.outstanding) == (after.performed, after.due, after.outstanding)
        assert [found for _, found in run_checks() if found] == []


def test_an_unknown_person_cannot_be_erased():
    with pytest.raises(ObjectDoesNotExist):
        erase_person(person_id=10**9, on=ON)


@pytest.fixture
def administrator():
    return a_person("administrator", email="administrator@x.kz")


def test_an_administrator_reads_what_is_kept_of_a_person_and_why(client, administrator):
    officer, _ = an_officer_who_decided()
    client.force_login(administrator)
    text = " ".join(strip_tags(client.get(f"/en/people/{officer.pk}/data/").content.decode()).split())
    assert "Account: name, e-mail address" in text
    assert "The person asked for the account, or their employer" in text
    assert "until the account is erased" in text
    assert "Let an administrator take it away first." in text
    assert Record.objects.filter(
        event="accounts.data_read", target_key=str(officer.pk), person=administrator.pk
    ).exists()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_register_speaks_three_languages_and_knows_every_code_and_table(language):
    with override("en"):
        english = [str(word) for words in _WORDS.values() for word in words.values()]
    with override(language):
        said = [str(word) for words in _WORDS.values() for word in words.values()]
    assert language == "en" or not set(said) & set(english)
    found = read_register()
    assert {name: set(words) for name, words in _WORDS.items()} == {
        "purposes": set(found["purposes"]),
        "grounds": set(found["grounds"]),
        "terms": set(found["terms"]),
        "tables": {table for table, kinds in found["tables"].items() if "personal" in kinds},
    }


def test_an_administrator_gives_the_same_file_out_and_the_person_is_told(client, administrator):
    """Rows that only the person sees are in it too: the web's role asks as the person."""
    person = a_person()
    client.force_login(person)
    with transaction.atomic():
        announce(
            "members.roles_changed",
            about=None,
            to=[Person(person.pk)],
            parameters={"organisation": "A"},
            by=person,
            on=ON,
        )
    own = json.loads(client.post("/en/me/data/file/").content)
    client.force_login(administrator)
    given = client.post(f"/en/people/{person.pk}/data/file/")
    found = json.loads(given.content)
    assert given.headers["Content-Disposition"] == f'attachment; filename="ifi-personal-data-{person.pk}.json"'
    assert set(own) <= set(found)
    assert [row["channel"] for row in found["notices_delivery.person_id"]].count("page") == 1
    assert Record.objects.filter(event="accounts.data_given_out", person=administrator.pk).count() == 1
    assert Delivery.objects.filter(person=person, notice__code="security.data_given_out").exists()


def test_an_administrator_erases_on_request_after_both_ticks_and_the_sums_stay(client, administrator):
    officer, _ = an_officer_who_decided()
    before = list(Entry.objects.values())
    client.force_login(administrator)
    page = f"/en/people/{officer.pk}/data/"
    assert client.post(page, {"understood": "on", "asked": "on"}).status_code == 422  # a role is held
    dismissed(officer)
    for incomplete in ({}, {"understood": "on"}, {"asked": "on"}):
        assert client.post(page, incomplete).status_code == 422
    assert User.objects.get(pk=officer.pk).is_active
    assert client.post(page, {"understood": "on", "asked": "on"}).headers["Location"].endswith("?done=erase")
    assert not User.objects.get(pk=officer.pk).is_active
    asked = Record.objects.get(event="accounts.erasure_asked")
    assert (asked.person, asked.target_key) == (administrator.pk, str(officer.pk))
    erase_person(person_id=officer.pk, on=ON)
    assert list(Entry.objects.values()) == before
    assert client.get(page).status_code == 404


def test_both_pages_ask_who_one_is_where_that_was_long_ago(client, administrator):
    person = a_person()
    for who, page in ((person, "/en/me/data/"), (administrator, f"/en/people/{person.pk}/data/")):
        client.force_login(who)
        assert client.get(page).status_code == 200
        long_ago(client)
        assert client.get(page).headers["Location"].startswith("/en/me/prove/")
        assert client.post(page, {"understood": "on", "asked": "on"}).headers["Location"].startswith("/en/me/prove/")
        assert client.post(f"{page}file/").headers["Location"] == page
    assert User.objects.get(pk=person.pk).is_active


def long_ago(client):
    session = client.session
    session[RECORDS] = [{**one, "at": one["at"] - 3600} for one in session[RECORDS]]
    session.save()


def test_nobody_else_reads_takes_out_or_erases_what_is_kept_of_another(client):
    person = a_person()
    for role in Role:
        if "accounts.edit" in {permission.value for permission in ROLES[role]}:
            continue
        client.force_login(a_person(role.value, email=f"{role.value}@x.kz"))
        for answer in (
            client.get(f"/en/people/{person.pk}/data/"),
            client.post(f"/en/people/{person.pk}/data/", {"understood": "on", "asked": "on"}),
            client.post(f"/en/people/{person.pk}/data/file/"),
        ):
            assert answer.status_code == 403
    assert User.objects.get(pk=person.pk).is_active


def test_a_subscription_of_the_same_address_is_in_the_file_and_goes_with_the_account(client):
    person = a_person()
    Subscriber.objects.create(email=EMAIL)
    client.force_login(person)
    assert json.loads(client.post("/en/me/data/file/").content)["notices_subscriber.email"]
    erase_person(person_id=person.pk, on=ON)
    assert not Subscriber.objects.exists()
