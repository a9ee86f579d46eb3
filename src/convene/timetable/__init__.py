"""When and where agreed meetings take place, why not, and how good that is."""

from __future__ import annotations

from convene.timetable.disturbance import Disturbance
from convene.timetable.explain import explain
from convene.timetable.files import read_instance
from convene.timetable.parts import InstanceError, Interpreter, Lock, Meeting, Table
from convene.timetable.problem import Instance
from convene.timetable.repair import Repair, repair
from convene.timetable.result import Result, Status
from convene.timetable.rules import (
    Cure,
    GoalId,
    Move,
    Reason,
    Rule,
    Unplaced,
    Violation,
)
from convene.timetable.run import Goal, Params, Progress, Stop
from convene.timetable.schedule import Schedule
from convene.timetable.sentences import Labels, sentence
from convene.timetable.solve import solve
from convene.timetable.validate import check, measure

__all__ = [
    "Cure",
    "Disturbance",
    "Goal",
    "GoalId",
    "Instance",
    "InstanceError",
    "Interpreter",
    "Labels",
    "Lock",
    "Meeting",
    "Move",
    "Params",
    "Progress",
    "Reason",
    "Repair",
    "Result",
    "Rule",
    "Schedule",
    "Status",
    "Stop",
    "Table",
    "Unplaced",
    "Violation",
    "check",
    "explain",
    "measure",
    "read_instance",
    "repair",
    "sentence",
    "solve",
]
