"""`ifi db`: the private PostgreSQL cluster."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import click

from ifi.config import cluster, environment
from ifi.config.cluster.turns import has_users
from ifi.config.database import WEB_ROLE, socket_folder

_GIVEN = "DATABASE_URL is set: that server is used, and the private cluster is left alone."


@contextmanager
def database_up() -> Iterator[None]:
    """The database for the length of the block: the given server, or the private cluster, started where needed."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with refusals_told(), cluster.in_use(environment.state_folder(), click.echo):
        yield


@contextmanager
def refusals_told() -> Iterator[None]:
    try:
        yield
    except cluster.ClusterError as error:
        raise click.ClickException(str(error)) from error


@click.group()
def db() -> None:
    """The private PostgreSQL cluster in the state folder: start, stop, look, connect."""


@db.command()
def start() -> None:
    """Start the cluster, making it first where there is none; it stays up until `ifi db stop`."""
    if os.environ.get("DATABASE_URL"):
        click.echo(_GIVEN)
        return
    with refusals_told():
        cluster.start(environment.state_folder(), click.echo)
        cluster.keep(environment.state_folder())


@db.command()
@click.option("--force", is_flag=True, help="Stop it under the commands that still use it.")
def stop(force: bool) -> None:
    """Stop the cluster. Refused (exit code 1) while `ifi run` or a test run uses it, unless forced."""
    if os.environ.get("DATABASE_URL"):
        click.echo(_GIVEN)
        return
    state = environment.state_folder()
    with refusals_told():
        if not force and cluster.is_running(state) and has_users(state):
            raise click.ClickException("Another command uses the database. End that first, or add --force.")
        cluster.release(state)
        cluster.stop(state, click.echo)


@db.command()
def status() -> None:
    """Say whether the database answers: exit code 0, or 1 where it does not."""
    import psycopg

    try:
        with psycopg.connect(_url(), connect_timeout=5) as connection:
            release = connection.execute("SHOW server_version").fetchone()
    except psycopg.Error as error:
        raise click.ClickException(f"The database does not answer: {str(error).strip()}") from error
    click.echo(f"The database answers: PostgreSQL {release[0] if release else '?'}.")


@db.command(name="shell-url")
def shell_url() -> None:
    """Print the address for other programs, as in: psql "$(ifi db shell-url)"."""
    click.echo(_url())


@db.command()
def roles() -> None:
    """Make the web's role and give it exactly its rights; where that is not allowed, print the SQL and exit with 1."""
    import django

    django.setup()
    from django.db import connection

    from ifi.config.wall.raising import leakproof_statement, raise_wall

    advice = raise_wall(connection)
    if advice:
        raise click.ClickException("\n".join(advice))
    click.echo(f"The role {WEB_ROLE} stands. Give it a password in psql (\\password {WEB_ROLE}), and the web server")
    click.echo("its address as DATABASE_WEB_URL; the private cluster asks for neither.")
    click.echo(f"Once, by a superuser of this database, for quick lists:\n\n{leakproof_statement()};")


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def during(command: tuple[str, ...]) -> None:
    """Have the database up while COMMAND runs, and end with its exit code."""
    with database_up():
        try:
            process = subprocess.Popen(command)
        except OSError as error:
            raise click.ClickException(f"{command[0]} cannot be run: {error.strerror}.") from error
        signal.signal(signal.SIGINT, lambda *_: None)  # the terminal sends it to the command as well, which decides
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        code = process.wait()
    sys.exit(code if code >= 0 else 128 - code)


def _url() -> str:
    given = os.environ.get("DATABASE_URL")
    state: Path = environment.state_folder()
    return given or f"postgresql://ifi@/ifi?host={quote(socket_folder(state), safe='/')}&port=5432"
