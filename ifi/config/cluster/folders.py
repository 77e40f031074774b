"""Where the cluster lies: data, log and socket, in places that the server's account can reach and nobody else."""

import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ifi.config.cluster.account import Account, server_account
from ifi.config.cluster.errors import ClusterError, Say

PORT = "5432"
LONGEST_SOCKET = 107  # bytes of a Unix socket's path, by the kernel
SHARED_STATE = Path("/var/lib/ifi")  # for a checkout that the server's account cannot enter


@dataclass(frozen=True)
class Cluster:
    """One cluster: `notes` belongs to whoever runs the project, `home` to the account the server runs as."""

    notes: Path
    home: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def socket_note(self) -> Path:
        return self.notes / "socket-folder"


def notes_folder(state: Path) -> Path:
    """The folder of notes and locks beside the cluster, made where it is missing."""
    notes = state.absolute() / "postgres"
    try:
        notes.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise _not_ours(notes) from error
    if not os.access(notes, os.R_OK | os.W_OK | os.X_OK):
        raise _not_ours(notes)
    return notes


def open_lock(path: Path) -> IO[str]:
    """A file to lock. Root leaves it to the folder's owner, who may come later."""
    file = path.open("a")
    if os.geteuid() == 0:
        os.chown(path, path.parent.stat().st_uid, path.parent.stat().st_gid)
    return file


def find(state: Path, say: Say) -> Cluster | None:
    """The cluster that was made before, or None."""
    notes = notes_folder(state)
    home = _noted_home(notes)
    if home.exists() and not os.access(home, os.X_OK):
        raise _not_ours(home)
    if not (home / "data").exists():
        return None
    account = server_account(home / "data", say)
    if os.geteuid() != 0 and not account.is_ours:
        raise _not_ours(home)
    return Cluster(notes, home, account)


def make(state: Path, say: Say, shared_state: Path = SHARED_STATE) -> Cluster:
    """The folders of a new cluster, owned as they must be; the data are still to come."""
    notes = notes_folder(state)
    home = _noted_home(notes)
    account = server_account(None, say)
    if home.parent == notes and not _hold(home, account):
        home = _shared_home(shared_state, account)
        (notes / "cluster-folder").write_text(str(home))
        say(f"The account {account.name} cannot enter {notes}: the database is kept in {home} instead.")
    return Cluster(notes, home, account)


def prepare_socket_folder(cluster: Cluster, say: Say) -> Path:
    """The folder of the socket, private to the server's account (and root), its path noted for the clients."""
    folder = cluster.home / "run"
    if _fits(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        cluster.account.own(folder, 0o700)
    else:
        noted = Path(cluster.socket_note.read_text().strip()) if cluster.socket_note.exists() else None
        folder = noted if noted and _is_private(noted, cluster.account) else _short_folder(cluster.account, say)
    if not _is_private(folder, cluster.account):
        raise ClusterError(f"{folder} must belong to {cluster.account.name} with mode 0700. Remove it and start again.")
    cluster.socket_note.write_text(str(folder))
    return folder


def _noted_home(notes: Path) -> Path:
    note = notes / "cluster-folder"
    if not note.exists():
        return notes / "cluster"
    home = Path(note.read_text().strip())
    if not home.is_dir():
        raise ClusterError(
            f"The database folder {home}, named in {note}, is gone. "
            f"Put it back from a backup, or remove {note} to begin with an empty database."
        )
    return home


def _hold(home: Path, account: Account) -> bool:
    """Make `home` the account's own; False where the account cannot get there or the file system keeps no owners."""
    if not account.can_enter(home.parent):
        return False
    try:
        home.mkdir(mode=0o700, exist_ok=True)
        account.own(home, 0o700)
    except OSError:
        return False
    return _is_private(home, account) and account.can_enter(home)


def _shared_home(shared_state: Path, account: Account) -> Path:
    try:
        shared_state.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        raise ClusterError(
            f"{shared_state} cannot be made ({error.strerror}). Set IFI_STATE to a folder that {account.name} enters."
        ) from error
    found = shared_state.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise ClusterError(f"{shared_state} must be a folder that only its owner, root, may write to.")
    home = Path(tempfile.mkdtemp(prefix="cluster-", dir=shared_state))
    account.own(home, 0o700)
    if not account.can_enter(home):
        raise ClusterError(f"{account.name} cannot enter {home}. Set IFI_STATE to a folder that it can enter.")
    return home


def _fits(folder: Path) -> bool:
    """A comma would split the path into two hosts for libpq."""
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET and "," not in str(folder)


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and stat.S_IMODE(found.st_mode) == 0o700


def _short_folder(account: Account, say: Say) -> Path:
    for parent in (os.environ.get("XDG_RUNTIME_DIR"), "/run" if os.geteuid() == 0 else None, "/tmp"):  # noqa: S108
        if parent and os.access(parent, os.W_OK | os.X_OK) and account.can_enter(Path(parent)):
            folder = Path(tempfile.mkdtemp(prefix="ifi-", dir=parent))
            account.own(folder, 0o700)
            say(f"The state folder's path cannot hold a socket (too long or with a comma): the socket is in {folder}.")
            return folder
    raise ClusterError("No folder with a short path can be written to. Set IFI_STATE to a folder with a shorter path.")


def _not_ours(folder: Path) -> ClusterError:
    return ClusterError(
        f"{folder} belongs to another account, because the project ran under it before. "
        "Run this as that account or as root, or set IFI_STATE to a folder of your own."
    )
