"""The cluster between two accounts of the operating system: root, who runs the project, and the server's."""

import os
import traceback
from pathlib import Path

import pytest

from ifi.config import cluster
from ifi.config.cluster import ClusterError
from tests.config.conftest import needs_root
from tests.config.test_cluster import connect

pytestmark = [needs_root, pytest.mark.slow]


def test_a_checkout_that_the_server_cannot_enter_keeps_its_database_elsewhere(place, said):
    private = place / "private"
    private.mkdir(mode=0o700)
    state, elsewhere = private / "state", place / "elsewhere"
    try:
        assert cluster.start(state, said, shared_state=elsewhere)
        with connect(state) as connection:
            connection.execute("CREATE TABLE kept ()")
        assert "cannot enter" in said
        cluster.stop(state, said)
        cluster.start(state, said, shared_state=elsewhere)
        with connect(state) as connection:
            connection.execute("TABLE kept")
        assert len(list(elsewhere.iterdir())) == 1
    finally:
        cluster.stop(state, said)


def test_a_shared_folder_that_others_may_write_to_is_refused(place, said):
    private = place / "private"
    private.mkdir(mode=0o700)
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    with pytest.raises(ClusterError, match="only its owner, root, may write"):
        cluster.start(private / "state", said, shared_state=elsewhere)


def test_an_account_that_did_not_make_the_cluster_is_told_whom_to_ask(state, said):
    cluster.start(state, said)
    assert "belongs to another account" in _as_nobody(state)


def test_an_ordinary_account_has_a_cluster_of_its_own(place):
    home = place / "home"
    home.mkdir(mode=0o700)
    os.chown(home, 65534, 65534)
    assert "as the account nobody" in _as_nobody(home / "state", then_stop=True)


def test_root_leaves_a_cluster_with_the_account_that_made_it(place, said):
    home = place / "home"
    home.mkdir(mode=0o700)
    os.chown(home, 65534, 65534)
    _as_nobody(home / "state", then_stop=True)
    cluster.start(home / "state", said)
    cluster.stop(home / "state", said)
    assert "as the account nobody" in said
    assert "as the account nobody" in _as_nobody(home / "state", then_stop=True)


def _as_nobody(state: Path, then_stop: bool = False) -> str:
    """What the account nobody is told when it starts the cluster, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said: list[str] = []
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            cluster.start(state, said.append)
            if then_stop:
                cluster.stop(state, said.append)
        except ClusterError as error:
            said.append(str(error))
        except BaseException:
            said.append(traceback.format_exc())
        os.write(writing, "\n".join(said).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        text = told.read()
    os.waitpid(child, 0)
    return text
