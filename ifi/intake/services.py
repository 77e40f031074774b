"""Acts on runs: receive a file, check it, confirm, commit, cancel. A run is never half committed."""

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Protocol

import polars as pl
import structlog
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django import app as jobs

from ifi.accounts.rights import ROLES, Actor, Permission, Program, Role, check_may
from ifi.audit.services import record
from ifi.core.errors import IfiError
from ifi.core.targets import Target
from ifi.intake import files
from ifi.intake.checking import CheckedFile, check_file
from ifi.intake.errors import ImportFailed, RowsRejected, RunCancelled, RunNotReady, RunUnknown
from ifi.intake.kinds import CheckContext, CommitContext, Counts, ImportKind, kind_named
from ifi.intake.models import ImportProblem, ImportProgress, ImportRun
from ifi.intake.reading.refusals import FileRefused, FileTooLarge
from ifi.intake.rules import LIVE, State, sources_of
from ifi.intake.telling import tell_uploader
from ifi.ledger.isolation import run_serializable
from ifi.outgoing import antivirus
from ifi.outgoing.antivirus import FileInfected, ScannerSilent

logger = structlog.get_logger()

SHOWN_PROBLEMS = 1_000  # kept in the database for the page; all of them are in the run's folder
_SECONDS_BETWEEN_REPORTS = 0.5
Tell = Callable[[int], None]


class Act(Protocol):
    """An act of a person on a run of theirs."""

    def __call__(self, *, run_id: uuid.UUID, by: Actor) -> None: ...


def receive_file(
    *,
    kind: str,
    chunks: Iterable[bytes],
    file_name: str,
    language: str,
    by: Actor,
    in_background: bool = True,
) -> tuple[ImportRun, bool]:
    """Keep the file and open a run for it; (run, whether it is new). In the background, its check is ordered too.

    The same file of the same person leads to its earlier run, and nothing changes; rows that were rejected then are
    looked at again, for what is stored may have changed. Raises KindUnknown, FileTooLarge.
    """
    wanted = kind_named(kind)
    check_may(by, Permission.IMPORT)
    check_may(by, wanted.permission)
    run_id = uuid.uuid4()
    path = files.new_folder(run_id) / f"original{_ending(file_name)}"
    try:
        size, digest = _write(path, chunks)
        run, is_new = _open_run(run_id, wanted, path, size, digest, file_name, language, by, in_background)
    except BaseException:
        files.remove_folder(run_id)
        raise
    if not is_new:
        files.remove_folder(run_id)
        if in_background and run.state == State.CHECKED and run.rows_rejected:
            check_again(run_id=run.pk, by=by)
    return run, is_new


def _order(task: str, run_id: uuid.UUID) -> None:
    """Order background work, in the transaction of what it follows from; one job at a time for a run."""
    jobs.configure_task(f"ifi.intake.{task}", lock=str(run_id)).defer(run_id=str(run_id))


