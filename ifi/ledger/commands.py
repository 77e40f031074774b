"""`ifi ledger`: prove that the book agrees with itself and with the facts."""

import json
import sys
from dataclasses import asdict

import click

_SHOWN = 20


@click.group()
def ledger() -> None:
    """The double-entry ledger of duties."""


@ledger.command()
@click.option("--json", "as_json", is_flag=True, help="Print every difference for a machine.")
def check(as_json: bool) -> None:
    """Recompute every balance from the entries and from the declared facts, and report each difference.

    Exit code 0: no difference; 1: differences found.
    """
    from ifi.ledger.checks import run_checks

    found = []
    for name, differences in run_checks():
        found += differences
        if not as_json:
            click.echo(f"{name}: {len(differences)}")
            for difference in differences[:_SHOWN]:
                click.echo(
                    f"  {difference.subject} {difference.account}: {difference.found}, not {difference.expected}"
                )
            if len(differences) > _SHOWN:
                click.echo(f"  … {len(differences) - _SHOWN}")
    if as_json:
        click.echo(json.dumps({"differences": [asdict(difference) for difference in found]}, ensure_ascii=False))
    else:
        click.echo(f"= {len(found)}")
    sys.exit(1 if found else 0)
