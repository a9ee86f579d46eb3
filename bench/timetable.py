"""
Meeting schedules: `convene` beside other methods, on the same instances.

    python bench/timetable.py [SET …] [--published FOLDER] [--seconds 60]
                              [--baselines maxsat,cpsat,chuffed,greedy]
                              [--select GLOB …] [--seed 0] [--threads 1]
    python bench/timetable.py --docs RESULTS

The sets `small` and `large` are generated. `published` and `chosen`, six hard ones
of them, are read from a folder (also $CONVENE_PUBLISHED): those instances are other
people's data and no part of this project. Without SET all that are there are run.

Every method runs in a process of its own and is judged by the validator. The
results go to `bench/results/`, a line per outcome, and from there into the
tables of `docs/convene/benchmarks.md`; `--docs` does only that.
Ends with 1 when our own result breaks a rule or is disproved.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from convene.bench.command import compare
from convene.bench.run import BASELINES, OURS, Outcome
from convene.bench.table import markdown, summary
from convene.timetable import InstanceError, read_instance
from convene.timetable.generate import generate

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
DOCUMENT = ROOT / "docs" / "convene" / "benchmarks.md"
FOLDER = os.environ.get("CONVENE_PUBLISHED", "")

#: Each set with the baselines that it is worth running.
SETS = {
    "small": BASELINES,
    "chosen": BASELINES,
    "published": ("maxsat",),
    "large": ("greedy",),
}
CHOSEN = [
    f"{name}.original.*"
    for name in (
        "forum-13",
        "tic-13crafc",
        "ticf-13crafc",
        "forum-13crafb",
        "ticf-13crafb",
        "ticf-14crafa",
    )
]

#: family, participants, meetings, slots, tables
GENERATED = {
    "small": [
        ("c", 24, 100, 14, 10),
        ("g", 24, 100, 14, 10),
        ("h", 30, 110, 14, 10),
        ("o", 24, 100, 10, 6),
        ("c", 50, 220, 18, 18),
        ("g", 50, 220, 18, 18),
        ("h", 60, 220, 18, 18),
        ("o", 50, 250, 14, 12),
    ],
    "large": [
        ("c", 200, 1000, 20, 60),
        ("g", 200, 1000, 20, 60),
        ("h", 200, 1000, 20, 60),
        ("o", 200, 1560, 20, 60),
        ("c", 500, 3000, 24, 150),
        ("g", 500, 3000, 24, 150),
        ("h", 500, 3000, 24, 150),
        ("o", 500, 4680, 24, 150),
    ],
}


def main() -> int:
    options = _options()
    if options.docs:
        write_tables(options.docs)
        return 0
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in options.sets or SETS:
            if name in GENERATED:
                paths = _generated(name, Path(folder), options)
            else:
                select = CHOSEN if name == "chosen" else options.select
                paths = _published(options.published or FOLDER, select)
            if paths:
                status |= _run(name, paths, options)
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("--published", default="", metavar="FOLDER")
    parser.add_argument("--select", nargs="+", default=["*"], metavar="GLOB")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--baselines", default="", metavar="METHOD,…")
    parser.add_argument("--docs", type=Path, metavar="RESULTS")
    options = parser.parse_args()
    for name in options.sets:
        if name not in SETS:
            parser.error(f"{name} is none of {', '.join(SETS)}")
    return options


def _generated(name: str, folder: Path, options: argparse.Namespace) -> list[Path]:
    paths = []
    for family, participants, meetings, slots, tables in GENERATED[name]:
        instance = generate(
            family,
            participants=participants,
            meetings=meetings,
            slots=slots,
            tables=tables,
            seed=options.seed + 1,
        )
        path = folder / f"{instance.name}.json"
        if any(fnmatch.fnmatch(path.name, glob) for glob in options.select):
            path.write_text(json.dumps(instance.to_json()), encoding="utf-8")
            paths.append(path)
    return paths


def _published(folder: str, select: list[str]) -> list[Path]:
    """Find instances in the order of the globs, small ones first."""
    if not folder:
        print("No folder with published instances is given; they are left out.")
        return []
    files = [p for p in Path(folder).iterdir() if p.suffix in {".json", ".dzn"}]
    found: dict[Path, None] = {}
    for glob in select:
        chosen = [p for p in files if fnmatch.fnmatch(p.name, glob)]
        found |= dict.fromkeys(sorted(chosen, key=_size))
    return list(found)


def _size(path: Path) -> tuple[int, str]:
    instance = read_instance(path)
    return len(instance.meetings) * instance.slots, path.name


def _run(name: str, paths: list[Path], options: argparse.Namespace) -> int:
    methods = [m for m in options.baselines.split(",") if m] or list(SETS[name])
    commit = _commit()
    moment = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    results = RESULTS / f"{moment:%Y-%m-%d-%H%M}-{name}-{commit}.jsonl"
    head = {
        "set": name,
        "date": f"{moment:%Y-%m-%d}",
        "commit": commit,
        "seconds": options.seconds,
        "seed": options.seed,
        "threads": options.threads,
        "methods": [OURS, *methods],
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }
    results.write_text(json.dumps(head) + "\n", encoding="utf-8")
    print(f"{name}: {len(paths)} instances, results in {results}")
    outcomes = compare(
        paths,
        methods=[OURS, *methods],
        seconds=options.seconds,
        seed=options.seed,
        threads=options.threads,
        output=results,
    )
    write_tables(results)
    return int(any(o.status == "wrong" for o in outcomes if o.method == OURS))


def _commit() -> str:
    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *words],
            check=False,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    dirty = "+" if git("status", "--porcelain", "--", "src/convene") else ""
    return (git("rev-parse", "--short", "HEAD") or "unknown") + dirty


def write_tables(results: Path) -> None:
    """Put a results file between the markers of its set in the document."""
    head, *rows = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    outcomes = [Outcome(**row) for row in rows]
    # What is not installed says so in one place, not in every row.
    absent = {o.method: o.note for o in outcomes if o.status == "missing"}
    methods = [m for m in head["methods"] if m not in absent]
    outcomes = [o for o in outcomes if o.method in methods]
    measured = (
        f"Measured on {head['date']} at commit `{head['commit']}`: "
        f"{head['seconds']:.0f} s a method and instance, seed {head['seed']}, "
        f"{head['threads']} thread, Python {head['python']}, "
        f"a machine of {head['cores']} cores with a load of {head['load']}."
    )
    lines = [
        measured,
        *(f"Not run: {method} ({note})." for method, note in absent.items()),
        "",
        *markdown(outcomes, methods),
        "",
        *(f"- {t}" for m in methods[1:] for t in summary(outcomes, m)),
    ]
    text = DOCUMENT.read_text(encoding="utf-8")
    begin, end = f"<!-- {head['set']}: begin -->\n", f"<!-- {head['set']}: end -->"
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    body = begin + "\n" + "\n".join(lines) + "\n\n" + end
    DOCUMENT.write_text(
        re.sub(pattern, lambda _: body, text, flags=re.DOTALL), encoding="utf-8"
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InstanceError as error:
        sys.exit(f"bench: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
