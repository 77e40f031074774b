"""Ten thousand guesses: they become slow, and the real person still gets in.

`IFI_GUESSES=10000 pytest tests/accounts/test_guessing.py -s` makes that many in each attack and says what came of them.
"""

import os
import sys
from datetime import UTC, datetime, timedelta

import pytest

from ifi.accounts import services
from ifi.accounts.errors import SignInRefused, SignInTooOften
from ifi.accounts.services.sessions import begin_session
from tests.sign_in import PASSWORD

pytestmark = [pytest.mark.django_db]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GUESSES = int(os.environ.get("IFI_GUESSES", "1000"))
PAUSE = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)


def guess(email, address, now, password="wrong", device=""):
    try:
        return services.sign_in(email=email, password=password, address=address, now=now, device=device)
    except SignInRefused:
        return "looked at"
    except SignInTooOften:
        return "too often"


def attack(attempt):
    """So many guesses, one every two seconds: how many were looked at, and when it ended."""
    looked_at, now = 0, NOW
    for number in range(GUESSES):
        now += PAUSE
        looked_at += attempt(number, now) == "looked at"
    if GUESSES >= 10_000:
        name = os.environ["PYTEST_CURRENT_TEST"].partition("::")[2]
        sys.stdout.write(f"{name}: {looked_at} of {GUESSES} looked at in {now - NOW}\n")
    return looked_at, now


def most(free):
    """What is free, and then one each quarter of an hour; while the waits grow to that, about ten more."""
    return free + 12 + GUESSES * PAUSE // LONGEST_WAIT


@pytest.fixture(autouse=True)
def _quick_hashing(monkeypatch):
    """What is counted here is how often a password is looked at, not how long that takes."""
    monkeypatch.setattr("ifi.accounts.passwords.Argon2id.memory_cost", 64)
    monkeypatch.setattr("ifi.accounts.passwords.Argon2id.time_cost", 1)


def test_one_account_from_many_addresses_is_slowed_down_and_its_own_browser_is_not(person):
    begin_session(person=person, key="k", address="10.1.1.1", agent="", device="secret of the cookie", now=NOW)
    looked_at, now = attack(lambda number, now: guess(person.email, f"10.2.{number // 250}.{number % 250}", now))
    assert looked_at <= most(free=20)
    assert guess(person.email, "10.1.1.1", now, PASSWORD) == "too often"
    assert guess(person.email, "10.1.1.1", now, PASSWORD, device="another secret") == "too often"
    assert guess(person.email, "10.1.1.1", now, PASSWORD, device="secret of the cookie") == person


def test_without_a_known_browser_the_person_waits_a_quarter_of_an_hour_after_the_attack_at_most(person):
    _, now = attack(lambda number, now: guess(person.email, f"10.2.{number // 250}.{number % 250}", now))
    assert guess(person.email, "10.1.1.1", now + LONGEST_WAIT, PASSWORD) == person


def test_one_account_from_one_address_is_slowed_down_and_another_address_is_not(person):
    looked_at, now = attack(lambda _number, now: guess(person.email, "10.7.0.1", now))
    assert looked_at <= most(free=10)
    assert guess(person.email, "10.7.0.1", now, PASSWORD) == "too often"
    if (
        guess(person.email, "10.1.1.1", now, PASSWORD) == "too often"
    ):  # the account's own counter, which waits no longer
        assert guess(person.email, "10.1.1.1", now + LONGEST_WAIT, PASSWORD) == person


def test_many_accounts_from_one_address_are_slowed_down_and_other_addresses_are_not(person):
    looked_at, now = attack(lambda number, now: guess(f"nobody{number}@example.kz", "10.3.0.1", now))
    assert looked_at <= most(free=50)
    assert guess(person.email, "10.3.0.1", now, PASSWORD) == "too often"
    assert guess(person.email, "10.3.0.2", now, PASSWORD) == person


def test_nobody_is_locked_out_for_longer_than_a_quarter_of_an_hour(person):
    now = NOW
    for number in range(200):
        now += timedelta(minutes=1)
        guess(person.email, f"10.4.0.{number}", now)
    assert guess(person.email, "10.5.0.1", now + timedelta(minutes=15), PASSWORD) == person


def test_a_crowd_behind_one_address_that_signs_in_rightly_is_not_slowed_down(person):
    assert {guess(person.email, "10.6.0.1", NOW, PASSWORD) for _ in range(60)} == {person}
