"""The small kind of import is known to every test of this room; files go to a folder of the test."""

import pytest

from ifi.accounts.models import User
from ifi.core import sentences
from ifi.intake import kinds
from tests.intake.kind_of_test import KIND

sentences.register({"test.twice": "“{value}” stands twice."})


@pytest.fixture(autouse=True)
def _small_kind(monkeypatch, settings, tmp_path):
    monkeypatch.setitem(kinds._kinds, KIND.name, KIND)
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(transactional_db):
    return User.objects.create_user("officer@example.kz", "a long password", name="Officer", roles=["officer"])


@pytest.fixture
def other_officer(transactional_db):
    return User.objects.create_user("other@example.kz", "a long password", name="Other", roles=["officer"])
