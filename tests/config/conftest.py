"""A state folder of its own for every test that starts a cluster."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from ifi.config import cluster

AS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not AS_ROOT, reason="needs root, to have two accounts")


@pytest.fixture
def place(monkeypatch):
    """A folder that every account may enter; pytest's own is private to the account of the tests."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = Path(tempfile.mkdtemp(prefix="ifi-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def state(place):
    """A state folder with a space in its name; its cluster is stopped at the end."""
    folder = place / "state folder"
    yield folder
    cluster.stop(folder, print)


class Said(list):
    """What the operator was told."""

    def __call__(self, sentence: str) -> None:
        self.append(sentence)

    def __contains__(self, part: object) -> bool:
        return any(str(part) in sentence for sentence in self)


@pytest.fixture
def said() -> Said:
    return Said()
