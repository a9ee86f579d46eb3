"""An upper bound on the weight that can be placed, by linear programming."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from convene.timetable.clock import Clock
from convene.timetable.model import Model


def weight_bound(model: Model, clock: Clock) -> int:
    """
    Bound the placed weight of every schedule from above.

    Meetings may be split between slots; a slot has only so many tables and a
    participant can be only in so many meetings at once. The other rules are
    left out, so that the bound holds for every schedule.
    """
    import highspy  # noqa: PLC0415 -- slow import

    instance = model.instance
    total = instance.total_weight
    rows: dict[tuple[object, ...], list[int]] = defaultdict(list)
    limits: dict[tuple[object, ...], float] = {}
    weights: list[float] = []

    def join(key: tuple[object, ...], limit: float) -> None:
        rows[key].append(len(weights))
        limits[key] = limit

    for m, meeting in enumerate(instance.meetings):
        for t in model.domain[m]:
            join(("meeting", m), 1)
            join(("slot", t), instance.capacity[t])
            for p in (meeting.a, meeting.b):
                join(("person", p, t), instance.representatives[p])
                most = instance.max_meetings[p]
                if most is not None:
                    join(("most", p), most)
                a_day = instance.max_per_day[p]
                for d, day in enumerate(instance.days) if a_day is not None else ():
                    if t in day:
                        join(("day", p, d), a_day or 0)
            weights.append(float(meeting.weight))
    tight = [key for key in sorted(rows, key=repr) if len(rows[key]) > limits[key]]
    if not tight:
        return sum(m.weight for k, m in enumerate(instance.meetings) if model.domain[k])
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
