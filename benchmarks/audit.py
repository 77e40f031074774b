"""The trail: acts of one writer a second, and the check of a million records.

`python -m benchmarks.audit [records]` on the server of DATABASE_URL, in a database of its own.
"""

import os
import sys
import tempfile
import time
from datetime import date

from benchmarks.duties_million import DATABASE as PAGES_DATABASE

DATABASE = "ifi_bench_audit"
RECORDS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ACTS, TODAY = 5_000, date(2026, 11, 24)

# A million records as `record()` writes them, made by the application with its key and brought in by COPY.
_COLUMNS = "at, event, target_kind, target_key, person, body, leaf, seal"


def main() -> None:
    """Print the table of figures."""
    url = _own_database()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": url, "IFI_STATE": folder, "DJANGO_SETTINGS_MODULE": "ifi.config.settings"}
        os.environ["LOG_LEVEL"] = "ERROR"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        _acts()
        _verification()


def _acts() -> None:
    from django.db import connection, transaction

    from ifi.accounts.rights import Program
    from ifi.audit import events
    from ifi.audit.services import record
    from ifi.core.targets import Target

    events.register({"bench.done": "done {number}"})
    program = Program("benchmark")

    def act(number: int) -> None:
        changes = {"amount": ("1.00", "2.00")}
        target = Target.of("stone", number % 1000)
        record("bench.done", target, by=program, on=TODAY, changes=changes, parameters={"number": number})

    def rate(together: bool) -> tuple[float, float]:
        begun, worked = time.perf_counter(), time.process_time()
        if together:
            with transaction.atomic():
                for number in range(ACTS):
                    act(number)
        else:
            for number in range(ACTS):
                with transaction.atomic():
                    act(number)
        return ACTS / (time.perf_counter() - begun), (time.process_time() - worked) / ACTS * 1e6

    rate(together=False)
    alone, work = max(rate(together=False) for _ in range(3))
    print(f"acts of one writer, each in its own transaction: {alone:,.0f} a second ({work:.0f} µs of Python each)")
    print(f"  all in one transaction: {max(rate(together=True) for _ in range(3))[0]:,.0f} a second")
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        (synchronous,) = cursor.fetchone()
        cursor.execute("SHOW fsync")
        print(f"  synchronous_commit {synchronous}, fsync {cursor.fetchone()[0]}")


def _verification() -> None:
    from ifi.audit.heads import publish_head
    from ifi.audit.sequencing import sequence
    from ifi.audit.verification.whole import verify_trail

    sequence()
    _bring_in(RECORDS)
    begun = time.perf_counter()
    placed = sequence()
    print(f"places for {placed:,} records: {time.perf_counter() - begun:.1f} s")
    publish_head()
    begun, worked = time.perf_counter(), time.process_time()
    differences = sum(1 for _ in verify_trail())
    taken = time.perf_counter() - begun
    work = time.process_time() - worked
    print(f"check of all {placed:,} records: {taken:.1f} s, {differences} differences (≤ 60 s; {work:.1f} s of Python)")


def _bring_in(count: int) -> None:
    """As so many acts of a person would leave them, a microsecond apart."""
    from datetime import UTC, datetime, timedelta

    from django.db import connection

    from ifi.audit.keys import present_key
    from ifi.audit.rules.records import Act, Who, body_of, seal_of
    from ifi.audit.rules.tree import leaf_hash
    from ifi.core.targets import Target

    first, sealing = datetime.now(UTC), present_key().sealing
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY audit_record ({_COLUMNS}) FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["timestamptz", "varchar", "varchar", "varchar", "int8", "bytea", "bytea", "bytea"])
            for number in range(count):
                at, target = first + timedelta(microseconds=number), Target.of("stone", number % 1000)
                changes = {"amount": ("1.00", "2.00")}
                act = Act(
                    "bench.done", target, Who(person=5), TODAY, at, changes=changes, parameters={"number": number}
                )
                body = body_of(act)
                copy.write_row((at, act.event, "stone", target.key, 5, body, leaf_hash(body), seal_of(sealing, body)))
        cursor.execute(
            "INSERT INTO audit_waiting SELECT id FROM audit_record AS record"
            " WHERE NOT EXISTS (SELECT FROM audit_leaf WHERE record_id = record.id)"
        )
        cursor.execute("ANALYZE audit_record")


def _own_database() -> str:
    import psycopg

    from benchmarks.duties_million import own_url

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    return own_url(url).replace(PAGES_DATABASE, DATABASE)


if __name__ == "__main__":
    main()
