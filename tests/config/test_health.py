"""Probes: the process is alive; it can serve, or the reasons why not."""

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client

from ifi.config import database

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    """A worker that reports, and an empty queue: jobs of tests that really commit are in no test's clean-up."""
    for table in ("periodic_defers", "events", "jobs"):
        _execute(f"DELETE FROM procrastinate_{table}")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        return cursor.fetchone()[0]


def ready():
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()["reasons"]


def test_ready_with_all_tables_and_a_worker_that_reports(worker):
    assert ready() == (200, [])


def test_without_a_worker_it_is_not_ready():
    assert ready() == (503, ["worker_silent"])


def test_a_worker_that_has_not_reported_for_a_minute_counts_as_silent(worker):
    _execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '61 seconds'")
    assert ready() == (503, ["worker_silent"])


def test_a_job_that_waits_for_over_ten_minutes_is_told(worker):
    _defer_job("now() - interval '11 minutes'")
    assert ready() == (503, ["jobs_waiting_too_long"])


def test_a_job_planned_for_later_does_not_count_as_waiting(worker):
    _defer_job("now() - interval '11 minutes'", planned="now() + interval '1 hour'")
    assert ready() == (200, [])


def test_an_unapplied_migration_is_named(worker):
    _execute("DELETE FROM django_migrations WHERE app = 'intake' AND name = '0001_initial'")
    assert ready() == (503, ["migration_unapplied:intake.0001_initial"])


@pytest.mark.slow
def test_without_a_database_the_process_is_alive_but_not_ready():
    program = (
        "import django; django.setup(); from django.test import Client; "
        "print([Client().get(address).status_code for address in ('/healthz', '/readyz')])"
    )
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "LOG_LEVEL": "CRITICAL"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[200, 503]", done.stderr


def _defer_job(since: str, planned: str = "NULL") -> None:
    _execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, scheduled_at) "
        f"VALUES ('default', 'a', 0, '{{}}', 'todo', {planned})"
    )
    _execute(f"UPDATE procrastinate_events SET at = {since}")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_web_server_that_postgresql_hides_nothing_from_is_not_ready(worker, monkeypatch, settings):
    monkeypatch.setitem(database._process, "is_web", True)
    assert ready() == (200, [])
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "tests.wall.AsTheWeb"]
    assert ready() == (503, ["web_passes_the_wall"])
