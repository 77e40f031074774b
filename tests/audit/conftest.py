"""A trail of its own for each test: two events and a key that is nobody else's."""

import base64

import pytest

from ifi.accounts.models import User
from ifi.accounts.rights import Role
from ifi.audit import events
from ifi.core import sentences

EVENTS = {"stone.laid": "Stone {number} laid", "stone.moved": "Stone moved"}
KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def _own_events(monkeypatch):
    monkeypatch.setattr(events, "_codes", set(events._codes))
    monkeypatch.setattr(sentences, "_sentences", dict(sentences._sentences))
    events.register(EVENTS)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.AUDIT_FOLDER = tmp_path / "audit"
    settings.AUDIT_KEYS = (KEY,)


@pytest.fixture
def officer(db):
    return User.objects.create_user("o@example.org", "x" * 20, name="Officer", roles=[Role.OFFICER])
