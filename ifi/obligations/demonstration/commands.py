"""`ifi demo`: the demonstration portfolio on the command line."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click
from django.db import IntegrityError
from django.utils import timezone

from ifi.accounts.rules import CODE_SECONDS
from ifi.obligations.demonstration import load as loading
from ifi.obligations.demonstration import people, removal, standing

SHORTEST_USE = 8  # seconds in which a code can be typed


@click.group()
def demo() -> None:
    """Made-up data that show the system at work: load it, look at it, take it out."""


@demo.command()
def load() -> None:
    """Load the demonstration into an empty database.

    Exit code 1 where the database holds organisations already: nothing is loaded then.
    """
    begun = time.monotonic()
    if not load_with_bar():
        click.echo("Nothing was loaded: the database holds organisations already.", err=True)
        raise SystemExit(1)
    click.echo(f"Loaded in {time.monotonic() - begun:.0f} s.")
    _tell_counts()
    _tell_people()


@demo.command()
def status() -> None:
    """Say how much of the database is demonstration."""
    _tell_counts()


@demo.command("sign-ins")
@click.option("--new-passwords", is_flag=True, help="Give every demonstration person a new password first.")
def sign_ins(new_passwords: bool) -> None:
    """Print who may sign in to the demonstration, with passwords."""
    if new_passwords:
        people.renew_passwords(by=loading.LOADER)
    if not _tell_people():
        click.echo("No passwords on this machine. New ones: ifi demo sign-ins --new-passwords", err=True)
        raise SystemExit(1)


@demo.command()
@click.argument("email")
def code(email: str) -> None:
    """Print the present code of EMAIL's second factor; only people of the demonstration have one here.

    A code counts for half a minute and once. Where little of it is left, the next one is waited for.
    """
    left = CODE_SECONDS - time.time() % CODE_SECONDS
    if left < SHORTEST_USE:
        time.sleep(left)
    found = people.present_code(email, now=timezone.now())
    if found is None:
        click.echo(f"No demonstration secret of {email} on this machine. See: ifi demo sign-ins", err=True)
        raise SystemExit(1)
    click.echo(found)


@demo.command()
@click.confirmation_option(prompt="Delete every demonstration row?", help="Delete without asking.")
def remove() -> None:
    """Delete the demonstration and leave everything that is real."""
    try:
        removed = removal.remove_demonstration()
    except IntegrityError as error:
        raise click.ClickException(
            f"Something real points at the demonstration; nothing was removed.\n{error}"
        ) from error
    click.echo(f"Removed {sum(removed.values())} rows.")


def load_with_bar() -> bool:
    """Load into an empty database with a bar on the terminal; True when it was loaded."""
    with _bar() as progress:
        return loading.load_if_empty(progress)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """The bar appears with the first step, so that nothing is drawn where there is nothing to do."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def progress(done: int, total: int) -> None:
            if not bars:
                bar = click.progressbar(length=total, label="Loading the demonstration", file=sys.stderr)
                bars.append(stack.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield progress


def _tell_counts() -> None:
    for kind, count in standing.counts().items():
        click.echo(f"{count:>8} {kind}")


def _tell_people() -> bool:
    found = people.sign_ins()
    for row in found:
        click.echo(f"  {row.role:<14} {row.email:<32} {row.password}{'  and a code' if row.secret else ''}")
    if any(row.secret for row in found):
        click.echo("A code: ifi demo code EMAIL")
    return bool(found)
