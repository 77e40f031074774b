"""Notices, topics and people for the tests of this room."""

import logging

import pytest
from django.utils.translation import gettext_lazy as _

from ifi.accounts.models import User
from ifi.core import targets
from ifi.core.targets import Shown
from ifi.notices import catalogue
from ifi.notices.catalogue import Channel, NoticeKind, Topic, as_day, as_money
from tests.notices.sinks import bot_api, mail_server

THING_DONE = NoticeKind(
    "tests.thing_done",
    "tests",
    title=_("Home"),
    text="{about}: {amount}, {day}",
    reason="You own {about}.",
    brief="A thing was done.",
    parameters={"amount": as_money, "day": as_day},
    channels=frozenset(Channel),
)
SAFETY = NoticeKind(
    "tests.safety", "security", title="Safety", text="Your account.", reason="It is yours.", brief="Your account."
)
TOPICS = (
    Topic("tests", "Things", "What is done."),
    Topic("calls", "Calls", "Open calls.", is_public=True),
    Topic(
        "industry",
        "Industries",
        "By industry.",
        is_public=True,
        keys=lambda: {"uranium": "Uranium", "oil_gas": "Oil and gas"},
    ),
)


logging.getLogger("mail.log").setLevel(logging.ERROR)  # of the mail server


def _things(keys, reader):
    return {key: Shown(f"Thing {key}", f"/en/things/{key}/") for key in keys if not key.startswith("secret")}


@pytest.fixture(scope="session", autouse=True)
def _catalogue():
    register_for_tests()


def register_for_tests():
    for entry in (*TOPICS, THING_DONE, SAFETY):
        if not (catalogue.knows(entry.code) or catalogue.knows_topic(entry.code)):
            catalogue.register(entry)
    if "thing" not in targets.kinds():
        targets.register("thing", _things)


@pytest.fixture
def channels_on(settings):
    settings.EMAIL_HOST = "127.0.0.1"
    settings.TELEGRAM_TOKEN = "1:token"
    settings.TELEGRAM_BOT = "ifi_test_bot"
    settings.TELEGRAM_CHANNEL = "@ifi_test"
    settings.PUBLIC_ADDRESS = "https://ifi.test"
    return settings


@pytest.fixture
def person(db):
    return User.objects.create_user("aigul@example.kz", None, name="Айгүл", roles=["officer"], language="kk")


@pytest.fixture
def mail(channels_on):
    with mail_server(channels_on) as sink:
        yield sink


@pytest.fixture
def bot(channels_on):
    with bot_api(channels_on) as api:
        yield api
