"""People, organisations and rights for the tests of this room."""

from itertools import count

import pytest

from ifi.accounts.rights import Permission, Program
from ifi.core.identifiers import check_digit
from ifi.registry.services import Names, RightFields, create_organisation, create_right

_serial = count(1)


def new_bin() -> str:
    """A valid BIN that no other test has."""
    while True:
        first_eleven = f"100240{next(_serial):05}"
        if (last := check_digit(first_eleven)) is not None:
            return f"{first_eleven}{last}"


@pytest.fixture
def officer():
    return Program("officer", Permission.REGISTRY_EDIT)


@pytest.fixture
def make_organisation(officer):
    def make(ru="ТОО «Алмаз»", **fields):
        return create_organisation(bin=fields.pop("bin", new_bin()), names=Names(ru=ru), by=officer, **fields)

    return make


@pytest.fixture
def make_right(officer):
    def make(regime="kz.hydrocarbons", regime_since=None, **fields):
        given = {"kind": "contract", "number": str(next(_serial))} | fields
        return create_right(fields=RightFields(**given), regime=regime, regime_since=regime_since, by=officer)

    return make
