"""The whole demonstration load into an empty database of its own: seconds in all, per stage, and what was loaded.

`python -m benchmarks.demonstration`: makes a database beside the configured one and drops it again.
"""

import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from psycopg import sql

from benchmarks.report import print_lines

LIMIT_SECONDS = 60


@contextmanager
def _database_of_its_own():
    """A fresh database on the configured server, in use while the block runs; before Django's first connection."""
    from django.conf import settings
    from django.db import connection

    configured = settings.DATABASES["default"]
    kept, name = configured["NAME"], f"{configured['NAME']}_bench_{os.getpid()}"
    server = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    server = {key: configured[place] for key, place in server.items() if configured.get(place)}

    def run(statement):
        with psycopg.connect(dbname=kept, autocommit=True, **server) as administering:
            administering.execute(sql.SQL(statement).format(sql.Identifier(name)))

    run("CREATE DATABASE {}")
    configured["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        configured["NAME"] = kept
        run("DROP DATABASE {} WITH (FORCE)")


def measure():
    """(seconds to make the portfolio, seconds of the whole load, kind of row → how many)."""
    from django.core.management import call_command
    from django.test.utils import override_settings

    from ifi.obligations.demonstration import standing
    from ifi.obligations.demonstration.load import Scope, load_if_empty, made

    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(STATE=Path(folder), MEDIA_ROOT=Path(folder) / "files"),
        _database_of_its_own(),
    ):
        call_command("migrate", interactive=False, verbosity=0)
        begun = time.perf_counter()
        made(Scope())
        making = time.perf_counter() - begun
        begun = time.perf_counter()
        load_if_empty()
        return making, time.perf_counter() - begun, standing.counts()


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ifi.config.settings")
    django.setup()
    making, loading, counts = measure()
    loaded = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print_lines(
        [
            ("Making the portfolio", f"{making:.1f} s", "", None),
            (
                "Loading all of it through the services",
                f"{loading:.1f} s",
                f"{LIMIT_SECONDS} s",
                loading <= LIMIT_SECONDS,
            ),
            ("What was loaded", loaded, "", None),
        ]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
