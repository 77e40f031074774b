"""The `ifi` command: one list of verbs, each imported only when it is called so that `--help` stays quick."""

import os
from importlib import import_module
from typing import Any

import click

from ifi.core.errors import IfiError
from ifi.core.sentences import say_error

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ifi.config.settings")

# verb -> (module, attribute, needs Django); written by hand, in one visible place
VERBS: dict[str, tuple[str, str, bool]] = {
    "run": ("ifi.config.commands", "run", False),
    "setup": ("ifi.config.commands", "setup", False),
    "db": ("ifi.config.commands", "db", False),
    "law": ("ifi.law.commands", "law", False),
    "ledger": ("ifi.ledger.commands", "ledger", True),
    "audit": ("ifi.trail.commands", "audit", True),
    "import": ("ifi.intake.commands", "import_file", True),
    "reconcile": ("ifi.obligations.commands", "reconcile", False),
    "calendar": ("ifi.news.commands", "calendar", True),
    "demo": ("ifi.obligations.demonstration.commands", "demo", True),
    "accounts": ("ifi.accounts.commands", "accounts", True),
    "signing": ("ifi.signing.commands", "signing", True),
    "manage": ("ifi.config.commands", "manage", False),
}


class Verbs(click.Group):
    """Loads a verb's module when it is asked for, and tells at this edge what went wrong."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        module, attribute, needs_django = VERBS[name]
        if needs_django:
            import django

            django.setup()
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except IfiError as error:
            raise click.ClickException(say_error(error)) from error
        except Exception as error:
            if _means_no_database(error):
                advice = "Start it with: ifi db start. Where DATABASE_URL is set, look at that server."
                raise click.ClickException(f"The database does not answer. {advice}") from error
            raise


def _means_no_database(error: Exception) -> bool:
    """A refused connection, as Django or the driver says it; neither is imported for verbs that need none."""
    kinds = {kind.__module__.split(".")[0] for kind in type(error).__mro__ if kind.__name__ == "OperationalError"}
    return bool(kinds & {"django", "psycopg"})


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Innovation for Industry: the system's commands.

    Exit codes: 0 done; 1 refused or differences found, with the reason; 2 the command line is wrong.
    """
