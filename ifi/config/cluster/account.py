"""Which account of the operating system the server runs as. PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ifi.config.cluster.errors import ClusterError, Say


@dataclass(frozen=True)
class Account:
    """The server's account: numbers for the kernel, the name for people."""

    uid: int
    gid: int
    name: str

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def process_options(self) -> dict[str, Any]:
        """Options of `subprocess` that make a program run as this account, with no rights beside it."""
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        """Tried for real, since modes alone do not tell (access lists, mounts)."""
        test = shutil.which("test") or "/usr/bin/test"
        return subprocess.run([test, "-x", folder], cwd="/", **self.process_options()).returncode == 0

    def own(self, path: Path, mode: int) -> None:
        """Give the path to this account with exactly this mode."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def server_account(data: Path | None, say: Say) -> Account:
    """Whoever owns the data; for new data this user, or an unprivileged account where this user is root."""
    if data is not None and data.exists() and data.stat().st_uid != 0:
        return _account(data.stat().st_uid, data.stat().st_gid)
    if os.geteuid() != 0:
        return _account(os.geteuid(), os.getegid())
    return _named("postgres") or _named("ifi") or _new_account(say)


def _account(uid: int, gid: int) -> Account:
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:  # a container may run under a number that has no name
        name = str(uid)
    return Account(uid, gid, name)


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid, name)


def _new_account(say: Say) -> Account:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd:
        say("PostgreSQL may not run as root and there is no account postgres: making the system account ifi for it.")
        subprocess.run([useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "ifi"], check=False)
    account = _named("ifi")
    if account is None:
        raise ClusterError(
            "PostgreSQL may not run as root. Make an account for it (useradd --system postgres) and start again."
        )
    return account
