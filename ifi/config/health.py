"""Is the process alive (`/healthz`), can it serve (`/readyz`)."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Q
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateWorker

from ifi.config.database import is_web
from ifi.config.wall.standing import passes_the_wall
from ifi.notices.queries import oldest_unsent

SILENT_WORKER = timedelta(seconds=60)  # it reports every 10 s
LONG_WAIT = timedelta(minutes=10)


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked, so that a broken database does not restart the web server."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 where pages can be served and work gets done; 503 with the reasons where not."""
    unsent: dict[str, int] = {}
    try:
        reasons = [*_unapplied_migrations(), *_no_wall(), *_idle_work()]
        unsent = oldest_unsent(timezone.now())
    except DatabaseError:
        reasons = ["database_unreachable"]
    body: dict[str, Any] = {"status": "unready" if reasons else "ready", "reasons": reasons, "unsent_seconds": unsent}
    return JsonResponse(body, status=503 if reasons else 200)


def _unapplied_migrations() -> list[str]:
    applied = set(MigrationRecorder(connection).applied_migrations())
    missing = sorted(_known_migrations() - applied)
    return [f"migration_unapplied:{app}.{name}" for app, name in missing]


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Read once: the files do not change under a running process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _no_wall() -> list[str]:
    """The web may not read as somebody from whom PostgreSQL hides nothing."""
    return ["web_passes_the_wall"] if is_web() and passes_the_wall(connection) else []


def _idle_work() -> list[str]:
    now = timezone.now()
    last_report = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    reasons = [] if last_report and now - last_report < SILENT_WORKER else ["worker_silent"]
    waiting = ProcrastinateEvent.objects.filter(
        Q(job__scheduled_at=None) | Q(job__scheduled_at__lt=now - LONG_WAIT),
        job__status="todo",
        type="deferred",
        at__lt=now - LONG_WAIT,
    )
    return [*reasons, "jobs_waiting_too_long"] if waiting.exists() else reasons


urlpatterns = [path("healthz", alive, name="alive"), path("readyz", ready, name="ready")]
