"""`ifi run` as one story: served, its worker killed, refused at the same port, ended in order."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
IFI = [sys.executable, str(Path(sys.executable).with_name("ifi"))]


@pytest.fixture
def environment(place):
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "IFI_STATE"}}
    return {**kept, "IFI_STATE": str(place / "state"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_one_command_serves_restarts_its_worker_and_ends_in_order(environment, place, port):
    command = [*IFI, "run", "--port", str(port), "--no-demonstration"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        told = _read_until(run, "Serving at")
        assert f"http://127.0.0.1:{port}/" in told
        assert _status(port, "/healthz") == 200
        _wait(lambda: _status(port, "/readyz") == 200)

        again = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert again.returncode == 1
        assert f"Port {port} is taken" in again.stderr

        os.kill(_child(run.pid, "procrastinate"), signal.SIGKILL)
        assert "starting it again" in _read_until(run, "The worker ended")

        run.send_signal(signal.SIGTERM)
        rest = run.stdout.read()
    assert run.returncode == 0, rest
    assert "The database is stopped." in rest
    assert _children_left(place) == []


def test_a_killed_supervisor_takes_its_programs_along(environment, place, port):
    command = [*IFI, "run", "--port", str(port), "--no-demonstration"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        _read_until(run, "Serving at")
        run.kill()
    _wait(lambda: not _serves(port))
    stopped = subprocess.run([*IFI, "db", "stop"], env=environment, capture_output=True, text=True)
    assert stopped.returncode == 0, stopped.stderr


def test_a_database_command_ends_with_a_code_that_means_something(environment):
    silent = subprocess.run([*IFI, "db", "status"], env=environment, capture_output=True, text=True)
    assert (silent.returncode, "does not answer" in silent.stderr) == (1, True)
    inside = [*IFI, "db", "during", "--", *IFI, "db", "status"]
    assert subprocess.run(inside, env=environment, capture_output=True).returncode == 0
    assert subprocess.run([*IFI, "db", "during", "--", "sh", "-c", "exit 7"], env=environment).returncode == 7


def _read_until(run, part: str) -> str:
    told = ""
    for line in run.stdout:
        told += line
        if part in line:
            return told
    raise AssertionError(f"it ended before it said {part!r}:\n{told}")


def _status(port: int, address: str) -> int:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=10).status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def _serves(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(condition) -> None:
    limit = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.2)


def _child(parent: int, part: str) -> int:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and part in (entry / "cmdline").read_text(errors="replace"):
            status = (entry / "status").read_text()
            if f"PPid:\t{parent}\n" in status:
                return int(entry.name)
    raise AssertionError(f"no child {part}")


def _children_left(place: Path) -> list[str]:
    """Programs that still have this test's state folder in their environment."""
    left = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"IFI_STATE={place}" in (entry / "environ").read_text(errors="replace"):
                left.append((entry / "cmdline").read_text())
        except OSError:
            continue
    return left
