"""When and where agreed meetings take place, why not, and how good that is."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convene.timetable.disturbance import Disturbance
    from convene.timetable.explaining import explain
    from convene.timetable.files import read_instance
    from convene.timetable.parts import InstanceError, Interpreter, Lock, Meeting, Table
    from convene.timetable.problem import Instance
    from convene.timetable.repairing import Repair, repair
    from convene.timetable.result import Result, Status
    from convene.timetable.rules import (
        Cure,
        Demand,
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
    from convene.timetable.solving import solve
    from convene.timetable.validate import check, measure

__all__ = [
    "Cure",
    "Demand",
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

#: Where each public name is at home. It is loaded when it is first asked for, so that
#: a command that needs only some of them starts quickly.
_HOMES = {
    "disturbance": {"Disturbance"},
    "explaining": {"explain"},
    "files": {"read_instance"},
    "parts": {"InstanceError", "Interpreter", "Lock", "Meeting", "Table"},
    "problem": {"Instance"},
    "repairing": {"Repair", "repair"},
    "result": {"Result", "Status"},
    "rules": {
        "Cure",
        "Demand",
        "GoalId",
        "Move",
        "Reason",
        "Rule",
        "Unplaced",
        "Violation",
    },
    "run": {"Goal", "Params", "Progress", "Stop"},
    "schedule": {"Schedule"},
    "sentences": {"Labels", "sentence"},
    "solving": {"solve"},
    "validate": {"check", "measure"},
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
