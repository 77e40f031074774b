"""People from the command line: `ifi accounts add|invite|list|disable|enable|password|reset-factors|end-sessions`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.utils import timezone
from django.utils.translation import override

from ifi.accounts import services
from ifi.accounts.rights import Permission, Program, Role
from ifi.accounts.services import factors, links, people
from ifi.core.errors import IfiError
from ifi.core.sentences import say_error

COMMAND_LINE = Program("command line", Permission.ACCOUNTS_EDIT)
AUTHORITIES = ("energy", "industry", "atomic", "akimat")


@click.group()
def accounts() -> None:
    """People who may sign in.

    A password is read from the terminal, or from standard input when it is not a terminal; it is never an argument,
    because arguments can be read by others on the machine and stay in the shell's history.
    """


@accounts.command()
@click.argument("email")
@click.option("--name", required=True, help="Name as pages show it.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given several times; without one the person only acts for organisations.",
)
@click.option("--authority", type=click.Choice(AUTHORITIES), help="Whose rights an officer acts on; all when left out.")
@click.option("--language", type=click.Choice(["kk", "ru", "en"]), default="kk", show_default=True)
@click.option("--generate", is_flag=True, help="Make a password and print it once.")
def add(email: str, name: str, roles: tuple[str, ...], authority: str | None, language: str, generate: bool) -> None:
    """Add a person who signs in with EMAIL."""
    password = _password(generate)
    with _said():
        services.add_person(
            email=email,
            name=name,
            roles=[Role(role) for role in roles],
            password=password,
            authority=authority or "",
            language=language,
            by=COMMAND_LINE,
        )
    click.echo(f"{email} may sign in as {', '.join(roles) or 'a person without a role'}.")
    _show(password, generate)


@accounts.command()
@click.argument("email")
@click.option("--name", required=True, help="Name as pages show it.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given several times; without one the person only acts for organisations.",
)
@click.option("--authority", type=click.Choice(AUTHORITIES), help="Whose rights an officer acts on; all when left out.")
@click.option("--language", type=click.Choice(["kk", "ru", "en"]), default="kk", show_default=True)
def invite(email: str, name: str, roles: tuple[str, ...], authority: str | None, language: str) -> None:
    """Add a person and send a letter to EMAIL with a link to set a password."""
    with _said():
        links.invite_person(
            email=email,
            name=name,
            roles=[Role(role) for role in roles],
            authority=authority or "",
            language=language,
            by=COMMAND_LINE,
            now=timezone.now(),
        )
    click.echo(f"A letter went to {email}.")


@accounts.command(name="list")
def list_people() -> None:
    """Everyone who has an account."""
    for person in services.read_people(by=COMMAND_LINE):
        state = "active" if person.is_active else "disabled"
        click.echo(
            f"{person.email}\t{person.name}\t{','.join(person.roles) or '-'}\t{person.authority or 'all'}\t{state}"
        )


@accounts.command()
@click.argument("email")
def disable(email: str) -> None:
    """EMAIL may no longer sign in; open sessions end with their next page."""
    with _said():
        services.disable_person(email=email, by=COMMAND_LINE)
    click.echo(f"{email} may no longer sign in.")


@accounts.command()
@click.argument("email")
def enable(email: str) -> None:
    """EMAIL may sign in again."""
    with _said():
        services.enable_person(email=email, by=COMMAND_LINE)
    click.echo(f"{email} may sign in again.")


@accounts.command()
@click.argument("email")
@click.option("--generate", is_flag=True, help="Make a password and print it once.")
def password(email: str, generate: bool) -> None:
    """Set a new password for EMAIL; open sessions end."""
    new = _password(generate)
    with _said():
        services.set_password(email=email, password=new, by=COMMAND_LINE)
    click.echo(f"{email} has a new password.")
    _show(new, generate)


@accounts.command(name="reset-factors")
@click.argument("email")
def reset_factors(email: str) -> None:
    """Take away the second factors of EMAIL, who lost them; a new one is set up at the next sign-in."""
    with _said():
        factors.reset_factors(email=email, by=COMMAND_LINE)
    click.echo(f"{email} sets up a new second factor at the next sign-in.")


@accounts.command(name="end-sessions")
@click.argument("email")
def end_sessions(email: str) -> None:
    """End every open session of EMAIL."""
    with _said():
        number = people.end_sessions_of(email=email, by=COMMAND_LINE)
    click.echo(f"Ended {number} sessions of {email}.")


@contextmanager
def _said() -> Iterator[None]:
    """Turns an error that a person can mend into its sentence and exit code 1; the terminal speaks English."""
    try:
        yield
    except IfiError as error:
        with override("en"):
            raise click.ClickException(say_error(error)) from error


def _password(generate: bool) -> str:
    if generate:
        return services.make_password()
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def _show(made: str, generate: bool) -> None:
    if generate:
        click.echo(f"Password, shown once: {made}")
