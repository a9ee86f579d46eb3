"""The best goals of a tiny instance by trying everything."""

from __future__ import annotations

from itertools import product

from convene.timetable import Instance, Schedule, check, measure


def best_goals(instance: Instance) -> tuple[int, int, int] | None:
    """Give placed weight, missing meetings and idle gaps, or None if infeasible."""
    tables = max(instance.capacity) if instance.tables is None else len(instance.tables)
    seats = range(1) if instance.tables is None else range(tables)
    people = range(-1, len(instance.interpreters))
    places = [(-1, -1, -1)] + [
        (t, k if instance.tables is not None else -1, i)
        for t in range(instance.slots)
        for k in seats
        for i in people
    ]
    best = None
    for choice in product(places, repeat=len(instance.meetings)):
        columns = tuple(zip(*choice, strict=True)) or ((), (), ())
        schedule = Schedule(*columns)
        if check(instance, schedule):
            continue
        values = measure(instance, schedule)
        key = (
            -values["placed-weight"],
            values["minimum-meetings"],
            values["idle-gaps"],
        )
        best = key if best is None else min(best, key)
    return None if best is None else (-best[0], best[1], best[2])
