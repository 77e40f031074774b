"""Personal data end on their day: each term that a job enforces, tried with the clock before it and after it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from procrastinate.contrib.django import app

from ifi.accounts.models import Device, EmailLink, SignInFailure, User
from ifi.audit.models import Record
from ifi.audit.origin import Origin, acting_from
from ifi.audit.services import record
from ifi.audit.verification.whole import verify_trail
from ifi.core.targets import Target
from ifi.members.models import Invitation, Membership
from ifi.notices.models import Delivery, Notice, Subscriber, SubscriptionRequest, TelegramInvitation
from tests.members.scene import O, a_person, an_organisation, membership_of
from tests.members.scene import member_of as member
from tests.security.test_personal_data import register

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = date(2026, 11, 24)
YEAR = timedelta(days=365)


def a_session():
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date=NOW + timedelta(hours=12))


def a_noted_session():
    a_session()
    UserSession.objects.create(user=a_person(), session_key="k" * 32, ip="10.0.0.1", last_seen_at=NOW)


def a_device():
    Device.objects.create(user=a_person(), key="d" * 64, first_at=NOW, last_at=NOW)


def a_link():
    ends = NOW + timedelta(hours=1)
    EmailLink.objects.create(
        key="l", purpose="sign_up", email="x@y.kz", name="X", language="kk", made_at=NOW, ends_at=ends
    )


def a_confirmation():
    address = EmailAddress.objects.create(user=a_person(), email="x@y.kz")
    EmailConfirmation.objects.create(email_address=address, created=NOW, key="c")


def an_invitation():
    organisation = an_organisation()
    Invitation.objects.create(
        organisation=organisation,
        email="x@y.kz",
        roles=["viewer"],
        language="kk",
        invited_by=a_person(),
        invited_on=DAY,
        last_day=DAY + timedelta(days=14),
    )


def an_ended_membership():
    organisation = an_organisation()
    person = member(organisation, O.VIEWER, on=DAY - YEAR)
    with transaction.atomic():  # as an act, so that the trail knows of the row
        row = membership_of(person, organisation)
        row.attorney_document, row.until = "No. 14 of 12.01.2026", DAY
        row.save()
        record("members.membership_ended", Target.of("membership", row.pk), by=person, on=DAY)


def an_address_of_an_act():
    with transaction.atomic(), acting_from(Origin("10.1.2.3")):
        record("accounts.signed_in", Target("person", "1"), by=None, on=DAY)


def a_request():
    SubscriptionRequest.objects.create(email="x@y.kz", asked_from="f", topics=["news/all"], language="kk", asked_at=NOW)


def a_telegram_invitation():
    ends = NOW + timedelta(minutes=10)
    TelegramInvitation.objects.create(
        language="kk", asked_from="f", made_at=NOW, expires_at=ends, used_by=123, topics=["news/all"]
    )


def a_failed_delivery():
    subscriber = Subscriber.objects.create(email="x@y.kz")
    notice = Notice.objects.create(code="members.invited", topic="members", on=DAY, parameters={})
    Delivery.objects.create(
        notice=notice,
        receiver="t:12345",
        channel="telegram",
        subscriber=subscriber,
        address="x@y.kz",
        state="failed",
        made_at=NOW,
    )


# table and columns → how such a row comes to be, and how long after NOW it is kept
EXAMPLES = {
    ("django_session", "session_key session_data"): (a_session, timedelta(hours=12)),
    ("usersessions_usersession", "ip session_key user_agent data"): (a_noted_session, timedelta(hours=12)),
    ("accounts_device", "key"): (a_device, YEAR),
    ("accounts_emaillink", "key email name"): (a_link, timedelta(hours=1)),
    ("account_emailconfirmation", "key"): (a_confirmation, timedelta(days=7)),
    ("members_invitation", "email"): (an_invitation, timedelta(days=44)),
    ("members_membership", "attorney_document"): (an_ended_membership, 5 * YEAR),
    ("audit_record", "address address_salt"): (an_address_of_an_act, 3 * YEAR),
    ("notices_subscriptionrequest", "email asked_from"): (a_request, timedelta(days=2)),
    ("notices_telegraminvitation", "asked_from used_by"): (a_telegram_invitation, timedelta(days=1)),
    ("notices_delivery", "address"): (a_failed_delivery, timedelta(days=30)),
    ("notices_delivery", "receiver"): (a_failed_delivery, YEAR),
}
IDS = [f"{table} {columns}" for table, columns in EXAMPLES]


def kept(table: str, columns: str) -> bool:
    """Whether any of the columns still tells something."""
    told = " OR ".join(
        f"coalesce({column}::text, '') NOT IN ('', 'x:' || {key_of(table)})" for column in columns.split()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {told}")
        return cursor.fetchone()[0] > 0


def key_of(table: str) -> str:
    return "id::text" if table == "notices_delivery" else "'-'"


def run_job_of(table: str, column: str, at: datetime) -> None:
    job = register()["terms"][register()["tables"][table]["personal"][column]["term"]]["job"]
    with time_machine.travel(at, tick=False):
        app.tasks[job](timestamp=int(at.timestamp()))


@pytest.mark.parametrize(("where", "example"), EXAMPLES.items(), ids=IDS)
def test_a_row_is_kept_up_to_its_term_and_no_longer(where, example):
    (table, columns), (make, life) = where, example
    with time_machine.travel(NOW, tick=False):
        make()
    if table == "audit_record":
        life -= NOW - Record.objects.latest("pk").at  # the database has its own clock
    for column in columns.split():
        run_job_of(table, column, NOW + life - timedelta(days=2) if life > timedelta(days=3) else NOW + life * 0.9)
    assert kept(table, columns)
    for column in columns.split():
        run_job_of(table, column, NOW + life + timedelta(days=1, minutes=1))
    assert not kept(table, columns)


def test_every_column_whose_term_a_job_enforces_has_its_example():
    tried = {(table, column) for table, columns in EXAMPLES for column in columns.split()}
    enforced = {
        (table, column)
        for table, kinds in register()["tables"].items()
        for column, entry in kinds.get("personal", {}).items()
        if "job" in register()["terms"][entry["term"]]
    }
    assert tried == enforced


def test_what_the_jobs_take_out_is_no_difference_in_the_trail(settings, tmp_path):
    settings.AUDIT_FOLDER = tmp_path / "audit"
    with time_machine.travel(NOW, tick=False):
        an_ended_membership()
        with transaction.atomic():
            an_invitation()
            record("members.invited", Target.of("invitation", Invitation.objects.get().pk), by=None, on=DAY)
    run_job_of("members_membership", "attorney_document", NOW + 6 * YEAR)
    assert Membership.objects.get().attorney_document == ""
    assert Invitation.objects.get().state == "revoked"
    assert Record.objects.filter(event="members.attorney_forgotten").count() == 1
    assert [finding.code for finding in verify_trail()] == []


def test_an_open_session_and_a_fresh_guess_stay():
    with time_machine.travel(NOW, tick=False):
        a_noted_session()
        SignInFailure.objects.create(key=str(uuid4()), failures=3, last_at=NOW)
    run_job_of("accounts_device", "key", NOW + timedelta(hours=2))
    assert Session.objects.exists()
    assert UserSession.objects.exists()
    assert SignInFailure.objects.exists()
    run_job_of("accounts_device", "key", NOW + timedelta(hours=25))
    assert not SignInFailure.objects.exists()


def test_who_came_from_the_provider_and_never_agreed_is_erased_after_a_week():
    with time_machine.travel(NOW, tick=False):
        never, agreed = a_person(consent_due=True), a_person()
    run_job_of("accounts_device", "key", NOW + timedelta(days=6))
    assert User.objects.get(pk=never.pk).is_active
    run_job_of("accounts_device", "key", NOW + timedelta(days=8))
    assert not User.objects.get(pk=never.pk).is_active
    assert User.objects.get(pk=agreed.pk).is_active
