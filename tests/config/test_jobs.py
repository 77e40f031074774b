"""Jobs of a worker that died are done again; those of a live one are left alone."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from ifi.config.jobs import return_jobs_of_dead_workers

pytestmark = pytest.mark.django_db(transaction=True)


def _job_in_work(silent_for: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
            [silent_for],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, worker_id) "
            "VALUES ('default', 'a', 0, '{}', 'doing', %s) RETURNING id",
            [worker],
        )
        return cursor.fetchone()[0]


def _status(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()[0]


def test_a_job_of_a_dead_worker_goes_back_to_the_queue_once():
    job = _job_in_work("2 minutes")
    assert async_to_sync(return_jobs_of_dead_workers)(app) == 1
    assert _status(job) == "todo"
    assert async_to_sync(return_jobs_of_dead_workers)(app) == 0


def test_a_job_of_a_live_worker_is_left_alone():
    job = _job_in_work("5 seconds")
    assert async_to_sync(return_jobs_of_dead_workers)(app) == 0
    assert _status(job) == "doing"
