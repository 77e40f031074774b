"""Making, starting and stopping the server."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from ifi.config.cluster import processes
from ifi.config.cluster.binaries import bin_folder
from ifi.config.cluster.errors import ClusterError, Say
from ifi.config.cluster.folders import (
    PORT,
    SHARED_STATE,
    Cluster,
    find,
    make,
    notes_folder,
    open_lock,
    prepare_socket_folder,
)

DATABASE = USER = "ifi"
_START_SECONDS = 120  # recovery after a crash included
_STOP_SECONDS = 60
_ORPHAN_SECONDS = 20
_LOG_BYTES = 10_000_000

_INITDB = (
    *("-U", USER, "-A", "trust", "-E", "UTF8"),  # trust: only the account and root can enter the socket's folder
    *("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=kk-KZ", "--data-checksums", "--no-instructions"),
)
_SETTINGS = """\
# Written by the project at every start; changes here are lost.
listen_addresses = ''
port = {port}
unix_socket_directories = {sockets}
unix_socket_permissions = 0700
shared_buffers = 256MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
log_line_prefix = '%m [%p] '
"""


def start(state: Path, say: Say, shared_state: Path = SHARED_STATE) -> bool:
    """Have the server running with its database; True where this call started it. ClusterError says what to do."""
    with _turn(state, say):
        found = find(state, say)
        if found and processes.postmaster(found.data):
            say("The database is already running.")
            return False
        binaries = bin_folder(found.data if found else None, say)  # its package may bring the account, too
        cluster = found or make(state, say, shared_state)
        if not cluster.data.exists():
            _initialise(cluster, binaries, say)
        _wait_for_orphans(cluster, say)
        _launch(cluster, binaries, prepare_socket_folder(cluster, say))
        _create_database(cluster)
        say(f"The database is running in {cluster.home}, as the account {cluster.account.name}.")
        return True


def stop(state: Path, say: Say) -> bool:
    """Stop the server and wait until it is gone; False where it was not running."""
    with _turn(state, say):
        cluster = find(state, say)
        number = processes.postmaster(cluster.data) if cluster else None
        if cluster is None or number is None:
            say("The database was not running.")
            return False
        os.kill(number, signal.SIGINT)  # "fast": open transactions are rolled back, nothing committed is lost
        if not _until(lambda: processes.postmaster(cluster.data) is None, _STOP_SECONDS):
            raise ClusterError(f"The database did not stop within {_STOP_SECONDS} s. Its log is {cluster.log}.")
        with suppress(ChildProcessError):  # where this very process started it, it waits to be collected
            os.waitpid(number, 0)
        say("The database is stopped.")
        return True


def is_running(state: Path) -> bool:
    cluster = find(state, lambda _: None)
    return cluster is not None and processes.postmaster(cluster.data) is not None


@contextmanager
def _turn(state: Path, say: Say) -> Iterator[None]:
    """One start or stop at a time; a second one waits and then sees what the first has done."""
    with open_lock(notes_folder(state) / "start.lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is starting or stopping the database: waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _initialise(cluster: Cluster, binaries: Path, say: Say) -> None:
    """Into a folder beside it, renamed when whole, so that an interrupted start leaves no half-made data."""
    unfinished = cluster.home / "data.unfinished"
    if unfinished.exists():
        say("An earlier start was interrupted: making the database anew.")
        shutil.rmtree(unfinished)
    say(f"Making a new database with {binaries / 'initdb'}.")
    made = subprocess.run(
        [binaries / "initdb", "-D", unfinished, *_INITDB],
        cwd=cluster.home,
        env=_environment(cluster),
        capture_output=True,
        text=True,
        **cluster.account.process_options(),
    )
    if made.returncode != 0:
        raise ClusterError(f"The database could not be made:\n{made.stderr.strip()}")
    with (unfinished / "postgresql.conf").open("a") as file:
        file.write("\ninclude = 'ifi.conf'\n")
    unfinished.rename(cluster.data)


def _environment(cluster: Cluster) -> dict[str, str]:
    """None of the operator's PG* variables, which would change what the server does."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(cluster.home), "LC_ALL": "C.UTF-8"}


def _wait_for_orphans(cluster: Cluster, say: Say) -> None:
    """After `kill -9` of the server its children may live on for a moment and hold the memory of the old one."""
    number = processes.noted(cluster.data)
    if number is None:
        return
    say("The database was not stopped properly last time: it recovers by itself, nothing committed is lost.")
    if not _until(lambda: not processes.of(cluster.data), _ORPHAN_SECONDS / 2):
        for orphan in processes.of(cluster.data):
            os.kill(orphan, signal.SIGTERM)
        if not _until(lambda: not processes.of(cluster.data), _ORPHAN_SECONDS / 2):
            left = ", ".join(map(str, processes.of(cluster.data)))
            raise ClusterError(f"Processes of the killed database are still there: {left}. End them and start again.")
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)  # its number may belong to another program by now
    if cluster.socket_note.exists():
        (Path(cluster.socket_note.read_text().strip()) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def _launch(cluster: Cluster, binaries: Path, sockets: Path) -> None:
    quoted = '"' + str(sockets).replace('"', '""') + '"'
    text = _SETTINGS.format(port=PORT, sockets="'" + quoted.replace("\\", "\\\\").replace("'", "''") + "'")
    (cluster.data / "ifi.conf").write_text(text)
    cluster.account.own(cluster.data / "ifi.conf", 0o600)
    with _open_log(cluster) as log:
        begins = log.tell()
        process = subprocess.Popen(
            [binaries / "postgres", "-D", cluster.data],
            cwd=cluster.home,
            env=_environment(cluster),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal must not reach the server
            **cluster.account.process_options(),
        )
    _until(lambda: process.poll() is not None or processes.is_ready(cluster.data), _START_SECONDS)
    if process.poll() is not None or not processes.is_ready(cluster.data):
        with cluster.log.open("rb") as log:
            log.seek(begins)
            tail = log.read()[-2000:].decode(errors="replace")
        raise ClusterError(f"The database did not start. Its log is {cluster.log}:\n{tail}")


@contextmanager
def _open_log(cluster: Cluster) -> Iterator[IO[bytes]]:
    if cluster.log.exists() and cluster.log.stat().st_size > _LOG_BYTES:
        cluster.log.replace(cluster.log.with_suffix(".log.1"))
    with cluster.log.open("ab") as log:
        cluster.account.own(cluster.log, 0o600)
        yield log


def _create_database(cluster: Cluster) -> None:
    host = cluster.socket_note.read_text()
    with psycopg.connect(host=host, port=PORT, user=USER, dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True
