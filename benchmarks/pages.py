"""Pages over a million duties: server CPU a request, time at 16 connections, and no plan that scans the table.

As the public and as an analyst of one authority, both behind the wall of row-level security (docs/adr/0012).

    python -m benchmarks.pages            makes its own database beside that of DATABASE_URL, measures, prints
    python -m benchmarks.pages --keep     measures what an earlier run left there

CPU is what the web server's processes and PostgreSQL's backends of that database used, as the kernel counts it.
"""

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from benchmarks.duties_million import DATABASE, DUTIES, fill, own_url, point_at_own_database
from benchmarks.processor import seconds_of_backends, seconds_of_tree
from benchmarks.report import marked, scaled

PORT = 8794
CONNECTIONS = 16
REQUESTS = scaled(320, least=2 * CONNECTIONS)  # a page
LIMIT_MS = 15.0  # CPU of the web server and PostgreSQL a request, for the pages that the aim speaks of
WITH_AIM = ("home", "list", "right")

PAGES = {
    "home": "",
    "list, no filter": "duties/?year=",
    "list, year": "duties/?year=2024",
    "list, year, by due": "duties/?year=2024&sort=-due",
    "list, by due": "duties/?sort=-due",
    "list, by missing": "duties/?sort=-outstanding",
    "list, regime": "duties/?regime=kz.uranium",
    "list, legacy regime": "duties/?regime=kz.legacy_contract",
    "list, region": "duties/?region=23",
    "list, authority": "duties/?authority=akimat&sort=-due",
    "list, overdue": "duties/?status=overdue",
    "list, partly fulfilled": "duties/?status=part_fulfilled",
    "list, open": "duties/?status=open",
    "list, exempt": "duties/?status=exempt",
    "list, under the threshold": "duties/?risk=1",
    "list, organisation": f"duties/?organisation={quote('Кен-1234')}",
    "list, page far in": "duties/?after=2020~1000000.00~500000",
    "right": "rights/7/",
    "right, as of": "rights/7/?on=01.06.2024&known=24.11.2026",
    "year": "rights/7/2024/",
    "organisation": "organisations/8/",
}


# base data of the benchmark have no words for the analyst's page of a year
FOR_ANALYSTS = {f"{name}, analyst": path for name, path in PAGES.items() if name != "year"}


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds: CPU of the web server and of PostgreSQL a request, middle and 95th percentile at 16 connections."""

    name: str
    web: float
    database: float
    middle: float
    p95: float


def main() -> int:
    if "--keep" in sys.argv:
        os.environ["DATABASE_URL"] = own_url(os.environ["DATABASE_URL"])
    else:
        point_at_own_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ifi.config.settings")
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ["RATE_LIMITS"] = "0"
    import django

    django.setup()
    if "--keep" not in sys.argv:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        began = time.monotonic()
        fill()
        print(f"a million duties made in {time.monotonic() - began:.0f} s", file=sys.stderr)
    session = session_of_an_analyst()
    scans = [*scanning_plans(PAGES, ""), *scanning_plans(FOR_ANALYSTS, session)]
    with web_server() as process:
        measured = [measure(name, path, process, "") for name, path in PAGES.items()]
        measured += [measure(name, path, process, session) for name, path in FOR_ANALYSTS.items()]
    print_table(measured)
    print(f"\nStatements that read a whole large table: {'; '.join(scans) or 'none'}.")
    return 0


def session_of_an_analyst() -> str:
    """The cookie of an analyst of one authority who has signed in; an officer would need a second factor."""
    from django.conf import settings

    from ifi.accounts.models import User
    from tests.sign_in import Client  # gives the second factor, too

    analyst, _ = User.objects.get_or_create(
        email="analyst@benchmark.invalid", defaults={"name": "Analyst", "roles": ["analyst"], "authority": "energy"}
    )
    client = Client()
    client.force_login(analyst)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def scanning_plans(pages: dict[str, str], session: str) -> list[str]:
    """Pages one of whose statements reads a whole large table, by the plans that the web's role gets for its reader."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from ifi.accounts.reader import present, reading_as
    from ifi.config.database import WEB_ROLE

    large = ("obligations_dutybalance", "obligations_duty", "registry_subsoilright", "registry_rightholder")
    large += ("registry_rightdetail",)
    found: list[str] = []
    for name, path in pages.items():
        sent: list[tuple[str, object, object]] = []

        def note(execute, sql, parameters, many, context, sent=sent):  # type: ignore[no-untyped-def]
            sent.append((sql, parameters, present()))
            return execute(sql, parameters, many, context)

        client = Client(headers={"host": "localhost"})
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        with connection.execute_wrapper(note):
            answer = client.get(f"/kk/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {WEB_ROLE}")
            for sql, parameters, reader in sent:
                if sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
                    with reading_as(reader):  # type: ignore[arg-type]
                        cursor.execute(f"EXPLAIN {sql}", parameters)
                    plan = "\n".join(row[0] for row in cursor.fetchall())
                    found += [f"{name}: {table}" for table in large if f"Seq Scan on {table} " in plan]
            cursor.execute("RESET ROLE")
    return found


@contextmanager
def web_server() -> Iterator[subprocess.Popen[bytes]]:
    """One worker with two threads, as on a small machine."""
    command = [sys.executable, "-m", "granian", "ifi.config.wsgi:application", "--interface", "wsgi", "--no-log"]
    command += ["--host", "127.0.0.1", "--port", str(PORT), "--workers", "1", "--blocking-threads", "2"]
    environment = {**os.environ, "LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await_answer()
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def _await_answer(seconds: int = 120) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            return fetch(http.client.HTTPConnection("127.0.0.1", PORT, timeout=30), "", "")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def measure(name: str, path: str, process: subprocess.Popen[bytes], session: str) -> Measured:
    warm = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for _ in range(10):
        fetch(warm, path, session)
    web, database = seconds_of_tree(process.pid), seconds_of_backends(DATABASE)
    times = under_load(path, session)
    web, database = seconds_of_tree(process.pid) - web, seconds_of_backends(DATABASE) - database
    ordered = sorted(times)
    return Measured(
        name,
        web * 1000 / len(times),
        database * 1000 / len(times),
        statistics.median(ordered) * 1000,
        ordered[int(len(ordered) * 0.95)] * 1000,
    )


def under_load(path: str, session: str) -> list[float]:
    """Seconds of each request, asked by 16 connections at once that stay open."""
    times: list[float] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for _ in range(REQUESTS // CONNECTIONS):
            began = time.perf_counter()
            fetch(connection, path, session)
            times.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def fetch(connection: http.client.HTTPConnection, path: str, session: str) -> None:
    headers = {"Host": "localhost"} | ({"Cookie": f"session={session}"} if session else {})
    connection.request("GET", f"/kk/{path}", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status, body[:300])


def print_table(measured: list[Measured]) -> None:
    print(f"| Page over {DUTIES:,} duties | Web, ms | PostgreSQL, ms | Both, ms | Aim, ms | Middle, ms | p95, ms |")
    print("|---|---|---|---|---|---|---|")
    for one in measured:
        has_aim, both = one.name.startswith(WITH_AIM), one.web + one.database
        told = marked(f"{both:.1f}", both <= LIMIT_MS if has_aim else None)
        aim = f"{LIMIT_MS:.0f}" if has_aim else "none"
        cells = (one.name, f"{one.web:.1f}", f"{one.database:.1f}", told, aim, f"{one.middle:.0f}", f"{one.p95:.0f}")
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    raise SystemExit(main())
