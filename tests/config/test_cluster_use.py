"""Who keeps the cluster up, and who stops it."""

import subprocess
import sys

import pytest

from ifi.config import cluster
from ifi.config.cluster.turns import has_users

pytestmark = pytest.mark.slow
HOLD = """
import sys
from pathlib import Path
from ifi.config import cluster
with cluster.in_use(Path(sys.argv[1]), lambda _: None):
    print("up", flush=True)
    sys.stdin.read()
"""


def test_the_last_user_stops_it(state, said):
    with cluster.in_use(state, said):
        assert cluster.is_running(state)
    assert not cluster.is_running(state)


def test_it_stays_up_while_another_command_uses_it(state, said):
    with subprocess.Popen([sys.executable, "-c", HOLD, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"up\n"
        with cluster.in_use(state, said):
            assert has_users(state)
        assert cluster.is_running(state)
        other.stdin.close()
        other.wait(30)
    assert not cluster.is_running(state)


def test_a_killed_user_does_not_keep_it_up_for_ever(state, said):
    with subprocess.Popen([sys.executable, "-c", HOLD, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        other.kill()
    assert not has_users(state)
    with cluster.in_use(state, said):
        pass
    assert not cluster.is_running(state)


def test_started_by_hand_it_stays_until_it_is_stopped_by_hand(state, said):
    cluster.start(state, said)
    cluster.keep(state)
    with cluster.in_use(state, said):
        pass
    assert cluster.is_running(state)
