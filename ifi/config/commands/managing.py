"""`ifi manage`: Django's own commands."""

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands, such as `migrate`, `shell` or `createsuperuser`; `ifi manage help` lists them."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["ifi manage", *arguments])
