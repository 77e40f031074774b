"""`ifi audit`: prove that nothing was altered, sign heads, hand the trail to others."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    with override("en"), _bar("Records") as tell:
        for finding in verify_trail(tell):
            differences += 1
            click.echo(str(finding))
    click.echo(f"{tree_size()} records, {differences} difference{'' if differences == 1 else 's'}.")
    sys.exit(1 if differences else 0)


@audit.command()
@click.argument("table")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken over.")
@click.option("--anyway", is_flag=True, help="Take over the rest although other rows of the table differ.")
def adopt(table: str, dry_run: bool, anyway: bool) -> None:
    """Take over rows of TABLE that no record speaks of: from before the trail, or before the table was covered.

    A record in the trail says so openly. Rows that a record does speak of are never taken over: where such rows were
    altered, nothing is done and exit code 1 tells it. May be interrupted and run again.
    """
    from ifi.audit.adopting import adopt_rows, unspoken_rows
    from ifi.audit.coverage import covered_tables
    from ifi.audit.rules.runs import shown_runs

    covered = next((covered for covered in covered_tables() if covered.table == table), None)
    if covered is None:
        raise click.ClickException(f"{table} is not covered: {', '.join(sorted(c.table for c in covered_tables()))}.")
    with override("en"), _bar("Records") as tell:
        found = unspoken_rows(covered, tell)
    with override("en"):
        for difference in found.differences:
            click.echo(str(difference))
    ids = shown_runs(found.runs[:5]) + (" and more" if len(found.runs) > 5 else "")
    click.echo(f"{table}: {found.count} rows that no record speaks of{': ' + ids if ids else ''}.")
    if found.differences and not anyway:
        click.echo("Nothing was taken over. First find out how the rows above were altered.")
        sys.exit(1)
    if found.count and not dry_run:
        with _bar("Rows") as tell:
            records = adopt_rows(found, by=CommandLine(), on=timezone.localdate(), tell=tell)
        click.echo(f"Taken over as they are now, in {records} record{'' if records == 1 else 's'} of the trail.")


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """How far it is: called with how many are done, of how many."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell


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
