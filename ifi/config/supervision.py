"""Child processes that are watched: started, restarted when they die, and ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_LOG_BYTES = 20_000_000
_DEATHS_TOLERATED = 5  # within one minute; then something is wrong that a restart does not mend
_GRACE_SECONDS = 20
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program with its log; `deaths` are the moments of its unexpected ends."""

    name: str
    command: Sequence[str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends the children in order
                preexec_fn=_end_with_parent,
            )

    @property
    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def too_many_deaths(self, now: float) -> bool:
        self.deaths = [moment for moment in self.deaths if now - moment < 60] + [now]
        return len(self.deaths) > _DEATHS_TOLERATED


class GivenUp(Exception):
    """A child dies again and again; the text names its log."""


def _end_with_parent() -> None:
    """A supervisor that is killed takes its children along (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _sweep(process: "subprocess.Popen[bytes]") -> None:
    """End what a dead child left behind: a killed web server's own workers would hold the port."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def rotate(log: Path) -> None:
    """Keep one older log when it has grown large."""
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_name(log.name + ".1"))


def watch(children: Sequence[Child], say: Callable[[str], None]) -> None:
    """Restart whichever child dies, for ever. GivenUp when one cannot be kept alive."""
    while True:
        for child in children:
            if child.is_dead and child.process is not None:
                code = child.process.returncode
                _sweep(child.process)
                if child.too_many_deaths(time.monotonic()):
                    raise GivenUp(f"The {child.name} ends again and again (last code {code}). Its log is {child.log}.")
                say(f"The {child.name} ended with code {code}: starting it again. Its log is {child.log}.")
                time.sleep(min(len(child.deaths), 5))
                child.start()
        time.sleep(0.2)


def end(children: Sequence[Child], grace: int = _GRACE_SECONDS) -> None:
    """Ask all to end, wait for the work in hand, then insist."""
    alive = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in alive:
        process.send_signal(signal.SIGTERM)
    limit = time.monotonic() + grace
    for process in alive:
        try:
            process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _sweep(process)
