"""An upper bound on the weight that can be placed, by linear programming."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from convene.timetable.clock import Clock
from convene.timetable.model import Model
from convene.timetable.rows import groups_of, has_few_classes

SLOT_BY_SLOT = 40_000

Key = tuple[object, ...]


def weight_bound(model: Model, clock: Clock) -> int:
    """
    Bound the placed weight of every schedule from above.

    Meetings may be split; a slot has only so many tables, also of the kinds that
    some meetings need, and so many interpreters, and a participant can be only
    in so many meetings at once and in all. The other rules are left out, so
    that the bound holds for every schedule. Large instances are bounded over
    all slots together, small ones slot by slot.
    """
    instance = model.instance
    rows: dict[Key, list[int]] = defaultdict(list)
    limits: dict[Key, float] = {}
    weights: list[float] = []

    def join(key: Key, limit: float) -> None:
        rows[key].append(len(weights))
        limits[key] = limit

    is_small = sum(map(len, model.domain)) <= SLOT_BY_SLOT
    held = [_most_held(model, p) for p in range(len(model.of))]
    groups = groups_of(model) if has_few_classes(model) else []
    in_groups: list[list[int]] = [[] for _ in instance.meetings]
    for g, group in enumerate(groups):
        for m in group.meetings:
            in_groups[m].append(g)
    for m, meeting in enumerate(instance.meetings):
        if not is_small and model.domain[m]:
            join(("all",), sum(instance.capacity))
            for p in (meeting.a, meeting.b):
                join(("person", p), held[p])
            for g in in_groups[m]:
                join(("group", g), sum(groups[g].room))
            weights.append(float(meeting.weight))
        for t in model.domain[m] if is_small else ():
            join(("meeting", m), 1)
            join(("slot", t), instance.capacity[t])
            for p in (meeting.a, meeting.b):
                join(("person", p, t), instance.representatives[p])
                join(("most", p), held[p])
                a_day = instance.max_per_day[p]
                for d, day in enumerate(instance.days) if a_day is not None else ():
                    if t in day:
                        join(("day", p, d), a_day or 0)
            for g in in_groups[m]:
                join(("group", g, t), groups[g].room[t])
            weights.append(float(meeting.weight))
    return min(instance.total_weight, _maximum(weights, rows, limits, clock))


def _most_held(model: Model, p: int) -> int:
    """Bound how many meetings a participant can have, everybody else ignored."""
    instance = model.instance
    usable = sorted({t for m in model.of[p] for t in model.domain[m]})
    spaced, free = 0, -1
    for t in usable:
        if t >= free:
            spaced += 1
            free = t + 1 + model.rest[p]
    most = spaced * instance.representatives[p]
    a_day, limit = instance.max_per_day[p], instance.max_meetings[p]
    if a_day is not None:
        days = [set(day) for day in instance.days]
        outside = sum(not any(t in day for day in days) for t in usable)
        heads = instance.representatives[p]
        most = min(
            most,
            outside * heads
            + sum(min(a_day, sum(t in day for t in usable) * heads) for day in days),
        )
    return most if limit is None else min(most, limit)


def _maximum(
    weights: list[float],
    rows: dict[Key, list[int]],
    limits: dict[Key, float],
    clock: Clock,
) -> int:
    """Solve the linear program; give the trivial bound if the time is over."""
    import highspy  # noqa: PLC0415 -- slow import

    total = int(sum(weights))
    tight = [key for key in sorted(rows, key=repr) if len(rows[key]) > limits[key]]
    if not tight:
        return total
    model_lp = highspy.HighsLp()
    model_lp.num_col_ = len(weights)
    model_lp.num_row_ = len(tight)
    model_lp.sense_ = highspy.ObjSense.kMaximize
    model_lp.col_cost_ = weights
    model_lp.col_lower_ = [0.0] * len(weights)
    model_lp.col_upper_ = [1.0] * len(weights)
    model_lp.row_lower_ = [-highspy.kHighsInf] * len(tight)
    model_lp.row_upper_ = [float(limits[key]) for key in tight]
    starts, columns = [0], []
    for key in tight:
        columns.extend(rows[key])
        starts.append(len(columns))
    model_lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model_lp.a_matrix_.start_ = starts
    model_lp.a_matrix_.index_ = columns
    model_lp.a_matrix_.value_ = [1.0] * len(columns)
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    if clock.left() < math.inf:
        solver.setOptionValue("time_limit", max(0.1, clock.left() / 3))
    solver.passModel(model_lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return total
    value: float = solver.getObjectiveValue()
    return min(total, math.floor(value + 1e-6))
