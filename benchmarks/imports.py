"""Imports: a million receipts from upload to posted entries beside a raw COPY of the same file; 20,000 of them beside
django-import-export; a workbook of 100,000 rows to its preview.

`python -m benchmarks.imports` on the server of DATABASE_URL, in a database of its own.
"""

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.duties_million import DATABASE as PAGES_DATABASE
from benchmarks.imports_floor import KEYS, LINKS, floor, raw_copy
from benchmarks.processor import seconds_of_backends
from benchmarks.report import Line, print_lines, scaled

DATABASE = "ifi_bench_imports"
ROWS, PEER_ROWS, WORKBOOK_ROWS = scaled(1_000_000), scaled(20_000), scaled(100_000)
RATIO, RATIO_OF_FLOOR, MEMORY, WORKBOOK_SECONDS = 10, 1, 1024, 15  # the second: docs/adr/0021
RIGHTS, YEARS = 3_000, range(2019, 2026)
TODAY = date(2026, 11, 24)
HEADINGS = ("БИН плательщика", "Номер контракта", "Год", "Номер платёжного поручения", "Дата платежа", "Сумма", "КБК")

REGISTRY = """
INSERT INTO registry_subsoilright (id, kind, number, concluded_on, concluded_as_written, name, minerals, region,
                                   authority, starts_on, exempt_ground, obligations_text, is_demonstration, source,
                                   created_at)
SELECT n, 'contract', n || '-УВС', DATE '2018-07-01', '', '', ARRAY['oil'], '23', 'energy', DATE '2018-07-01', '', '',
       TRUE, 'benchmark', now() FROM generate_series(1, %(rights)s) AS n;
INSERT INTO registry_rightdetail (right_id, field, codes, validity)
SELECT id, told.field, told.codes, daterange(NULL, NULL) FROM registry_subsoilright CROSS JOIN LATERAL
    (VALUES ('minerals', minerals), ('region', ARRAY[region]), ('authority', ARRAY[authority])) AS told (field, codes);
INSERT INTO registry_rightregime (right_id, regime, validity)
SELECT n, 'kz.hydrocarbons', daterange('2018-07-01', NULL) FROM generate_series(1, %(rights)s) AS n;
INSERT INTO registry_rightholder (right_id, organisation_id, share, validity)
SELECT n, n, 1, daterange('2018-07-01', NULL) FROM generate_series(1, %(rights)s) AS n;
"""


def main() -> None:
    """Print the table of figures."""
    url = _own_database()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"DATABASE_URL": url, "IFI_STATE": name, "DJANGO_SETTINGS_MODULE": "ifi.config.settings"}
        os.environ["LOG_LEVEL"] = "ERROR"
        _fill()
        text, book = folder / "receipts.csv", folder / "receipts.xlsx"
        _write_files(text, book)
        raw = min(raw_copy(url, text) for _ in range(3))
        keyed = min(raw_copy(url, text, KEYS) for _ in range(2))
        peer = _peer(text)
        ours = min((_afresh(text) for _ in range(2)), key=_seconds)
        unlinked, linked = (min(floor(url, folder, links) for _ in range(2)) for links in ("", LINKS))
        small = folder / "part.csv"
        with text.open(encoding="utf-8") as lines, small.open("w", encoding="utf-8") as part:
            part.writelines(line for line, _ in zip(lines, range(PEER_ROWS + 1), strict=False))
        of_peer_size = _afresh(small)
        workbook = _measured(book, commit=False)
    print_lines(
        [
            *_of_the_million(ours, raw, keyed, unlinked, linked),
            _beside_the_peer(PEER_ROWS / _seconds(of_peer_size), peer),
            _of_the_workbook(workbook),
        ]
    )


