"""`make bench`: every benchmark in turn, each in a process of its own; what they print becomes docs/benchmarks.md."""

import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

# title, module; written by hand, in the order of the page
BENCHMARKS = (
    ("Assessment engine, beside OpenFisca", "benchmarks.law_engine"),
    ("Imports, beside a raw COPY and django-import-export", "benchmarks.imports"),
    ("Pages with a million duties", "benchmarks.pages"),
    ("Load of the demonstration portfolio", "benchmarks.demonstration"),
    ("Notices", "benchmarks.notices"),
    ("The trail of acts", "benchmarks.audit"),
)
PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Made by `make bench` on {day} ({machine}). Ratios against a peer are measured in the same run;
absolute times depend on the machine and on what else it does. Each section names the command that makes it alone.
"""


def main() -> int:
    """Run them all; 1 if one could not be run, and the page says which."""
    parts, failed = [HEAD.format(day=f"{datetime.now(UTC):%d.%m.%Y}", machine=_machine())], False
    for title, module in BENCHMARKS:
        print(f"\n== {title} ({module})", flush=True)
        run = subprocess.run([sys.executable, "-m", module], stdout=subprocess.PIPE, text=True, check=False)
        print(run.stdout, flush=True)
        failed |= run.returncode != 0
        note = "" if run.returncode == 0 else f"\nThis benchmark ended with exit code {run.returncode}.\n"
        parts.append(f"\n## {title}\n\n`python -m {module}`\n\n{run.stdout.strip()}\n{note}")
    PAGE.write_text("".join(parts), encoding="utf-8")
    return 1 if failed else 0


def _machine() -> str:
    cores = Path("/proc/cpuinfo").read_text().count("processor\t")
    return f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
