"""People of every kind who read the trail, and a right that energy's officer answers for."""

from datetime import date
from decimal import Decimal

import pytest

from ifi.accounts.models import User
from ifi.accounts.rights import ROLES, Program, Role
from ifi.core.identifiers import check_digit
from ifi.registry import services
from ifi.registry.services import Names, RightFields

LOADER = Program("loader", *ROLES[Role.OFFICER])


def a_bin(number):
    start = f"1801400{number:04}"
    return f"{start}{check_digit(start)}"


def person(name, *roles, **fields):
    return User.objects.create_user(f"{name}@example.org", "x" * 20, name=name.title(), roles=list(roles), **fields)


@pytest.fixture
def auditor(db):
    return person("auditor", Role.AUDITOR)


@pytest.fixture
def administrator(db):
    return person("administrator", Role.ADMINISTRATOR)


@pytest.fixture
def officer(db):
    return person("energy", Role.OFFICER, authority="energy")


@pytest.fixture
def other_officer(db):
    return person("industry", Role.OFFICER, authority="industry")


@pytest.fixture
def right(officer):
    """Registered and given a holder by the officer of energy."""
    organisation = services.create_organisation(bin=a_bin(1), names=Names(kk="Мұнай", ru="Нефть", en="Oil"), by=officer)
    fields = RightFields(kind="contract", number="1734", concluded_on=date(2005, 5, 5), authority="energy")
    made = services.create_right(fields=fields, by=officer)
    services.set_holders(right_id=made.pk, holders=[(organisation.pk, Decimal(1))], on=None, by=officer)
    return made
