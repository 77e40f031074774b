"""`ifi audit`: prove that nothing was altered, sign heads, hand the trail to others."""

import sys
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import override


class CommandLine:
    """Whoever types on the server: known to the operating system, not to us."""

    pk = None
    name = "command line"


@click.group()
def audit() -> None:
    """The trail of acts: its check, its signed heads, its export."""


@audit.command()
def verify() -> None:
    """Check every record, place, signed head, time and covered row; name each difference.

    Exit code 0: nothing was altered; 1: differences found.
    """
    from ifi.audit.nodes import tree_size
    from ifi.audit.verification.whole import verify_trail

    differences = 0
    with override("en"), click.progressbar(length=1, label="Records", file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        for finding in verify_trail(tell):
            differences += 1
            click.echo(str(finding))
    click.echo(f"{tree_size()} records, {differences} difference{'' if differences == 1 else 's'}.")
    sys.exit(1 if differences else 0)


@audit.command()
def head() -> None:
    """Give waiting records their places, sign the head of the tree, and print it. Done daily by the worker."""
    from ifi.audit.heads import publish_head
    from ifi.audit.sequencing import sequence

    sequence()
    click.echo(publish_head().note)


@audit.command(name="key")
def show_key() -> None:
    """Print the public keys, the one in use first: what outsiders check the heads with."""
    from ifi.audit.bundles import public_keys

    click.echo("\n".join(public_keys()))


@audit.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write every record with a signed head to FILE, and the verifier beside it; both need nothing of ours."""
    from ifi.audit.bundles import export_trail

    count, verifier = export_trail(file, by=CommandLine(), on=timezone.localdate())
    click.echo(f"{count} records in {file}. Check them anywhere with: python3 {verifier} {file}")
