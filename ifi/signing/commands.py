"""`ifi signing …`: what is believed, and a test authority for development."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import click
from django.utils import timezone

from ifi.core.identifiers import parse_bin, parse_iin
from ifi.signing import queries
from ifi.signing import test_authority as authority
from ifi.signing.verification.roots import configured_roots


@click.group()
def signing() -> None:
    """Electronic signatures: whom we believe, and a test authority for development."""


@signing.command()
def roots() -> None:
    """The root certificates and revocation lists in force."""
    believed = configured_roots()
    for root in believed.roots:
        click.echo(f"{root.sha256.hex()}\t{root.not_valid_after:%Y-%m-%d}\t{root.subject.human_friendly}")
    click.echo(f"Roots: {len(believed.roots)}, links: {len(believed.links)}, revocation lists: {len(believed.lists)}.")


@signing.command()
def check() -> None:
    """Whether all stored bytes still fit their digests. Exit code 1: some do not, and they are named."""
    found = queries.altered()
    for what, number in found:
        click.echo(f"{what} {number}: the bytes do not fit their digest", err=True)
    if found:
        sys.exit(1)
    click.echo("All stored bytes fit their digests.")


@signing.command(name="test-authority")
@click.argument("folder", type=click.Path(path_type=Path))
def make_test_authority(folder: Path) -> None:
    """Make a test authority in FOLDER: root, issuing authority, time stamping. For development only.

    Then start the system with DEBUG=1 and SIGNING_ROOTS=FOLDER/roots.
    """
    authority.check_allowed()
    if (folder / "root.pem").exists():
        raise click.ClickException(f"There is an authority in {folder} already. Choose another folder.")
    authority.write_authority(folder, authority.make_authority(now=timezone.now()))
    click.echo(f"Made. Believe it on this development installation with: SIGNING_ROOTS={folder / 'roots'}")


@signing.command(name="test-key")
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.argument("file_name")
@click.option("--name", required=True, help="Name of the holder, as the certificate bears it.")
@click.option("--organisation", default="", help="Name of the organisation.")
@click.option("--bin", "bin_", default="", help="BIN of the organisation; without it, a person's own certificate.")
@click.option("--iin", default="", help="IIN of the holder; use a made-up one.")
@click.option("--password", default="test", show_default=True, help="Password of the key file.")
def make_test_key(
    folder: Path, file_name: str, name: str, organisation: str, bin_: str, iin: str, password: str
) -> None:
    """Make FILE_NAME.p12 in FOLDER: a key with its certificate from the test authority there."""
    authority.check_allowed()
    holder = authority.Holder(name, organisation, bin_ and parse_bin(bin_), iin and parse_iin(iin))
    made = authority.read_authority(folder)
    issued = made.issue(holder, now=timezone.now() - timedelta(minutes=1))
    click.echo(str(authority.write_holder(folder, file_name, issued, made, password)))


@signing.command(name="test-sign")
@click.argument("store", type=click.File("rb"))
@click.argument("document", type=click.File("rb"))
@click.option("--password", default="test", show_default=True, help="Password of the key file.")
@click.option("--detached", is_flag=True, help="Leave the document out of the signature.")
def sign_with_test_key(store: BinaryIO, document: BinaryIO, password: str, detached: bool) -> None:
    """Sign DOCUMENT with the key file STORE and write the CMS to standard output."""
    authority.check_allowed()
    cms = authority.sign_with_file(store.read(), password, document.read(), is_attached=not detached)
    sys.stdout.buffer.write(cms)