def _of_the_million(ours: dict[str, float], raw: float, keyed: float, unlinked: float, linked: float) -> list[Line]:
    seconds = _seconds(ours)
    stages = ", ".join(f"{name} {ours[name]:.1f}" for name in ("receive", "check", "commit"))
    worked = f"{ours['database']:.1f} s of PostgreSQL, {ours['program']:.1f} s of the program"
    ratio, least = seconds / raw, seconds / linked
    both = "COPY of the same rows into two tables with the columns, checks and keys of receipts and entries"
    return [
        (f"{ROWS:,} receipts, upload to posted entries", f"{seconds:.1f} s ({stages})", "", None),
        ("– processor time of it", worked, "", None),
        ("COPY of the file into a bare table", f"{raw:.2f} s", "", None),
        ("– ours beside the bare table", f"{ratio:.1f} ×", f"{RATIO} ×", ratio <= RATIO),
        ("COPY of the file into a table with the keys of receipts", f"{keyed:.2f} s", "", None),
        ("– ours beside the keyed table", f"{seconds / keyed:.1f} ×", "", None),
        (both, f"{unlinked:.2f} s", "", None),
        ("– ours beside these two", f"{seconds / unlinked:.2f} ×", "", None),
        ("– with their links as foreign keys", f"{linked:.2f} s", "", None),
        ("– ours beside these two with foreign keys", f"{least:.2f} ×", f"{RATIO_OF_FLOOR} ×", least <= RATIO_OF_FLOOR),
        ("Peak memory", f"{ours['peak']:.0f} MiB", f"{MEMORY} MiB", ours["peak"] <= MEMORY),
    ]


def _beside_the_peer(rate: float, peer: float | None) -> Line:
    measure = f"First {PEER_ROWS:,} rows, ours with entries, django-import-export without"
    if peer is None:
        return (measure, f"{rate:,.0f} rows/s; the peer is not installed here", "", None)
    return (measure, f"{rate:,.0f} and {peer:,.0f} rows/s: {rate / peer:.1f} ×", "", None)


def _of_the_workbook(workbook: dict[str, float]) -> Line:
    seconds = workbook["receive"] + workbook["check"]
    measure = f"XLSX of {WORKBOOK_ROWS:,} rows to its preview"
    return (measure, f"{seconds:.1f} s", f"{WORKBOOK_SECONDS} s", seconds <= WORKBOOK_SECONDS)


def _seconds(figures: dict[str, float]) -> float:
    return figures["receive"] + figures["check"] + figures["commit"]


def _afresh(file: Path) -> dict[str, float]:
    """Imported into tables without receipts and entries."""
    _empty()
    return _measured(file, commit=True)


def _own_database() -> str:
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    from benchmarks.duties_million import own_url

    return own_url(url).replace(PAGES_DATABASE, DATABASE)


def _django() -> None:
    import django

    django.setup()


def _fill() -> None:
    _django()
    from django.core.management import call_command
    from django.db import connection

    from ifi.accounts.models import User
    from ifi.accounts.rights import ROLES, Program, Role
    from ifi.obligations.services.duties import open_duties

    call_command("migrate", verbosity=0, interactive=False)
    User.objects.create_user("officer@example.kz", name="Officer", roles=["officer"])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO registry_organisation (id, bin, kinds, is_demonstration, source, created_at)"
            " VALUES (%s, %s, '{subsoil_user}', true, 'benchmark', now())",
            list(enumerate(_bins(), start=1)),
        )
        cursor.execute(REGISTRY, {"rights": RIGHTS})
        cursor.execute("ANALYZE")
    open_duties(right_ids=range(1, RIGHTS + 1), years=YEARS, by=Program("benchmark", *ROLES[Role.OFFICER]))


def _bins() -> list[str]:
    from ifi.core.identifiers import check_digit

    starts = (f"1801400{number:04}" for number in range(2 * RIGHTS))
    return [f"{start}{digit}" for start in starts if (digit := check_digit(start)) is not None][:RIGHTS]


def _empty() -> None:
    """Receipts, entries and runs away, past the triggers that forbid it."""
    import psycopg
    from django.db import connections

    connections.close_all()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute("TRUNCATE obligations_treasuryreceipt, ledger_entry, intake_importrun CASCADE")
        server.execute("UPDATE obligations_dutybalance SET received = 0")
        server.execute("VACUUM FULL ANALYZE obligations_dutybalance")


