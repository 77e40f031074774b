"""The `ifi` command: one list of verbs, each imported only when it is called so that `--help` stays quick."""

import os
from importlib import import_module

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ifi.config.settings")

# verb -> (module, attribute, needs Django); written by hand, in one visible place
VERBS: dict[str, tuple[str, str, bool]] = {
    "db": ("ifi.config.commands", "db", False),
    "run": ("ifi.config.commands", "run", False),
    "setup": ("ifi.config.commands", "setup", False),
    "manage": ("ifi.config.commands", "manage", False),
    "law": ("ifi.law.commands", "law", False),
    "ledger": ("ifi.ledger.commands", "ledger", True),
    "import": ("ifi.intake.commands", "import_file", True),
    "reconcile": ("ifi.obligations.commands", "reconcile", False),
    "demo": ("ifi.obligations.commands", "demo", True),
    "accounts": ("ifi.accounts.commands", "accounts", True),
}


class Verbs(click.Group):
    """Loads a verb's module when it is asked for."""

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


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Innovation for Industry: the system's commands.

    Exit codes: 0 done; 1 refused or differences found, with the reason; 2 the command line is wrong.
    """
