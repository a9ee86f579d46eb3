"""The command `bench`: ours and other methods, side by side."""

from __future__ import annotations

import argparse
from pathlib import Path

from convene.bench.run import BASELINES, OURS, Outcome, race, to_json
from convene.bench.table import HEAD, line, summary
from convene.timetable.parts import InstanceError

CANCELLED = 130


def run(options: argparse.Namespace) -> int:
    """Race on every instance, print a line per outcome and a summary at the end."""
    baselines = list(BASELINES)
    if options.baselines is not None:
        baselines = [name for name in options.baselines.split(",") if name]
    for name in baselines:
        if name not in BASELINES:
            raise InstanceError("baselines", f"some of {', '.join(BASELINES)}")
    if not options.seconds > 0 or options.threads < 1:
        raise InstanceError("seconds", "a time and a thread at least")
    try:
        outcomes = compare(
            [Path(path) for path in options.instances],
            methods=[OURS, *baselines],
            seconds=options.seconds,
            seed=options.seed,
            threads=options.threads,
            output=Path(options.output) if options.output else None,
        )
    except KeyboardInterrupt:
        return CANCELLED
    return int(any(o.status == "wrong" for o in outcomes if o.method == OURS))


def compare(
    paths: list[Path],
    *,
    methods: list[str],
    seconds: float,
    seed: int,
    threads: int,
    output: Path | None = None,
) -> list[Outcome]:
    """
    Race on every instance and print what comes out.

    Raises:
        InstanceError: A file is no instance, or `output` cannot be written.

    """
    outcomes: list[Outcome] = []
    print(HEAD, flush=True)
    try:
        for found in race(
            paths, methods=methods, seconds=seconds, seed=seed, threads=threads
        ):
            outcomes.extend(found)
            for outcome in found:
                print(line(outcome), flush=True)
                if output is not None:
                    _append(output, to_json(outcome))
    finally:  # what was measured counts even if the rest was called off
        for name in methods[1:]:
            for text in summary(outcomes, name):
                print(text)
    return outcomes


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        raise InstanceError(str(path), f"a place to write ({error.strerror})") from None
