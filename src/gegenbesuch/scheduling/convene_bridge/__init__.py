"""
Rows of a session to a frozen instance of the engine, and its result back to rows.

The only package of the app that knows the engine. It holds no rules; imported by
workers and commands only, because the engine loads solver libraries.
"""

from convene.timetable import InstanceError
from gegenbesuch.scheduling.convene_bridge.asking import (
    goals_to_json,
    repair_schedule,
    solve_problem,
    values_of,
)
from gegenbesuch.scheduling.convene_bridge.freezing import (
    Problem,
    read_problem,
    read_schedule,
)
from gegenbesuch.scheduling.convene_bridge.telling import (
    broken_by,
    labels_of,
    reasons_of,
    violations,
    write_result,
)

__all__ = [
    "InstanceError",
    "Problem",
    "broken_by",
    "goals_to_json",
    "labels_of",
    "read_problem",
    "read_schedule",
    "reasons_of",
    "repair_schedule",
    "solve_problem",
    "values_of",
    "violations",
    "write_result",
]
