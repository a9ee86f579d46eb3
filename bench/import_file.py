"""
Import ten thousand messy rows, with and without killing the worker, and undo it.

On a database of its own: prints wall and CPU seconds, whether each row is in the
report, and what is left after the import was undone. With `--kill` the first
process gets SIGKILL half way and the same call goes on; the report must be the
same as without.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import import_data

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]


class Site:
    """An installation with an empty database, used through its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "GEGENBESUCH_DATA": str(folder)}
        self.call("migrate", "-v0")
        self.office = self.call("create_office", "--name", "Bench", "--print-code")

    def begin(self, *args: str) -> subprocess.Popen[str]:
        """Begin a command."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *args],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def call(self, *args: str) -> str:
        """Return what a command says."""
        running = self.begin(*args)
        said = running.communicate()[0].strip()
        if running.returncode:
            raise SystemExit(f"{args[0]} failed.")
        return said

    def count(self, table: str, what: str = "count(*)") -> int:
        """Return a number from a table."""
        file = self.folder / "gegenbesuch.sqlite3"
        with sqlite3.connect(file, timeout=20) as database:
            row = database.execute(f"SELECT {what} FROM {table}").fetchone()
        return int(row[0] or 0)


def import_rows(site: Site, file: Path, rows: int, *, kill: bool) -> dict[str, Any]:
    """Import the file into an empty database and return the report."""
    report = site.folder / "report.json"
    command = (
        *("import_file", str(file), "--office", site.office),
        *("--report", str(report)),
    )
    with measured("import"):
        if kill:
            first = site.begin(*command)
            while _done(site) < rows // 2 and first.poll() is None:
                time.sleep(0.5)
            first.send_signal(signal.SIGKILL)
            first.wait()
            print(f"killed after {_done(site)} rows")
        print(site.call(*command))
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print how long something takes, and how much CPU its processes."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    yield
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what}: {time.monotonic() - begun:.0f} s, {cpu:.0f} s of CPU")


def _done(site: Site) -> int:
    return site.count("exchange_importrun", "max(done_count)")


def main() -> None:
    """Make the file, import it, and check that every row is accounted for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kill", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "list.xlsx"
        import_data.write_xlsx(import_data.people(options.rows, options.seed), file)
        site = Site(folder)
        report = import_rows(site, file, options.rows, kill=options.kill)
        stored = site.count("directory_person")
        with measured("undo"):
            print(site.call("undo_import", report["import"]))
        print(f"{stored} people stored, {site.count('directory_person')} left")
    numbers = [entry["row"] for entry in report["rows"]]
    print(report["totals"])
    print("each row once:", len(numbers) == len(set(numbers)) == report["rows_total"])
    print("totals add up:", sum(report["totals"].values()) == report["rows_total"])


if __name__ == "__main__":
    main()