def _ending(file_name: str) -> str:
    ending = Path(file_name).suffix.lower()
    return ending if ending in {".csv", ".txt", ".tsv", ".xlsx"} else ".file"


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        path.chmod(0o600)
        for chunk in chunks:
            size += len(chunk)
            if size > settings.UPLOAD_LIMIT_BYTES:
                raise FileTooLarge(limit=settings.UPLOAD_LIMIT_BYTES // 1024**2)
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def _open_run(
    run_id: uuid.UUID,
    kind: ImportKind,
    path: Path,
    size: int,
    digest: str,
    file_name: str,
    language: str,
    by: Actor,
    in_background: bool,
) -> tuple[ImportRun, bool]:
    """Two uploads of one file at the same moment get one run: the database holds the key."""
    person = getattr(by, "pk", None)
    try:
        with transaction.atomic():
            run = ImportRun.objects.create(
                id=run_id,
                kind=kind.name,
                file_name=file_name[-255:],
                path=str(path.relative_to(settings.MEDIA_ROOT)),
                size=size,
                sha256=digest,
                language=language,
                uploaded_by_id=person,
            )
            ImportProgress.objects.create(run=run)
            _record("intake.file_received", run.pk, by, kind=kind.name, size=size, sha256=digest)
            if in_background:
                _order("check", run.pk)
    except IntegrityError:
        live = [state.value for state in LIVE]
        earlier = ImportRun.objects.get(kind=kind.name, sha256=digest, uploaded_by_id=person, state__in=live)
        return earlier, False
    return run, True


def _record(event: str, run_id: uuid.UUID, by: object, *, on: date | None = None, **parameters: object) -> None:
    record(event, Target.of("import", run_id), by=by, on=on, parameters=parameters)


def run_of(run_id: uuid.UUID, by: Actor) -> ImportRun:
    """A run of this person's own. Raises RunUnknown."""
    check_may(by, Permission.IMPORT)
    run = ImportRun.objects.filter(pk=run_id, uploaded_by_id=getattr(by, "pk", None)).first()
    if run is None:
        raise RunUnknown
    return run


def _move(run_id: uuid.UUID, target: State, **fields: object) -> bool:
    """Take the run to `target` if it may go there from where it stands now, at this very moment."""
    sources = [state.value for state in sources_of(target)]
    return bool(ImportRun.objects.filter(pk=run_id, state__in=sources).update(state=target, **fields))


def _reporter(run_id: uuid.UUID, state: State, tell: Tell | None) -> Tell:
    """Reports rows done in short transactions of its own; raises RunCancelled when the user has cancelled.

    The work's own transaction must see neither: the reports go over a connection of their own while one is open.
    """
    side = connection.copy() if connection.in_atomic_block else connection
    last = 0.0

    def report(rows: int) -> None:
        nonlocal last
        if tell is not None:
            tell(rows)
        if time.monotonic() - last < _SECONDS_BETWEEN_REPORTS:
            return
        last = time.monotonic()
        with side.cursor() as cursor:
            cursor.execute("UPDATE intake_importprogress SET rows_done = %s WHERE run_id = %s", [rows, run_id])
            cursor.execute("SELECT state FROM intake_importrun WHERE id = %s", [run_id])
            row = cursor.fetchone()
        if side is not connection:
            side.close()
        if row is not None and row[0] != state:
            raise RunCancelled

    return report


def check_run(*, run_id: uuid.UUID, on: date, tell: Tell | None = None) -> None:
    """Read and check the file of a run; afterwards it is checked, refused, or cancelled. May run again at any time."""
    if not _move(run_id, State.CHECKING):
        return
    run = ImportRun.objects.select_related("uploaded_by").get(pk=run_id)
    kind, report = kind_named(run.kind), _reporter(run_id, State.CHECKING, tell)
    try:
        antivirus.check_file(files.original_of(run))
        with override(run.language):
            context = CheckContext(on=on, by=actor_of(run))
            checked = check_file(files.original_of(run), kind, context, report)
            files.keep(run, checked.rows, checked.problems)
    except RunCancelled:
        return
    except ScannerSilent as silence:  # the file stays where it is, read by nobody, until the job tries again
        ImportRun.objects.filter(pk=run_id, state=State.CHECKING).update(problem=_told(silence))
        raise
    except FileInfected as infection:
        files.original_of(run).unlink(missing_ok=True)
        logger.warning("import_infected", run=str(run_id), found=infection.parameters["name"])
        _move(run_id, State.REFUSED, problem=_told(infection), finished_at=timezone.now())
        return
    except FileRefused as refusal:
        _end(run, State.REFUSED, refusal, on)
        return
    except Exception:
        logger.exception("import_check_failed", run=str(run_id))
        _end(run, State.FAILED, ImportFailed(), on)
        raise
    _keep_result(run, checked, on)


@transaction.atomic
def _end(run: ImportRun, state: State, error: IfiError, on: date) -> None:
    """The run ends without its rows, and whoever uploaded the file is told."""
    if _move(run.pk, state, problem=_told(error), finished_at=timezone.now()):
        tell_uploader(run, "intake.import_failed", on=on)


def _told(error: IfiError) -> dict[str, object]:
    parameters = {name: value if isinstance(value, int) else str(value) for name, value in error.parameters.items()}
    return {"code": error.code, "parameters": parameters}


@transaction.atomic
def _keep_result(run: ImportRun, checked: CheckedFile, on: date) -> None:
    total = checked.rows.height
    moved = _move(
        run.pk,
        State.CHECKED,
        rows_total=total,
        rows_done=total,
        rows_good=total - checked.rejected,
        rows_rejected=checked.rejected,
        rows_unchanged=checked.unchanged,
        rows_new=max(total - checked.rejected - checked.unchanged, 0),
        summary=checked.summary,
        problem=None,
        checked_at=timezone.now(),
    )
    if not moved:
        return
    tell_uploader(run, "intake.import_checked", on=on, rows=total, rejected=checked.rejected)
    ImportProgress.objects.filter(run=run).update(rows_done=total)
    run.problems.all().delete()
    shown = checked.problems.head(SHOWN_PROBLEMS).iter_rows(named=True)
    ImportProblem.objects.bulk_create(
        ImportProblem(
            run=run,
            sheet=str(checked.summary["sheet"])[:100],
            row=problem["row"],
            column=problem["heading"][:100],
            value=problem["value"][:1000].replace("\0", "\N{REPLACEMENT CHARACTER}"),
            code=problem["code"],
            parameters=json.loads(problem["parameters"]),
            is_warning=problem["is_warning"],
        )
        for problem in shown
    )


def actor_of(run: ImportRun) -> Actor:
    """On whose behalf the run acts: its author; a file given on the command line acts as an officer would."""
    return run.uploaded_by or Program("import", *ROLES[Role.OFFICER])


@transaction.atomic
def confirm_run(*, run_id: uuid.UUID, by: Actor, in_background: bool = True) -> None:
    """Order the commit of a checked run. Raises RunUnknown, RowsRejected, RunNotReady."""
    run = run_of(run_id, by)
    check_may(by, kind_named(run.kind).permission)
    if run.rows_rejected:
        raise RowsRejected(rows=run.rows_rejected)
    if run.state in {State.COMMITTING, State.COMMITTED}:
        return
    if not _move(run_id, State.COMMITTING):
        raise RunNotReady(state=run.state)
    _record("intake.import_confirmed", run_id, by, kind=run.kind, count=run.rows_total)
    ImportProgress.objects.filter(run=run).update(rows_done=0)
    if in_background:
        _order("commit", run_id)


def commit_run(*, run_id: uuid.UUID, on: date, tell: Tell | None = None) -> None:
    """Write the rows of a confirmed run, all or none. May run again at any time: what is committed stays as it is."""
    run = ImportRun.objects.select_related("uploaded_by").filter(pk=run_id, state=State.COMMITTING).first()
    if run is None:
        return
    rows = files.rows_of(run)
    try:
        if kind_named(run.kind).is_serializable:
            run_serializable(lambda: _commit_once(run, rows, on, tell))
        else:
            with transaction.atomic():
                _commit_once(run, rows, on, tell)
    except RunCancelled:
        return
    except IfiError as error:  # what is stored has changed since the check
        logger.warning("import_commit_refused", run=str(run_id), code=error.code)
        _end(run, State.FAILED, error, on)
    except Exception:
        logger.exception("import_commit_failed", run=str(run_id))
        _end(run, State.FAILED, ImportFailed(), on)
        raise


def _commit_once(run: ImportRun, rows: pl.DataFrame, on: date, tell: Tell | None) -> None:
    with connection.cursor() as cursor:  # of two workers with the same run, the second waits, then finds it done
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(run.pk)])
    if ImportRun.objects.values_list("state", flat=True).get(pk=run.pk) != State.COMMITTING:
        raise RunCancelled
    report = _reporter(run.pk, State.COMMITTING, tell)
    context = CommitContext(run=run, by=actor_of(run), on=on, progress=report)
    counts: Counts = kind_named(run.kind).commit(rows, context)
    if not _move(
        run.pk,
        State.COMMITTED,
        rows_new=counts.new,
        rows_unchanged=counts.unchanged,
        rows_done=rows.height,
        problem=None,
        finished_at=timezone.now(),
    ):
        raise RunCancelled
    _record("intake.import_committed", run.pk, context.by, on=on, new=counts.new, unchanged=counts.unchanged)
    tell_uploader(run, "intake.import_committed", on=on, new=counts.new, unchanged=counts.unchanged)


@transaction.atomic
def cancel_run(*, run_id: uuid.UUID, by: Actor) -> None:
    """End a run before it is committed; nothing of it is stored. Raises RunUnknown, RunNotReady."""
    run = run_of(run_id, by)
    if run.state == State.CANCELLED:
        return
    if not _move(run_id, State.CANCELLED, finished_at=timezone.now()):
        raise RunNotReady(state=run.state)
    _record("intake.import_cancelled", run_id, by, kind=run.kind)


@transaction.atomic
def check_again(*, run_id: uuid.UUID, by: Actor, in_background: bool = True) -> None:
    """Order another check of a run, because what is stored has changed. Raises RunUnknown, RunNotReady."""
    run = run_of(run_id, by)
    if not _move(run_id, State.UPLOADED, problem=None, finished_at=None):
        raise RunNotReady(state=run.state)
    _record("intake.check_repeated", run_id, by, kind=run.kind)
    ImportProgress.objects.filter(run=run).update(rows_done=0)
    if in_background:
        _order("check", run_id)
