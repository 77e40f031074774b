"""The private cluster, for real: made, started, killed, started again."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

import psycopg
import pytest

from ifi.config import cluster
from ifi.config.cluster import ClusterError, processes
from ifi.config.database import socket_folder

pytestmark = pytest.mark.slow  # each makes a server of its own
START = "import sys; from pathlib import Path; from ifi.config import cluster; cluster.start(Path(sys.argv[1]), print)"


def connect(state):
    return psycopg.connect(host=socket_folder(state), user="ifi", dbname="ifi", autocommit=True)


def data(state):
    return state / "postgres" / "cluster" / "data"


def test_a_new_cluster_sorts_kazakh_hears_no_network_and_lets_nobody_else_in(state, said):
    assert cluster.start(state, said)
    assert "The database is running in" in said
    with connect(state) as connection:
        letters = connection.execute("SELECT string_agg(x, '' ORDER BY x) FROM unnest('{Я,Ұ,Қ,Ә,К,А,Б}'::text[]) x")
        assert letters.fetchone() == ("АӘБКҚҰЯ",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    folder = os.stat(socket_folder(state))
    assert folder.st_mode & 0o777 == 0o700
    assert folder.st_uid == data(state).stat().st_uid != 0


def test_of_two_starts_at_once_one_waits_and_finds_it_running(state):
    both = [subprocess.Popen([sys.executable, "-c", START, state], stdout=subprocess.PIPE, text=True) for _ in "12"]
    told = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("already running" in text for text in told) == [False, True]


def test_starting_or_stopping_twice_is_no_error(state, said):
    cluster.start(state, said)
    assert not cluster.start(state, said)
    assert "already running" in said
    assert cluster.stop(state, said)
    assert not cluster.is_running(state)
    assert not cluster.stop(state, said)
    assert "was not running" in said


def test_nothing_acknowledged_is_lost_when_the_server_is_killed_under_writes(state, said):
    cluster.start(state, said)
    with connect(state) as connection:
        connection.execute("CREATE TABLE line (number bigint PRIMARY KEY)")
    acknowledged: list[int] = []
    enough = threading.Event()
    writer = threading.Thread(target=write_until_cut_off, args=(state, acknowledged, enough))
    writer.start()
    assert enough.wait(30)
    os.kill(processes.postmaster(data(state)), signal.SIGKILL)
    writer.join(30)
    assert cluster.start(state, said)
    with connect(state) as connection:
        stored = {number for (number,) in connection.execute("SELECT number FROM line")}
    assert set(acknowledged) <= stored
    assert "recovers by itself" in said


def write_until_cut_off(state, acknowledged, enough):
    with suppress(psycopg.OperationalError), connect(state) as connection:
        for number in range(1_000_000):
            connection.execute("INSERT INTO line VALUES (%s)", [number])
            acknowledged.append(number)
            if number == 100:
                enough.set()


def test_a_stale_note_whose_number_another_program_has_does_not_hinder(state, said):
    cluster.start(state, said)
    note = data(state) / "postmaster.pid"
    lines = note.read_text().splitlines()
    cluster.stop(state, said)
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    note.chmod(0o644)
    assert cluster.start(state, said)


def test_an_interrupted_first_start_is_begun_anew(state, said):
    unfinished = state / "postgres" / "cluster" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("15\n")
    assert cluster.start(state, said)
    assert "interrupted" in said


@pytest.mark.parametrize("name", ["long-" * 20, "with,comma"])
def test_a_path_that_cannot_hold_a_socket_gets_a_short_folder(place, said, name):
    state = place / name
    try:
        cluster.start(state, said)
        with connect(state):
            assert len(socket_folder(state)) < 60
        first = socket_folder(state)
        cluster.stop(state, said)
        cluster.start(state, said)
        assert socket_folder(state) == first
    finally:
        cluster.stop(state, said)
        os.rmdir(socket_folder(state))
    assert "the socket is in" in said


def test_data_of_another_release_are_refused_with_the_one_command(place, said, monkeypatch):
    monkeypatch.setenv("PATH", str(place))  # no apt-get: nothing is installed by a test
    state = place / "state"
    data(state).mkdir(parents=True)
    (data(state) / "PG_VERSION").write_text("9\n")
    with pytest.raises(ClusterError, match=r"apt-get install -y --no-install-recommends postgresql-9\b"):
        cluster.start(state, said)


def test_a_noted_folder_that_is_gone_is_never_replaced_by_an_empty_database(place, said):
    notes = place / "state" / "postgres"
    notes.mkdir(parents=True)
    (notes / "cluster-folder").write_text(str(place / "gone"))
    with pytest.raises(ClusterError, match="Put it back from a backup"):
        cluster.start(place / "state", said)
