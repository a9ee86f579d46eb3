"""
Import ten thousand messy rows, with and without killing the worker.

On a database of its own: prints wall and CPU seconds, and whether each row is in
the report. With `--kill` the first process gets SIGKILL half way and the same
call goes on; the report must be the same as without.
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
from pathlib import Path
from typing import Any

import import_data

ROOT = Path(__file__).resolve().parents[1]


def run(folder: Path, file: Path, rows: int, *, kill: bool) -> dict[str, Any]:
    """Import the file into an empty database and return the report."""
    environment = {**os.environ, "GEGENBESUCH_DATA": str(folder)}
    manage = [sys.executable, str(ROOT / "manage.py")]

    def call(*args: str) -> str:
        done = subprocess.run(
            [*manage, *args],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    call("migrate", "-v0")
    office = call("create_office", "--name", "Bench", "--print-code")
    report = folder / "report.json"
    command = ["import_file", str(file), "--office", office, "--report", str(report)]
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    if kill:
        first = subprocess.Popen([*manage, *command], env=environment)
        while _done(folder) < rows // 2 and first.poll() is None:
            time.sleep(0.5)
        first.send_signal(signal.SIGKILL)
        first.wait()
        print(f"killed after {_done(folder)} rows")
    print(call(*command))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{time.monotonic() - begun:.0f} s, {cpu:.0f} s of CPU")
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def _done(folder: Path) -> int:
    with sqlite3.connect(folder / "gegenbesuch.sqlite3", timeout=20) as database:
        row = database.execute(
            "SELECT max(done_count) FROM exchange_importrun"
        ).fetchone()
    return int(row[0] or 0)


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
        report = run(folder, file, options.rows, kill=options.kill)
    numbers = [entry["row"] for entry in report["rows"]]
    print(report["totals"])
    print("each row once:", len(numbers) == len(set(numbers)) == report["rows_total"])
    print("totals add up:", sum(report["totals"].values()) == report["rows_total"])


if __name__ == "__main__":
    main()
