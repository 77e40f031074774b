"""Background work on runs. Each job calls one service and may run twice without harm."""

import uuid

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ifi.intake import services
from ifi.intake.annotating import annotate_run
from ifi.outgoing.antivirus import ScannerSilent

_UNTIL_SCANNED = RetryStrategy(wait=60, retry_exceptions={ScannerSilent})


@app.task(name="ifi.intake.check", retry=_UNTIL_SCANNED)
def check(run_id: str) -> None:
    services.check_run(run_id=uuid.UUID(run_id), on=timezone.localdate())
    annotate.configure(lock=run_id).defer(run_id=run_id)


@app.task(name="ifi.intake.annotate")
def annotate(run_id: str) -> None:
    annotate_run(run_id=uuid.UUID(run_id))


@app.task(name="ifi.intake.commit")
def commit(run_id: str) -> None:
    services.commit_run(run_id=uuid.UUID(run_id), on=timezone.localdate())
