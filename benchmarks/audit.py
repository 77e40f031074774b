"""The trail: acts of one writer a second, and the check of a million records.

`python -m benchmarks.audit [records]` on the server of DATABASE_URL, in a database of its own.
"""

import os
import sys
import tempfile
import time
from datetime import date

from benchmarks.duties_million import DATABASE as PAGES_DATABASE
from benchmarks.report import Line, print_lines, scaled

DATABASE = "ifi_bench_audit"
RECORDS = int(sys.argv[1]) if len(sys.argv) > 1 else scaled(1_000_000)
ACTS, TODAY = scaled(5_000), date(2026, 11, 24)
ACTS_A_SECOND, SECONDS = 2_000, 60

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
        print_lines(_acts())
        print()
        print_lines(_verification())


def _acts() -> list[Line]:
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
    together, _ = max(rate(together=True) for _ in range(3))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
        settings = "synchronous_commit {}, fsync {}".format(*cursor.fetchone())
    told, is_met = f"{alone:,.0f} a second ({work:.0f} µs of Python each; {settings})", alone >= ACTS_A_SECOND
    return [
        ("Acts of one writer, each in a transaction of its own", told, f"{ACTS_A_SECOND:,} a second", is_met),
        ("The same in one transaction", f"{together:,.0f} a second", "", None),
    ]


def _verification() -> list[Line]:
    from ifi.audit.heads import publish_head
    from ifi.audit.sequencing import sequence
    from ifi.audit.verification.whole import verify_trail

    sequence()
    _bring_in(RECORDS)
    begun = time.perf_counter()
    placed = sequence()
    placing = time.perf_counter() - begun
    publish_head()
    begun, worked = time.perf_counter(), time.process_time()
    differences = sum(1 for _ in verify_trail())
    taken = time.perf_counter() - begun
    work = time.process_time() - worked
    aim = SECONDS * placed / 1_000_000
    told, is_met = f"{taken:.1f} s, of it {work:.1f} s of Python; {differences} differences", taken <= aim
    return [
        (f"Places for {placed:,} records", f"{placing:.1f} s", "", None),
        (f"Check of {placed:,} records", told, f"{aim:.0f} s, no difference", is_met and not differences),
    ]


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
