"""People of these tests: one password, hashed once, since hashing is slow on purpose."""

from functools import cache

import pytest
from django.contrib.auth.hashers import make_password

from ifi.accounts.models import User
from tests.sign_in import PASSWORD, give_factor


@cache
def _hash() -> str:
    return make_password(PASSWORD)


def a_person(*roles: str, email: str = "dana@example.kz", language: str = "en", factor: bool = False) -> User:
    person = User.objects.create(
        email=email, name=f"Dana of {email}", roles=list(roles), language=language, password=_hash()
    )
    if factor:
        give_factor(person)
    return person


@pytest.fixture
def person(db) -> User:
    return a_person()


@pytest.fixture
def officer(db) -> User:
    return a_person("officer", email="officer@example.kz")


@pytest.fixture
def administrator(db) -> User:
    return a_person("administrator", email="administrator@example.kz", factor=True)
