"""`ifi setup`: what must be made from the sources before pages can be shown."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import click

from ifi.config import catalogues, environment, packages

TEST_PROGRAMS = (  # program, Debian's packages, what is lost without it
    ("chromium", ("chromium", "fonts-dejavu-core"), "The browser tests will be skipped."),
    ("msgfmt", ("gettext",), "Whether the translations are up to date will not be checked."),
)


@click.command()
@click.option("--for-tests", is_flag=True, help="Also bring the programs that tests need: a browser, gettext.")
@click.option("--assets", is_flag=True, help="Only build the style sheets, scripts and fonts from npm's packages.")
def setup(for_tests: bool, assets: bool) -> None:
    """Compile the message catalogues and collect the static files; quick when nothing changed."""
    if assets:
        _build_assets()
        return
    if for_tests:
        for program, needed, loss in TEST_PROGRAMS:
            _bring(program, needed, loss)
    prepare()


def prepare() -> None:
    """Catalogues and static files, made anew only where their sources changed."""
    if count := catalogues.compile_stale(environment.PROJECT):
        click.echo(f"Compiled {count} message catalogues.")
    import django

    django.setup()
    _collect_static_files()


def _collect_static_files() -> None:
    from django.conf import settings
    from django.core.management import call_command

    note = Path(settings.STATIC_ROOT) / ".sources"
    digest = _digest_of_static_sources()
    if note.exists() and note.read_text() == digest:
        return
    click.echo("Collecting the static files.")
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(digest)


def _digest_of_static_sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _build_assets() -> None:
    """npm's packages as locked, then the build that `package.json` names."""
    if not (environment.PROJECT / "package.json").exists():
        return
    npm = shutil.which("npm")
    if not npm and packages.install("nodejs", "npm", say=click.echo):
        npm = shutil.which("npm")
    if not npm:
        command = packages.install_command("nodejs", "npm")
        raise click.ClickException(f"npm is missing. Install it, then start again:\n\n    {command}\n")
    for step in (("ci", "--no-audit", "--no-fund"), ("run", "build")):
        click.echo(f"Running npm {' '.join(step)}.")
        done = subprocess.run([npm, *step], cwd=environment.PROJECT, capture_output=True, text=True)
        if done.returncode != 0:
            raise click.ClickException(f"npm {step[0]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def _bring(program: str, needed: tuple[str, ...], loss: str) -> None:
    if shutil.which(program) or packages.install(*needed, say=click.echo):
        return
    click.echo(f"{program} is missing. {loss} To have it:\n\n    {packages.install_command(*needed)}\n")
