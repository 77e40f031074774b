"""`ifi import KIND FILE`."""

import sys
from pathlib import Path
from typing import BinaryIO

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ifi.accounts.rights import ROLES, Program, Role
from ifi.core.errors import IfiError
from ifi.core.sentences import say, say_error
from ifi.intake import files, services
from ifi.intake.models import ImportRun
from ifi.intake.rules import State
from ifi.intake.wording import problem_sentence, read_parameters

_LISTED = 50


@click.command()
@click.argument("kind")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Check the file and say what would be imported; write nothing.")
@click.option("--language", type=click.Choice(["kk", "ru", "en"]), default="en", show_default=True)
def import_file(kind: str, file: BinaryIO, dry_run: bool, language: str) -> None:
    """Check FILE (CSV or XLSX) and import its rows, all or none.

    KIND is one of the kinds that the system knows; an unknown one lists them. Exit code 1: the file or some of its rows
    were rejected, and the reasons are printed; nothing was imported.
    """
    with override(language):
        try:
            sys.exit(_run(kind, file, dry_run, language))
        except IfiError as error:
            click.echo(say_error(error), err=True)
            sys.exit(1)


def _run(kind: str, file: BinaryIO, dry_run: bool, language: str) -> int:
    by, name = Program("import", *ROLES[Role.OFFICER]), Path(file.name).name
    chunks = iter(lambda: file.read(1024 * 1024), b"")
    run, is_new = services.receive_file(
        kind=kind, chunks=chunks, file_name=name, language=language, by=by, in_background=False
    )
    if not is_new and run.state == State.COMMITTED:
        click.echo(_("This file was imported before. Nothing has changed."))
        return 0
    if not is_new and run.state == State.CHECKED:
        services.check_again(run_id=run.pk, by=by, in_background=False)
    run = _checked(run)
    if run.state != State.CHECKED or run.rows_rejected or dry_run:
        code = _tell_result(run)
        _forget(run)
        return code
    services.confirm_run(run_id=run.pk, by=by, in_background=False)
    return _committed(run)


def _checked(run: ImportRun) -> ImportRun:
    with click.progressbar(length=max(run.size // 60, 1), label=_("Checking"), file=sys.stderr) as bar:
        services.check_run(run_id=run.pk, on=timezone.localdate(), tell=lambda rows: bar.update(max(rows - bar.pos, 0)))
        bar.update(max((bar.length or 0) - bar.pos, 0))
    run.refresh_from_db()
    return run


def _committed(run: ImportRun) -> int:
    with click.progressbar(length=run.rows_total or 1, label=_("Importing"), file=sys.stderr) as bar:
        services.commit_run(
            run_id=run.pk, on=timezone.localdate(), tell=lambda rows: bar.update(max(rows - bar.pos, 0))
        )
        bar.update(max((bar.length or 0) - bar.pos, 0))
    run.refresh_from_db()
    return _tell_result(run)


def _tell_result(run: ImportRun) -> int:
    """Print how the run stands; its exit code."""
    if run.problem:
        click.echo(say(run.problem["code"], run.problem["parameters"]), err=True)
        return 1
    _tell_problems(run)
    if run.rows_rejected:
        sentence = _("Rows rejected: {rejected} of {total}. Nothing was imported.")
        click.echo(sentence.format(rejected=run.rows_rejected, total=run.rows_total), err=True)
        return 1
    done = run.state == State.COMMITTED
    sentence = (
        _("Imported. New rows: {new}, already stored: {unchanged}.")
        if done
        else _("Nothing was imported. New rows would be: {new}, already stored: {unchanged}.")
    )
    click.echo(sentence.format(new=run.rows_new, unchanged=run.rows_unchanged))
    return 0


def _tell_problems(run: ImportRun) -> None:
    problems = files.problems_of(run)
    for problem in problems.head(_LISTED).iter_rows(named=True):
        sentence = problem_sentence(problem["code"], read_parameters(problem), problem["value"], problem["heading"])
        place = _("Row {row}").format(row=problem["row"])
        click.echo(": ".join(part for part in (place, problem["heading"], sentence) if part), err=True)
    if problems.height > _LISTED:
        click.echo(_("And {count} more.").format(count=problems.height - _LISTED), err=True)


def _forget(run: ImportRun) -> None:
    """A run from the command line that imported nothing leaves no trace."""
    run_id = run.pk
    run.delete()
    files.remove_folder(run_id)
