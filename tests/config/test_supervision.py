"""Watched child processes: restarted when they die, given up when they cannot live, ended with all they started."""

import os
import signal
import sys
import threading
import time
from contextlib import suppress

import pytest

from ifi.config import supervision
from ifi.config.supervision import Child, GivenUp

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = [
    sys.executable,
    "-c",
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(61)'])",
]


def test_a_child_that_keeps_dying_is_given_up_with_its_log(tmp_path):
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "worker.log")
    child.deaths = [time.monotonic()] * 5
    child.start()
    with pytest.raises(GivenUp, match=r"last code 3.*worker\.log"):
        supervision.watch([child], print)


def test_deaths_of_long_ago_are_forgotten(tmp_path):
    child = Child("worker", [], tmp_path / "worker.log", deaths=[0.0] * 5)
    assert not child.too_many_deaths(now=61.0)


def test_what_a_killed_child_had_started_ends_with_it(tmp_path, said):
    child = Child("web server", PARENT, tmp_path / "web.log")
    child.start()
    grandchild = _wait(lambda: _children_of(child.process.pid))[0]
    os.kill(child.process.pid, signal.SIGKILL)
    watching = threading.Thread(target=_watch_until_told, args=(child, said))
    watching.start()
    watching.join(10)
    assert _wait(lambda: not _is_alive(grandchild))
    assert "The web server ended with code -9: starting it again." in said
    supervision.end([child])


def test_a_child_that_does_not_heed_the_request_is_ended_all_the_same(tmp_path):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    child = Child("worker", [sys.executable, "-c", stubborn], tmp_path / "worker.log")
    child.start()
    _wait(lambda: "up" in child.log.read_text())
    supervision.end([child], grace=1)
    assert child.process.returncode == -signal.SIGKILL


def test_a_large_log_is_moved_aside_and_a_small_one_kept(tmp_path):
    large, small = tmp_path / "large.log", tmp_path / "small.log"
    small.write_text("line\n")
    with large.open("wb") as file:
        file.truncate(30_000_000)
    supervision.rotate(large)
    supervision.rotate(small)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large.log.1", "small.log"]


class _Enough(Exception):
    pass


def _watch_until_told(child, said):
    def say(sentence):
        said.append(sentence)
        raise _Enough

    with suppress(_Enough):
        supervision.watch([child], say)


def _children_of(parent: int) -> list[int]:
    task = f"/proc/{parent}/task/{parent}/children"
    with open(task) as file:
        return [int(number) for number in file.read().split()]


def _is_alive(number: int) -> bool:
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _wait(condition):
    limit = time.monotonic() + 10
    while not (found := condition()):
        assert time.monotonic() < limit
        time.sleep(0.05)
    return found
