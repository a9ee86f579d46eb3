"""An upper bound on the weight that can be placed, by linear programming."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from convene.timetable.clock import Clock
from convene.timetable.model import Model

SLOT_BY_SLOT = 40_000

Key = tuple[object, ...]


def weight_bound(model: Model, clock: Clock) -> int:
    """
    Bound the placed weight of every schedule from above.

    Meetings may be split; a slot has only so many tables and a participant can
    be only in so many meetings at once. The other rules are left out, so that
    the bound holds for every schedule. Large instances are bounded over all
    slots together, small ones slot by slot.
    """
    instance = model.instance
    rows: dict[Key, list[int]] = defaultdict(list)
    limits: dict[Key, float] = {}
    weights: list[float] = []

    def join(key: Key, limit: float) -> None:
        rows[key].append(len(weights))
        limits[key] = limit

    is_small = sum(map(len, model.domain)) <= SLOT_BY_SLOT
    usable = [len({t for m in own for t in model.domain[m]}) for own in model.of]
    for m, meeting in enumerate(instance.meetings):
        if not is_small and model.domain[m]:
            join(("all",), sum(instance.capacity))
            for p in (meeting.a, meeting.b):
                join(("person", p), usable[p] * instance.representatives[p])
                join(("most", p), _or(instance.max_meetings[p], len(model.of[p])))
            weights.append(float(meeting.weight))
        for t in model.domain[m] if is_small else ():
            join(("meeting", m), 1)
            join(("slot", t), instance.capacity[t])
            for p in (meeting.a, meeting.b):
                join(("person", p, t), instance.representatives[p])
                join(("most", p), _or(instance.max_meetings[p], len(model.of[p])))
                a_day = instance.max_per_day[p]
                for d, day in enumerate(instance.days) if a_day is not None else ():
                    if t in day:
                        join(("day", p, d), a_day or 0)
            weights.append(float(meeting.weight))
    return min(instance.total_weight, _maximum(weights, rows, limits, clock))


def _or(limit: int | None, otherwise: int) -> int:
    return otherwise if limit is None else limit


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
