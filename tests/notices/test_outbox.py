"""What rooms announce and publish: written with the act, once for each receiver and channel."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from ifi.accounts.models import User
from ifi.accounts.rights import Program
from ifi.core.targets import Target
from ifi.notices.catalogue import Channel
from ifi.notices.errors import TopicUnknown
from ifi.notices.models import Delivery, Notice, Preference, TelegramChat
from ifi.notices.services import Address, Person, announce, publish

TODAY = date(2026, 11, 24)
THING = Target("thing", "7")
BY = Program("tests")
PARAMETERS = {"amount": "1500.25", "day": "2026-11-24"}


def tell(*to, code="tests.thing_done", parameters=PARAMETERS, **options):
    return announce(code, about=THING, to=to, parameters=parameters, by=BY, on=TODAY, **options)


def channels_of(notice):
    return sorted(Delivery.objects.filter(notice=notice).values_list("channel", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_notice_outside_the_acts_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        tell()
    assert Notice.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_leaves_no_notice(person):
    with transaction.atomic():
        tell(Person(person.pk))
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)


def test_without_channels_it_is_on_the_page_only(person):
    assert channels_of(tell(Person(person.pk))) == ["page"]


def test_a_person_named_twice_is_told_once_on_each_channel(person, channels_on):
    TelegramChat.objects.create(chat_id=5, person=person)
    notice = tell(Person(person.pk), Person(person.pk), Address(person.email.upper(), "ru"))
    assert channels_of(notice) == ["email", "page", "telegram"]


def test_the_database_refuses_a_second_delivery_of_a_notice_to_a_receiver_on_a_channel(person):
    notice = tell(Person(person.pk))
    first = Delivery.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=notice, receiver=first.receiver, channel=first.channel, person=person)


def test_a_topic_that_is_turned_off_is_left_out_and_others_stay(person, channels_on):
    Preference.objects.create(person=person, topic="tests", channel="email", mode="off")
    assert channels_of(tell(Person(person.pk))) == ["page"]
    Preference.objects.create(person=person, topic="tests", channel="page", mode="off")
    assert channels_of(tell(Person(person.pk))) == []


def test_notices_on_safety_go_out_whatever_was_chosen(person, channels_on):
    for channel in Channel:
        Preference.objects.create(person=person, topic="security", channel=channel.value, mode="off")
    assert channels_of(tell(Person(person.pk), code="tests.safety", parameters={})) == ["email", "page"]


def test_who_is_disabled_is_told_nothing(person):
    User.objects.update(is_active=False)
    assert channels_of(tell(Person(person.pk))) == []


def test_a_reminder_with_a_key_is_told_once(person):
    assert tell(Person(person.pk), once="7:30") is not None
    assert tell(Person(person.pk), once="7:30") is None
    assert Delivery.objects.count() == 1


def test_parameters_that_the_catalogue_does_not_name_are_refused(person):
    with pytest.raises(ValueError, match="parameters"):
        tell(Person(person.pk), parameters={"amount": "1"})


def test_only_public_topics_can_be_published(db):
    for topic in ("tests", "security", "nothing", "industry", "industry/gold", "calls/1", "object/thing", "object"):
        with pytest.raises(TopicUnknown):
            publish("tests.thing_done", topics=[topic], about=THING, parameters=PARAMETERS, by=BY, on=TODAY)


def test_a_publication_goes_to_the_official_channel_once(db, channels_on):
    options = {"about": THING, "parameters": PARAMETERS, "by": BY, "on": TODAY}
    notice = publish("tests.thing_done", topics=["calls", "industry/oil_gas", "calls"], **options)
    assert notice.topics == ["calls", "industry/oil_gas", "object/thing/7"]
    assert list(Delivery.objects.values_list("receiver", "channel")) == [("official", "telegram")]
