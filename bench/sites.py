"""
Events whose tables lie at several sites: idle gaps and changes of site.

    python bench/sites.py [--seconds 30]

Each event is generated, its tables are laid out at the sites, and a tenth or a fifth
of its meetings wish one. There is a pause of one slot in the middle. The bound is a
true one, as nobody can wait less, but hardly knows of ways, so that it is low. Ends
with 1 if a rule is broken.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
from dataclasses import dataclass, replace

from convene.timetable import Instance, Schedule, Stop, Table, check, solve
from convene.timetable.generate import generate
from convene.timetable.validate import site_changes


@dataclass(frozen=True)
class Layout:
    """An event, the sites of its tables, the way in slots, and how many wish a site."""

    family: str
    participants: int
    meetings: int
    slots: int
    tables: int
    sites: int
    way: int
    wished: float


LAYOUTS = (
    Layout("h", 80, 300, 20, 24, 2, 1, 0.2),
    Layout("h", 150, 600, 24, 30, 2, 1, 0.1),
    Layout("g", 200, 1_000, 20, 60, 2, 1, 0.1),
    Layout("g", 250, 1_000, 24, 80, 3, 1, 0.1),
    Layout("h", 200, 1_000, 20, 60, 3, 2, 0.2),
)


def laid_out(layout: Layout) -> Instance:
    """Make the event of a layout."""
    base = generate(
        layout.family,
        participants=layout.participants,
        meetings=layout.meetings,
        slots=layout.slots,
        tables=layout.tables,
        seed=1,
    )
    rng = random.Random(1)
    sites, half = range(layout.sites), layout.slots // 2
    return replace(
        base,
        tables=tuple(
            Table(f"T{k}", site=k * layout.sites // layout.tables)
            for k in range(layout.tables)
        ),
        capacity=(),
        site_travel=tuple(
            tuple(0 if a == b else layout.way for b in sites) for a in sites
        ),
        positions=tuple(t + (t >= half) for t in range(layout.slots)),
        meetings=tuple(
            replace(
                m,
                site=rng.choice(sites) if rng.random() < layout.wished else None,
            )
            for m in base.meetings
        ),
        must_place_all=False,
        known={},
    )


def cpu() -> float:
    """Give the CPU seconds of this process and its children so far."""
    used = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_utime for who in used)


def main() -> int:
    """Solve each event and print a row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    seconds = parser.parse_args().seconds
    broken = 0
    print("| companies, meetings, slots, tables, sites, way | placed | gaps |", end="")
    print(" bound | gaps each | changes of site each | CPU seconds |")
    print("|---|---|---|---|---|---|---|")
    for layout in LAYOUTS:
        instance, began = laid_out(layout), cpu()
        result = solve(instance, stop=Stop(seconds=seconds))
        schedule = result.schedule or Schedule.empty(instance)
        broken += bool(check(instance, schedule))
        gaps, people = result.goal("idle-gaps"), instance.participants
        placed = len(schedule.slot) - schedule.slot.count(-1)
        sizes = (people, layout.meetings, layout.slots, layout.tables)
        print(
            f"| {', '.join(map(str, (*sizes, layout.sites, layout.way)))} "
            f"| {placed} | {gaps.value} | {gaps.bound} | {gaps.value / people:.2f} "
            f"| {site_changes(instance, schedule) / people:.2f} "
            f"| {cpu() - began:.0f} |",
            flush=True,
        )
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
