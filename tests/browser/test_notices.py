"""Notices in the browser: read, turned off, chosen; subscribed to without an account; channels looked after."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from ifi.accounts.models import User
from ifi.notices.catalogue import Channel
from ifi.notices.links import Purpose, token_of
from ifi.notices.models import ChannelState, Delivery, Subscriber, Subscription, SubscriptionRequest
from ifi.notices.recipients import email_receiver
from ifi.notices.services import Person, announce
from tests.browser.conftest import LANGUAGES, WIDTHS, assert_accessible, assert_fits, assert_in_language

TODAY = date(2026, 11, 24)


@pytest.fixture
def on(settings):
    settings.EMAIL_HOST = "127.0.0.1"
    settings.TELEGRAM_TOKEN = "1:token"
    settings.TELEGRAM_BOT = "ifi_test_bot"
    return settings


@pytest.fixture
def person(transactional_db, on):
    person = User.objects.create_user(
        "aigul@example.kz", None, name="А. Ә.", roles=["officer", "administrator"], language="kk"
    )
    with transaction.atomic():
        for code, parameters in (
            ("intake.import_checked", {"run": RUN, "kind": "receipts", "rows": 12000, "rejected": 3}),
            ("intake.import_committed", {"run": RUN, "kind": "receipts", "new": 11997, "unchanged": 3}),
            ("intake.import_failed", {"run": RUN, "kind": "bases"}),
        ):
            announce(code, about=None, to=[Person(person.pk)], parameters=parameters, by=person, on=TODAY)
    mail = Delivery.objects.filter(channel="email")
    mail.update(state="failed", problem="smtp_550", attempts=1)
    ChannelState.objects.create(
        channel="email", last_success_at=timezone.now(), last_failure_at=timezone.now(), problem="smtp_550", repeated=2
    )
    return person


RUN = "6f1f1f5e-0000-4000-8000-000000000001"


def signed_in(page_in, client, live_server, person, language, path, **options):
    client.force_login(person)
    page = page_in(language, "subscribe/", **options)
    session = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/{language}/{path}")
    return page


def look_at(page, language, name):
    """axe, width and language; a picture where a folder is named."""
    if folder := os.environ.get("LOOK_AT"):
        page.screenshot(path=Path(folder) / f"{name}-{language}-{page.viewport_size['width']}.png", full_page=True)
    assert_accessible(page)
    assert_fits(page)
    assert_in_language(page, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_notices_are_accessible_and_in_one_language(page_in, client, live_server, person, language):
    User.objects.update(name="A. B." if language == "en" else "А. Ә.")
    for width in WIDTHS:
        page = signed_in(page_in, client, live_server, person, language, "notices/", width=width)
        page.click("details summary >> nth=0")
        look_at(page, language, "notices")
        for path in ("notices/preferences/", "notices/channels/", "notices/?show=unread"):
            page.goto(f"{live_server.url}/{language}/{path}")
            look_at(page, language, path.strip("/").replace("/", "-").replace("?", "-"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_subscriptions_are_accessible_and_in_one_language(page_in, live_server, person, language):
    subscriber = Subscriber.objects.create(email="reader@example.kz", language=language)
    for topic in ("calls", "industry/uranium"):
        Subscription.objects.create(subscriber=subscriber, topic=topic)
    request = SubscriptionRequest.objects.create(
        email="r@example.kz", topics=["calls"], language=language, asked_from="", asked_at=timezone.now()
    )
    sent = Delivery.objects.create(
        notice=Delivery.objects.first().notice,
        receiver=email_receiver("x"),
        channel=Channel.EMAIL,
        person=person,
    )
    paths = {
        "subscribe": "subscribe/",
        "asked": "subscribe/asked/",
        "confirm": f"subscribe/confirm/{token_of(Purpose.CONFIRM, request.pk)}/",
        "manage": f"subscriptions/{token_of(Purpose.MANAGE, subscriber.handle)}/",
        "off": f"notices/off/{token_of(Purpose.OFF, sent.handle)}/",
        "ended": "subscriptions/ended/",
    }
    for width in WIDTHS:
        for name, path in paths.items():
            page = page_in(language, path, width=width)
            look_at(page, language, name)


def test_a_notice_is_read_and_its_topic_turned_off_and_on_without_scripts(no_javascript, client, live_server, person):
    page = signed_in(no_javascript, client, live_server, person, "en", "notices/")
    assert page.locator(".ifi-unread").inner_text().startswith("3")
    page.click("button:has-text('Mark as read') >> nth=0")
    assert page.locator(".ifi-unread").inner_text().startswith("2")
    page.click("details summary >> nth=0")
    page.click("button:has-text('Turn off “Your imports”') >> nth=0")
    assert "You will get no more notices on “Your imports”" in page.text_content("main")
    with transaction.atomic():
        parameters = {"run": RUN, "kind": "bases"}
        announce("intake.import_failed", about=None, to=[Person(person.pk)], parameters=parameters, by=person, on=TODAY)
    assert Delivery.objects.filter(channel="page").count() == 3
    page.click("button:has-text('Turn it on again')")
    assert not person.notice_preferences.exists()


def test_choices_are_saved_and_kept_without_scripts(no_javascript, client, live_server, person):
    page = signed_in(no_javascript, client, live_server, person, "en", "notices/preferences/")
    page.select_option("select[name=imports__email]", "weekly")
    page.select_option("select[name=hour]", "18")
    page.check("input[name=language][value=ru]")
    page.check("input[name=followed][value=calls]")
    page.click("button:has-text('Save the choices')")
    assert page.url == f"{live_server.url}/ru/notices/preferences/?saved=1"
    assert page.input_value("select[name=imports__email]") == "weekly"
    assert page.input_value("select[name=hour]") == "18"
    assert page.is_checked("input[name=followed][value=calls]")


def test_somebody_subscribes_and_ends_it_without_an_account_or_scripts(no_javascript, live_server, person):
    page = no_javascript("en", "subscribe/", may_fail=True)
    page.click("main form button")
    assert page.locator(".govuk-error-summary").count() == 1
    page.check("input[value=calls]")
    page.check("input[value=email]")
    page.fill("input[name=email]", "reader@example.kz")
    page.click("main form button")
    assert "A letter is on its way" in page.text_content("main")
    asked = SubscriptionRequest.objects.get()
    page.goto(f"{live_server.url}/en/subscribe/confirm/{token_of(Purpose.CONFIRM, asked.pk)}/")
    page.click("main form button")
    assert Subscription.objects.get().topic == "calls"
    page.click("button:has-text('End the subscription')")
    assert "The subscription has ended" in page.text_content("main")
    assert not Subscriber.objects.exists()


def test_an_administrator_sends_again_what_was_given_up(no_javascript, client, live_server, person):
    page = signed_in(no_javascript, client, live_server, person, "en", "notices/channels/")
    page.click("button:has-text('Send again') >> nth=0")
    assert "It waits to be sent again." in page.text_content("main")
    assert sorted(Delivery.objects.filter(channel="email").values_list("state", flat=True)).count("waiting") == 1
