"""Following topics without an account: two steps, the same answer for all, nothing kept afterwards."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.notices import subscriptions
from ifi.notices.catalogue import Channel
from ifi.notices.errors import LinkOld, SubscribedTooOften, TopicUnknown
from ifi.notices.links import Purpose, handle_of, token_of
from ifi.notices.models import Delivery, Notice, Subscriber, Subscription, SubscriptionRequest
from ifi.notices.rules import State
from ifi.notices.services import object_topic, publish
from ifi.notices.spreading import spread_all
from ifi.notices.tidying import tidy
from tests.notices.clock import StandingClock, send_all

pytestmark = pytest.mark.django_db
PARAMETERS = {"amount": "1500.25", "day": "2026-11-24"}
THING = Target("thing", "7")


@pytest.fixture
def clock():
    return StandingClock(timezone.now() + timedelta(minutes=1))


def ask(email="reader@example.kz", topics=("calls",), network="10.0.0.1", now=None):
    subscriptions.request_subscription(
        email=email, topics=topics, language="ru", network=network, now=now or timezone.now()
    )


def follow(email="reader@example.kz", topics=("calls",)):
    subscriber, _ = Subscriber.objects.get_or_create(email=email, defaults={"language": "ru"})
    for topic in topics:
        Subscription.objects.create(subscriber=subscriber, topic=topic)
    return subscriber


def publish_calls(*topics, about=THING):
    notice = publish(
        "tests.thing_done",
        topics=topics,
        about=about,
        parameters=PARAMETERS,
        by=Program("tests"),
        on=date(2026, 11, 24),
        official=False,
    )
    spread_all()
    return notice


def link_in(letter):
    return re.search(r"https://ifi.test(/\S*confirm/\S+)", letter.get_body(("plain",)).get_content()).group(1)


def test_nothing_is_followed_until_the_link_in_the_letter_is_used(mail, clock, client):
    answer = client.post(
        "/en/subscribe/",
        {"topics": ["calls", "industry/oil_gas"], "channel": "email", "email": "Reader@Example.kz", "language": "en"},
    )
    assert answer.status_code == 302
    assert not Subscriber.objects.exists()
    send_all(Channel.EMAIL, clock)
    address = link_in(mail.letters[0])
    assert mail.receivers == ["reader@example.kz"]
    page = client.get(address)
    assert "Calls and deadlines" in page.content.decode()
    assert not Subscriber.objects.exists()  # programs that look at letters follow links
    manage = client.post(address).url
    assert set(Subscription.objects.values_list("topic", flat=True)) == {"calls", "industry/oil_gas"}
    assert client.get(manage).status_code == 200


def test_a_known_address_gets_the_same_answer_as_an_unknown_one(mail, clock):
    follow("known@example.kz")
    answers = []
    for email in ("known@example.kz", "unknown@example.kz"):
        answer = Client().post(
            "/en/subscribe/", {"topics": ["calls"], "channel": "email", "email": email, "language": "en"}
        )
        answers.append((answer.status_code, answer.url, answer.content))
    assert answers[0] == answers[1]
    send_all(Channel.EMAIL, clock)
    assert len(mail.letters) == 2


def test_one_address_gets_at_most_three_letters_an_hour_and_nobody_is_told(mail, clock):
    for number in range(6):
        ask(network=f"10.0.0.{number}")
    send_all(Channel.EMAIL, clock)
    assert len(mail.letters) == 3


def test_one_network_may_ask_only_so_often(channels_on):
    for number in range(subscriptions.MOST_FROM_ONE_NETWORK):
        ask(email=f"a{number}@example.kz")
    with pytest.raises(SubscribedTooOften):
        ask(email="b@example.kz")
    ask(email="b@example.kz", network="10.0.0.2")
    answer = Client(REMOTE_ADDR="10.0.0.1").post(
        "/en/subscribe/", {"topics": ["calls"], "channel": "email", "email": "c@example.kz", "language": "en"}
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")


def test_a_request_that_nobody_confirms_is_deleted_after_two_days(channels_on):
    now = timezone.now()
    ask(now=now)
    token = token_of(Purpose.CONFIRM, SubscriptionRequest.objects.get().pk)
    with pytest.raises(LinkOld):
        subscriptions.confirm_subscription(token=token, now=now + timedelta(days=2))
    tidy(now=now + timedelta(days=2, seconds=1))
    assert not SubscriptionRequest.objects.exists()


def test_only_followers_of_a_topic_are_told_each_once(mail, clock):
    follow("a@example.kz", ["calls", "industry/oil_gas", object_topic(THING)])
    follow("b@example.kz", ["industry/uranium"])
    publish_calls("calls", "industry/oil_gas")
    spread_all()
    send_all(Channel.EMAIL, clock)
    assert mail.receivers == ["a@example.kz"]


def test_a_person_who_also_subscribes_with_the_same_address_is_told_once(mail, clock, person):
    follow(person.email)
    Subscription.objects.create(person=person, topic="calls")
    publish_calls("calls")
    send_all(Channel.EMAIL, clock)
    assert mail.receivers == [person.email]
    assert Delivery.objects.get(channel="email").person == person


def test_an_object_that_the_public_may_not_see_cannot_be_followed(channels_on):
    ask(topics=["object/thing/7"])
    for topic in ("object/thing/secret-9", "object/nothing/1", "object/thing", "tests", "security"):
        with pytest.raises(TopicUnknown):
            ask(topics=[topic])


def test_a_letter_leads_to_the_page_where_all_is_changed_without_signing_in(mail, clock, client):
    subscriber = follow(topics=["calls", "industry/oil_gas"])
    publish_calls("calls")
    send_all(Channel.EMAIL, clock)
    text = mail.letters[0].get_body(("plain",)).get_content()
    address = re.search(r"https://ifi.test(/ru/subscriptions/\S+)", text).group(1)
    answer = client.post(
        address, {"topics": ["industry/oil_gas"], "mode": "weekly", "hour": "7", "weekday": "5", "language": "kk"}
    )
    assert answer.status_code == 302
    subscriber.refresh_from_db()
    assert (subscriber.mode, subscriber.hour, subscriber.weekday, subscriber.language) == ("weekly", 7, 5, "kk")
    assert list(subscriber.subscriptions.values_list("topic", flat=True)) == ["industry/oil_gas"]
    publish_calls("industry/oil_gas")
    assert Delivery.objects.latest("pk").state == State.HELD


def test_one_click_ends_what_the_letter_was_about_and_the_last_topic_ends_all(mail, clock, client):
    follow(topics=["calls", "industry/oil_gas"])
    addresses = []
    for topic in ("calls", "industry/oil_gas"):
        publish_calls(topic)
        send_all(Channel.EMAIL, clock)
        addresses.append(mail.letters[-1]["List-Unsubscribe"].strip(" <>").removeprefix("https://ifi.test"))
    assert client.post(addresses[0]).status_code == 200
    assert list(Subscription.objects.values_list("topic", flat=True)) == ["industry/oil_gas"]
    assert client.post(addresses[1]).status_code == 200
    assert client.post(addresses[1]).status_code == 200
    assert not Subscriber.objects.exists()


def test_nothing_of_a_person_is_kept_after_the_end(mail, clock, client):
    now = timezone.now()
    ask(now=now)
    token = token_of(Purpose.CONFIRM, SubscriptionRequest.objects.get().pk)
    subscriber = subscriptions.confirm_subscription(token=token, now=now)
    publish_calls("calls")
    send_all(Channel.EMAIL, clock)
    publish_calls("calls")
    manage = token_of(Purpose.MANAGE, subscriber.handle)
    assert client.post(f"/en/subscriptions/{manage}/end").status_code == 302
    assert not (Subscriber.objects.exists())
    assert not (Subscription.objects.exists())
    assert not (SubscriptionRequest.objects.exists())
    for row in Delivery.objects.filter(notice__in=Notice.objects.filter(code="tests.thing_done")):
        assert (row.address, row.receiver, row.subscriber_id) == ("", f"x:{row.pk}", None)
    send_all(Channel.EMAIL, clock)
    assert mail.receivers == ["reader@example.kz"] * 2  # the letter to confirm and the first publication
    assert client.get(f"/en/subscriptions/{manage}/").status_code == 410


def test_a_secret_link_opens_only_what_it_was_made_for(channels_on):
    subscriber = follow()
    token = token_of(Purpose.MANAGE, subscriber.handle)
    assert handle_of(Purpose.MANAGE, token) == subscriber.handle
    for purpose in (Purpose.OFF, Purpose.CONFIRM, Purpose.TELEGRAM):
        assert handle_of(purpose, token) is None
    for wrong in ("", token[:-1], token + "A", "A" * 43, "é" * 43, token[:20] + "!" + token[21:]):
        assert handle_of(Purpose.MANAGE, wrong) is None
    changed = ("B" if token[0] == "A" else "A") + token[1:]
    assert handle_of(Purpose.MANAGE, changed) is None


def test_pages_behind_secret_links_are_kept_out_of_caches_and_search_engines(channels_on, client):
    token = token_of(Purpose.MANAGE, follow().handle)
    answer = client.get(f"/en/subscriptions/{token}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "reader@example.kz" not in answer.content.decode()


def test_without_channels_the_page_says_so(client, db):
    page = client.get("/en/subscribe/").content.decode()
    assert "Messages are not set up on this site" in page
    assert '<form class="ifi-form"' not in page


def test_a_disabled_person_follows_nothing(mail, clock, person):
    Subscription.objects.create(person=person, topic="calls")
    User.objects.update(is_active=False)
    publish_calls("calls")
    assert not Delivery.objects.exists()
