"""`make bench`: every benchmark in turn, each in a process of its own; what they print becomes docs/benchmarks.md.

python -m benchmarks            all of them, in full
python -m benchmarks --small    a fiftieth of it, printed alone: whether they run, no figures to quote
"""

import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.report import MISSED

# title, module; written by hand, in the order of the page
BENCHMARKS = (
    ("Assessment engine, beside OpenFisca", "law_engine"),
    ("Load of the demonstration portfolio", "demonstration"),
    ("Imports, beside a raw COPY and django-import-export", "imports"),
    ("Pages over a million duties", "pages"),
    ("The trail of acts", "audit"),
    ("Notices", "notices"),
)
SMALL = "0.02"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
WORDS = Path(__file__).parent / "words"
HEAD = """# Benchmarks

`make bench` made this page on {day} in {minutes:.0f} minutes ({machine}); `python -m benchmarks.NAME` prints one part.
The words below the tables are kept in `benchmarks/words/`. Ratios against a peer are measured in the same run; absolute
times depend on the machine and on what else it does, which the load average (of one minute, before and after) tells.

{missed}
"""


def main() -> int:
    """Run them all; 1 if one could not be run, and the page says which."""
    wanted = [name for name in sys.argv[1:] if name != "--small"]
    is_small = "--small" in sys.argv
    if is_small:
        os.environ["BENCHMARK_SCALE"] = SMALL
    os.environ.setdefault("DATABASE_URL", _private_server())
    began, sections, failed = time.monotonic(), [], False
    for title, name in BENCHMARKS:
        if wanted and name not in wanted:
            continue
        print(f"== {title} (benchmarks.{name})", file=sys.stderr, flush=True)
        section, is_sound = _section(title, name)
        sections.append(section)
        failed |= not is_sound
    page = _page(sections, (time.monotonic() - began) / 60)
    print(page)
    if not wanted and not is_small:
        PAGE.write_text(page, encoding="utf-8")
    return 1 if failed else 0


def _private_server() -> str:
    """Where no server is given, the one that `ifi db` keeps."""
    from ifi.config.database import socket_folder
    from ifi.config.environment import state_folder

    return f"postgresql://ifi@/ifi?host={socket_folder(state_folder())}"


def _section(title: str, name: str) -> tuple[str, bool]:
    """The section of one benchmark, and whether it ran to its end."""
    before = os.getloadavg()[0]
    run = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], stdout=subprocess.PIPE, text=True, check=False)
    load = f"Load average {before:.1f} before, {os.getloadavg()[0]:.1f} after."
    end = "" if run.returncode == 0 else f"\n\nThis benchmark ended with exit code {run.returncode}."
    words = (WORDS / f"{name}.md").read_text(encoding="utf-8").strip()
    return f"## {title} (`benchmarks.{name}`)\n\n{run.stdout.strip()}{end}\n\n{load}\n\n{words}", not end


def _page(sections: list[str], minutes: float) -> str:
    lines = [line.split("|") for section in sections for line in section.splitlines() if MISSED in line]
    names = "; ".join(cells[1].strip(" –") for cells in lines)
    missed = f"Aims that this run missed: {names}." if names else "This run missed none of the aims."
    head = HEAD.format(day=f"{datetime.now(UTC):%d.%m.%Y}", minutes=minutes, machine=_machine(), missed=missed)
    apart = (WORDS / "apart.md").read_text(encoding="utf-8").strip()
    return "\n\n".join([head.strip(), *sections, apart]) + "\n"


def _machine() -> str:
    cores = Path("/proc/cpuinfo").read_text().count("processor\t")
    return f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
