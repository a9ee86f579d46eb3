"""What weight can be placed at all, by linear programming, and with which meetings."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from convene.timetable.clock import Clock
from convene.timetable.model import Model
from convene.timetable.rows import Group, groups_of, has_few_classes

SLOT_BY_SLOT = 40_000
HALF = 0.5

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """
    What is known about the weight of an instance before anything is placed.

    Attributes:
        bound: No schedule places more.
        chosen: Meetings of the most weight if slots, tables and interpreters were
            only numbers. Nearly always they can all be placed.

    """

    bound: int
    chosen: tuple[int, ...] = ()


def weigh(model: Model, clock: Clock) -> Weights:
    """
    Bound the placed weight of every schedule from above, and choose meetings.

    There are only so many tables, also of the kinds that some meetings need, and
    so many interpreters over all slots together, and a participant can be only in
    so many meetings. The other rules are left out and meetings may be split, so
    that the bound holds for every schedule.
    """
    total = model.instance.total_weight
    program = _over_all(model)
    solved = program.solve(clock)
    if solved is None:
        return Weights(total)
    bound, shares = solved
    chosen = (
        m for m, share in zip(program.meetings, shares, strict=True) if share > HALF
    )
    return Weights(min(total, bound), tuple(chosen))


def bound_by_slot(model: Model, clock: Clock) -> int:
    """
    Bound the placed weight as `weigh` does, but slot by slot, which is closer.

    Large instances would take too long; their bound is the weight of all meetings.
    """
    total = model.instance.total_weight
    if sum(map(len, model.domain)) > SLOT_BY_SLOT:
        return total
    solved = _slot_by_slot(model).solve(clock)
    return total if solved is None else min(total, solved[0])


@dataclass(slots=True)
class _Program:
    """
    A linear program for the most weight.

    Attributes:
        meetings: The meeting of each column; several columns are parts of it.

    """

    model: Model
    meetings: list[int] = field(default_factory=list)
    rows: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    limits: dict[Key, float] = field(default_factory=dict)

    def join(self, key: Key, limit: float) -> None:
        """Count the column added last against a limit."""
        self.rows[key].append(len(self.meetings) - 1)
        self.limits[key] = limit

    def solve(self, clock: Clock) -> tuple[int, list[float]] | None:
        """Give the most weight and the columns, or None if the time is over."""
        import highspy  # noqa: PLC0415 -- slow import

        meetings = self.model.instance.meetings
        tight = [
            key
            for key in sorted(self.rows, key=repr)
            if len(self.rows[key]) > self.limits[key]
        ]
        starts, columns = [0], []
        for key in tight:
            columns.extend(self.rows[key])
            starts.append(len(columns))
        program = highspy.HighsLp()
        program.num_col_ = len(self.meetings)
        program.num_row_ = len(tight)
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = [float(meetings[m].weight) for m in self.meetings]
        program.col_lower_ = [float(m in self.model.lock) for m in self.meetings]
        program.col_upper_ = [1.0] * len(self.meetings)
        program.row_lower_ = [-highspy.kHighsInf] * len(tight)
        program.row_upper_ = [float(self.limits[key]) for key in tight]
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = starts
        program.a_matrix_.index_ = columns
        program.a_matrix_.value_ = [1.0] * len(columns)
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        if clock.left() < math.inf:
            solver.setOptionValue("time_limit", max(0.1, clock.left() / 3))
        solver.passModel(program)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        value: float = solver.getObjectiveValue()
        return math.floor(value + 1e-6), list(solver.getSolution().col_value)


def _over_all(model: Model) -> _Program:
    """Count tables, people and interpreters over all slots together."""
    instance, program = model.instance, _Program(model)
    groups, in_groups = _groups(model)
    room = sum(_rooms(model))
    held = [_most_held(model, p) for p in range(len(model.of))]
    for m, meeting in enumerate(instance.meetings):
        if not model.domain[m]:
            continue
        program.meetings.append(m)
        program.join(("all",), room)
        for p in (meeting.a, meeting.b):
            program.join(("person", p), held[p])
        for g in in_groups[m]:
            program.join(("group", g), sum(groups[g].room))
    return program


def _slot_by_slot(model: Model) -> _Program:
    """Count tables, people and interpreters in each slot."""
    instance, program = model.instance, _Program(model)
    groups, in_groups = _groups(model)
    room = _rooms(model)
    held = [_most_held(model, p) for p in range(len(model.of))]
    for m, meeting in enumerate(instance.meetings):
        for t in model.domain[m]:
            program.meetings.append(m)
            program.join(("meeting", m), 1)
            program.join(("slot", t), room[t])
            for p in (meeting.a, meeting.b):
                program.join(("person", p, t), instance.representatives[p])
                program.join(("most", p), held[p])
                for d in _limited_days(model, p, t):
                    program.join(("day", p, d), instance.max_per_day[p] or 0)
            for g in in_groups[m]:
                program.join(("group", g, t), groups[g].room[t])
    return program


def _rooms(model: Model) -> list[int]:
    """Give how many meetings each slot can hold: tables, and pairs of people."""
    instance = model.instance
    heads = [0] * instance.slots
    for p, meetings in enumerate(model.of):
        usable = Counter(t for m in meetings for t in model.domain[m])
        for t, count in usable.items():
            heads[t] += min(instance.representatives[p], count)
    return [
        min(tables, people // 2)
        for tables, people in zip(instance.capacity, heads, strict=True)
    ]


def _groups(model: Model) -> tuple[list[Group], list[list[int]]]:
    """Give groups of tables and interpreters, and those of each meeting."""
    groups = groups_of(model) if has_few_classes(model) else []
    of: list[list[int]] = [[] for _ in model.instance.meetings]
    for g, group in enumerate(groups):
        for m in group.meetings:
            of[m].append(g)
    return groups, of


def _limited_days(model: Model, p: int, t: int) -> Iterator[int]:
    if model.instance.max_per_day[p] is not None:
        for d, day in enumerate(model.instance.days):
            if t in day:
                yield d


def _most_held(model: Model, p: int) -> int:
    """Bound how many meetings a participant can have, everybody else ignored."""
    instance = model.instance
    usable = sorted({t for m in model.of[p] for t in model.domain[m]})
    spaced, free = 0, -1
    for t in usable:
        if instance.positions[t] >= free:
            spaced += 1
            free = instance.positions[t] + 1 + model.rest[p]
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
