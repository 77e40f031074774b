"""The private folder of a run: the uploaded file and what was made of it. Below MEDIA_ROOT, at no public address."""

import shutil
import uuid
from pathlib import Path

import polars as pl
from django.conf import settings

from ifi.intake.models import ImportRun

_FOLDER = "imports"


def new_folder(run_id: uuid.UUID) -> Path:
    folder = Path(settings.MEDIA_ROOT) / _FOLDER / str(run_id)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def folder_of(run: ImportRun) -> Path:
    return Path(settings.MEDIA_ROOT) / _FOLDER / str(run.pk)


def remove_folder(run_id: uuid.UUID) -> None:
    shutil.rmtree(Path(settings.MEDIA_ROOT) / _FOLDER / str(run_id), ignore_errors=True)


def original_of(run: ImportRun) -> Path:
    return Path(settings.MEDIA_ROOT) / run.path


def rows_of(run: ImportRun) -> pl.DataFrame:
    """The checked rows, typed, as the kind's check returned them."""
    return pl.read_parquet(folder_of(run) / "rows.parquet")


def problems_of(run: ImportRun) -> pl.DataFrame:
    """All problems: row, index (of the file's column, null = the row), column, value, code, parameters, is_warning."""
    return pl.read_parquet(folder_of(run) / "problems.parquet")


def keep(run: ImportRun, rows: pl.DataFrame, problems: pl.DataFrame) -> None:
    """Written under another name first, so that a reader never meets half a file."""
    for name, frame in (("rows", rows), ("problems", problems)):
        part = folder_of(run) / f"{name}.part"
        frame.write_parquet(part)
        part.replace(folder_of(run) / f"{name}.parquet")


def annotated_of(run: ImportRun) -> Path | None:
    """The annotated copy, once it is made."""
    return next((path for path in sorted(folder_of(run).glob("annotated.*")) if path.suffix != ".part"), None)
