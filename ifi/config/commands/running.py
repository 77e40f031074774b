"""`ifi run`: everything that serves the system on this machine, from one command."""

import errno
import io
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ifi.config import environment, logs, supervision
from ifi.config.commands.database import database_up
from ifi.config.commands.preparing import prepare

if TYPE_CHECKING:
    from ifi.obligations.demonstration.people import SignIn

WORKERS, THREADS = 2, 4
_MIGRATION_LOCK = 20260101  # any number, the same on every machine that shares the database
_FIRST_ANSWER_SECONDS = 60
SENDERS_QUEUES = (
    "notices",
    "send_email",
    "send_telegram",
    "ask_telegram",
)  # a slow channel keeps no other work waiting


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve at.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve at; see also ALLOWED_HOSTS.")
@click.option(
    "--demonstration/--no-demonstration", default=True, help="Load demonstration data into an empty database."
)
def run(port: int, host: str, demonstration: bool) -> None:
    """Serve the system: database, tables, static files, web server and background worker.

    Ends with Ctrl-C, or with exit code 1 where a part of it cannot be kept running.
    """
    _check_port(host, port)
    _end_like_ctrl_c()
    with database_up():
        prepare()
        _migrate()
        if demonstration:
            _load_demonstration()
        children = _children(host, port)
        try:
            for child in children:
                child.start()
            _wait_for_first_answer(host, port, children[0])
            _tell(host, port)
            supervision.watch(children, click.echo)
        except KeyboardInterrupt:
            pass
        except supervision.GivenUp as error:
            raise click.ClickException(str(error)) from error
        finally:
            click.echo("Stopping.")
            supervision.end(children)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
            else:
                reason = f"Port {port} at {host} cannot be served: {error.strerror}."
            raise click.ClickException(reason) from error


def _end_like_ctrl_c() -> None:
    """A supervisor's SIGTERM and a closed terminal end everything in order, as Ctrl-C does.

    SIGINT itself is set too: a script that starts this in the background hands it down ignored.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def _migrate() -> None:
    """Bring the tables up to date; of two machines that start at once, the second waits for the first."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        try:
            with click.progressbar(length=_migrations_to_apply(), label="Bringing the tables up to date") as bar:
                call_command("migrate", interactive=False, verbosity=1, no_color=True, stdout=_Counter(bar.update))
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])


def _migrations_to_apply() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class _Counter(io.StringIO):
    """Reads along with `migrate`, which says OK after each."""

    def __init__(self, count: Callable[[int], None]) -> None:
        super().__init__()
        self.count = count

    def write(self, text: str) -> int:
        if text.strip() == "OK":
            self.count(1)
        return len(text)


def _load_demonstration() -> None:
    from ifi.obligations import demonstration

    demonstration.load_if_empty()


def _children(host: str, port: int) -> list[supervision.Child]:
    folder = environment.state_folder() / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    web = [sys.executable, "-m", "granian", "ifi.config.wsgi:application", "--interface", "wsgi"]
    web += ["--host", host, "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    web += ["--log-config", str(Path(logs.__file__).with_name("web-logs.json"))]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", "10", "--no-ws"]
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--shutdown-graceful-timeout", "15"]
    sender = [*worker, "--queues", ",".join(SENDERS_QUEUES), "--concurrency", "5"]
    worker += ["--queues", "default", "--concurrency", "2"]
    children = [
        supervision.Child("web server", web, folder / "web.log"),
        supervision.Child("worker", worker, folder / "worker.log"),
        supervision.Child("sender of notices", sender, folder / "sender.log"),
    ]
    for child in children:
        supervision.rotate(child.log)
    return children


def _wait_for_first_answer(host: str, port: int, web: supervision.Child) -> None:
    limit = time.monotonic() + _FIRST_ANSWER_SECONDS
    while True:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{_address(host, port)}healthz", timeout=2)  # noqa: S310
            return
        if web.is_dead or time.monotonic() > limit:
            raise supervision.GivenUp(f"The web server does not answer. Its log is {web.log}:\n{_tail(web.log)}")
        time.sleep(0.1)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def _address(host: str, port: int) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}/"


def _tell(host: str, port: int) -> None:
    folder = environment.state_folder() / "log"
    if folder.is_relative_to(Path.cwd()):
        folder = folder.relative_to(Path.cwd())
    click.echo(f"\nServing at {_address(host, port)} (logs in {folder}; Ctrl-C ends it).")
    found = _sign_ins()
    for row in _one_of_each_role(found):
        click.echo(f"  sign in as {row.role}: {row.email} / {row.password}{' / code' if row.secret else ''}")
    if found:
        click.echo(f"  all {len(found)} people: .venv/bin/ifi demo sign-ins")
    if any(row.secret for row in found):
        click.echo("  the code of the moment: .venv/bin/ifi demo code EMAIL")


# one person of each of these is told of at the start; the command names all
_TOLD = ("officer", "analyst", "auditor", "administrator", "news_editor", "admin", "obligations", "signatory")


def _one_of_each_role(found: "list[SignIn]") -> "list[SignIn]":
    first = {row.role: row for row in reversed(found)}
    return [first[role] for role in _TOLD if role in first]


def _sign_ins() -> "list[SignIn]":
    """The demonstration's people. Empty where the data are not a demonstration."""
    from ifi.obligations import demonstration

    return demonstration.sign_ins()
