"""Acts of the rooms leave their rows noted, and a row that somebody altered behind them is found."""

import pytest
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.services import factors
from ifi.accounts.services.provider import Vouched, link_provider, unlink_provider
from ifi.members import services as members
from ifi.members.services import Applied
from ifi.members.tokens import token_of as invitation_token
from ifi.news import services as news
from ifi.news.calendar.services import make_feed, revoke_feed
from ifi.notices import preferences
from ifi.notices.catalogue import Channel
from ifi.notices.links import Purpose, token_of
from ifi.notices.models import SubscriptionRequest
from ifi.notices.rules import Mode
from ifi.notices.subscriptions import change_subscription, confirm_subscription, end_subscription
from tests.audit.scene import findings, superuser
from tests.members.scene import DAY, PDF, O, a_person, an_organisation, member_of
from tests.news.conftest import content

pytestmark = pytest.mark.django_db
MEMBERS = ("members_application", "members_invitation")
NEWS = ("news_newsitem", "news_newsversion")
NOTICES = ("notices_preference", "notices_digesttime", "notices_subscription")
FACTORS = ("mfa_authenticator", "socialaccount_socialaccount")


def _found(tables: tuple[str, ...]) -> list[str]:
    return [line for line in findings() if any(f"Table {table}," in line for table in tables)]


def _is_found(statement: str, table: str, words: str = "altered since record") -> bool:
    with superuser() as cursor:
        cursor.execute(statement)
    return any(words in line for line in _found((table,)))


def test_applications_and_invitations(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organisation, applicant, officer = an_organisation(), a_person(), a_person("Officer", "officer")
    application = members.apply_by_letter(applied=Applied(organisation.bin), letter=[PDF], by=applicant, on=DAY)
    members.approve_application(application_id=application.pk, by=officer, on=DAY)
    administrator = member_of(an_organisation(), O.ADMIN)
    sent = {
        "organisation_id": administrator.acting_organisation_id,
        "roles": [O.VIEWER],
        "language": "ru",
        "by": administrator,
        "on": DAY,
    }
    invitation = members.invite(email="new@example.kz", **sent)
    token = invitation_token(invitation.number)
    given = {"name": "New", "password": "a long and quiet sentence", "consented_at": timezone.now()}
    members.join_with_new_account(token=token, **given, on=DAY)
    other = members.invite(email="other@example.kz", **sent)
    members.revoke_invitation(invitation_id=other.pk, by=administrator, on=DAY)
    assert _found(MEMBERS) == []
    assert _is_found("UPDATE members_application SET decided_by_id = NULL", "members_application")
    assert _is_found("UPDATE members_invitation SET roles = '{admin}'", "members_invitation")


def test_news_and_its_versions():
    editor = a_person("Editor", "news_editor")
    item = news.write_news(content=content(), by=editor, on=DAY)
    news.make_ready(number=item.pk, by=editor, on=DAY)
    news.publish_news(number=item.pk, by=editor, on=DAY)
    news.withdraw_news(number=item.pk, by=editor, on=DAY)
    assert _found(NEWS) == []
    assert _is_found("UPDATE news_newsitem SET state = 'published'", "news_newsitem")
    assert _is_found("UPDATE news_newsversion SET title_ru = 'Другое'", "news_newsversion")


def test_a_calendar_of_ones_own():
    person = a_person()
    make_feed(by=person, on=DAY)
    make_feed(by=person, on=DAY)
    revoke_feed(by=person, on=DAY)
    assert _found(("news_calendarfeed",)) == []
    assert _is_found(
        "UPDATE news_calendarfeed SET revoked_at = NULL WHERE id = (SELECT max(id) FROM news_calendarfeed)",
        "news_calendarfeed",
    )


def test_choices_about_notices():
    person = a_person()
    modes = {("calls", Channel.EMAIL): Mode.WEEKLY}
    preferences.save_preferences(modes=modes, hour=8, weekday=2, language="kk", followed=["calls"], by=person)
    preferences.follow(topic="industry/mining", by=person)
    preferences.turn_topic_off(topic="calls", by=person)
    preferences.turn_topic_on(topic="calls", by=person)
    preferences.turn_topic_off(topic="calls", by=person)
    assert _found(NOTICES) == []
    assert _is_found("UPDATE notices_preference SET mode = 'now'", "notices_preference")
    assert _is_found("UPDATE notices_digesttime SET hour = 9", "notices_digesttime")
    assert _is_found("DELETE FROM notices_subscription", "notices_subscription", "deleted since record")


def test_followers_without_an_account():
    now = timezone.now()
    a_person()
    request = SubscriptionRequest.objects.create(
        email="reader@example.kz", topics=["calls", "industry/mining"], language="ru", asked_from="", asked_at=now
    )
    follower = confirm_subscription(token=token_of(Purpose.CONFIRM, request.pk), now=now)
    token = token_of(Purpose.MANAGE, follower.handle)
    change_subscription(token=token, topics=["calls"], mode=Mode.NOW, hour=9, weekday=1, language="ru")
    assert _found(NOTICES) == []
    end_subscription(token=token)
    assert _found(NOTICES) == []
    statement = "INSERT INTO notices_subscription (topic, person_id) SELECT 'calls', id FROM accounts_user LIMIT 1"
    assert _is_found(statement, "notices_subscription", "no record says who wrote it")


def test_factors_and_links_to_a_provider():
    person = User.objects.create_user("d@example.kz", "a long password", name="D", is_demonstration=True)
    factors.give_totp(person=person, secret=factors.make_secret(), by=person)
    factors.make_recovery_codes(person=person, by=person)
    vouched = Vouched("number 1", person.email, person.name)
    link_provider(person=person, vouched=vouched, by=person)
    unlink_provider(person=person, by=person)
    link_provider(person=person, vouched=vouched, by=person)
    assert _found(FACTORS) == []
    statement = "UPDATE socialaccount_socialaccount SET provider = 'another'"
    assert _is_found(statement, "socialaccount_socialaccount")
    assert _is_found("UPDATE mfa_authenticator SET type = 'webauthn' WHERE type = 'totp'", "mfa_authenticator")