def _write_files(text: Path, book: Path) -> None:
    import xlsxwriter

    chance, bins = random.Random(1), _bins()
    with (
        text.open("w", encoding="utf-8", newline="") as file,
        xlsxwriter.Workbook(book, {"constant_memory": True}) as out,
    ):
        writer, sheet = csv.writer(file, delimiter=";"), out.add_worksheet("Поступления")
        writer.writerow(HEADINGS)
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, ROWS + 1):
            right, year = chance.randrange(RIGHTS), chance.choice(YEARS)
            paid_on = date(year, 1, 1) + timedelta(days=chance.randrange(365))
            amount = f"{chance.randrange(1, 10**11) / 100:.2f}"
            row = (bins[right], f"{right + 1}-УВС", year, f"{number:07}", paid_on.isoformat(), amount, "201109")
            writer.writerow(row)
            if number <= WORKBOOK_ROWS:
                sheet.write_row(number, 0, row)


def _measured(file: Path, *, commit: bool) -> dict[str, float]:
    """The import in a process of its own: seconds by stage, and the peak of its memory in MiB."""
    command = [sys.executable, "-m", "benchmarks.imports", "--one", str(file), "commit" if commit else "preview"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _one(file: Path, commit: bool) -> None:
    _django()
    from ifi.accounts.models import User
    from ifi.intake import services

    officer, clock = User.objects.get(), [time.perf_counter()]
    worked = [seconds_of_backends(DATABASE), time.process_time()]
    with file.open("rb") as stream:
        chunks = iter(lambda: stream.read(64 * 1024), b"")
        run, _ = services.receive_file(kind="receipts", chunks=chunks, file_name=file.name, language="ru", by=officer)
    clock.append(time.perf_counter())
    services.check_run(run_id=run.pk, on=TODAY)
    clock.append(time.perf_counter())
    run.refresh_from_db()
    if run.state != "checked" or run.rows_rejected:
        raise SystemExit(f"{run.state} {run.problem} {list(run.problems.values_list('code', 'value')[:5])}")
    if commit:
        services.confirm_run(run_id=run.pk, by=officer)
        services.commit_run(run_id=run.pk, on=TODAY)
        run.refresh_from_db()
        if run.state != "committed" or run.rows_new != run.rows_total:
            raise SystemExit(f"{run.state} {run.problem}")
    clock.append(time.perf_counter())
    stages = dict(zip(("receive", "check", "commit"), (b - a for a, b in pairwise(clock)), strict=True))
    stages |= {"database": seconds_of_backends(DATABASE) - worked[0], "program": time.process_time() - worked[1]}
    print(json.dumps(stages | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _peer(text: Path) -> float | None:
    """Rows a second of django-import-export in its quickest setting; it writes receipts, no entries."""
    try:
        from import_export import fields, resources, widgets
        from tablib import Dataset
    except ImportError:
        return None
    from ifi.obligations.models import Duty, TreasuryReceipt

    duties = {(right, year): pk for pk, right, year in Duty.objects.values_list("pk", "right_id", "year")}

    class Receipts(resources.ModelResource):  # type: ignore[misc]
        paid_on = fields.Field("paid_on", "paid_on", widgets.DateWidget("%Y-%m-%d"))

        class Meta:
            model = TreasuryReceipt
            import_id_fields = ("payer_bin", "payment_order", "paid_on")
            fields = ("duty", "payer_bin", "payment_order", "paid_on", "amount", "kbk")
            use_bulk, batch_size, skip_diff, force_init_instance, report_skipped = True, 1000, True, True, False

    data: Any = Dataset(headers=["duty", "payer_bin", "payment_order", "paid_on", "amount", "kbk"])
    with text.open(encoding="utf-8") as file:
        for row, _ in zip(list(csv.reader(file, delimiter=";"))[1:], range(PEER_ROWS), strict=False):
            duty = duties[int(row[1].split("-")[0]), int(row[2])]
            data.append([duty, row[0], row[3], row[4], row[5], row[6]])
    began = time.perf_counter()
    result = Receipts().import_data(data, raise_errors=True, use_transactions=True)
    seconds = time.perf_counter() - began
    if result.has_errors() or TreasuryReceipt.objects.count() != PEER_ROWS:
        raise SystemExit("django-import-export did not import the rows")
    return PEER_ROWS / seconds


if __name__ == "__main__":
    if "--one" in sys.argv:
        place = sys.argv.index("--one")
        _one(Path(sys.argv[place + 1]), sys.argv[place + 2] == "commit")
    else:
        main()
