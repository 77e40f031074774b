"""Programs of the operating system that the project needs: installed where we are root on Debian, else named."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.d/ifi.conf")


def install_command(*packages: str) -> str:
    """The one command that brings the packages, for a person to run."""
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(*packages: str, say: Callable[[str], None]) -> bool:
    """Install Debian packages; False where that cannot be done here (not root, no apt-get, no network)."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt:
        return False
    say(f"Installing {', '.join(packages)} with apt-get. This may take a minute or two.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [apt, "install", "-y", "-q", "--no-install-recommends", *packages]
    with _without_main_cluster():
        for step in (command, [apt, "update", "-q"], command):
            done = subprocess.run(step, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if step is command and done.returncode == 0:
                return True
    say(f"apt-get could not install them: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return False


@contextmanager
def _without_main_cluster() -> Iterator[None]:
    """Debian makes and starts a cluster of its own with the server's package, which nobody here needs."""
    made = not _NO_MAIN_CLUSTER.exists()
    if made:
        _NO_MAIN_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        _NO_MAIN_CLUSTER.write_text("create_main_cluster = false\n")
    try:
        yield
    finally:
        if made:
            _NO_MAIN_CLUSTER.unlink(missing_ok=True)
