"""The answer: schedule, value and bound of each goal, reasons, how the run went."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from convene.timetable.rules import GoalId, Reason, Unplaced

if TYPE_CHECKING:
    from convene.timetable.problem import Instance
    from convene.timetable.run import Goal, Params, Progress
    from convene.timetable.schedule import Schedule

SOLUTION_FORMAT = "convene.solution/1"


class Status(StrEnum):
    """What is known about the schedule."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """
    A schedule with its certificate.

    Attributes:
        status: `optimal` when the placed weight, the minimum meetings and the
            idle gaps are all proven best; table changes are improved but
            rarely proven and do not count here.
        contradiction: Demands that cannot hold together, when infeasible.
        stopped: `finished`, `seconds`, `iterations` or `cancelled`.

    """

    status: Status
    schedule: Schedule | None
    goals: tuple[Goal, ...]
    unplaced: tuple[Unplaced, ...]
    contradiction: tuple[Reason, ...]
    history: tuple[Progress, ...]
    seconds: float
    seed: int
    params: Params
    stopped: str

    def goal(self, goal: GoalId | str) -> Goal:
        """
        Give one goal by its id.

        Raises:
            KeyError: The result has no schedule and so no such goal.

        """
        for found in self.goals:
            if found.id == goal:
                return found
        raise KeyError(goal)

    def to_json(self, instance: Instance) -> dict[str, Any]:
        """Write the solution file's data."""
        count = len(instance.meetings)
        schedule = self.schedule
        record: dict[str, Any] = {
            "format": SOLUTION_FORMAT,
            "instance": instance.name,
            "status": str(self.status),
            "slot": list(schedule.slot) if schedule else [-1] * count,
            "table": list(schedule.table) if schedule else [-1] * count,
            "interpreter": list(schedule.interpreter) if schedule else [-1] * count,
            "seconds": round(self.seconds, 3),
            "seed": self.seed,
            "params": asdict(self.params),
            "stopped": self.stopped,
            "goals": [
                {"id": str(g.id), "value": g.value, "bound": g.bound}
                for g in self.goals
            ],
            "unplaced": [
                {
                    "meeting": u.meeting,
                    "reasons": [reason_to_json(r) for r in u.reasons],
                }
                for u in self.unplaced
            ],
            "contradiction": [reason_to_json(r) for r in self.contradiction],
        }
        if schedule:
            weight = self.goal(GoalId.PLACED_WEIGHT)
            gaps = self.goal(GoalId.IDLE_GAPS)
            record |= {
                "placed_weight": weight.value,
                "placed_weight_bound": weight.bound,
                "breaks": gaps.value,
                "breaks_bound": gaps.bound,
            }
        return record


def reason_to_json(reason: Reason) -> dict[str, Any]:
    """Write a reason as data: rule id, numbers, and what would help."""
    return {
        "rule": str(reason.rule),
        "data": dict(reason.data),
        "would_help": [
            {"action": cure.action, "data": dict(cure.data)} for cure in reason.cures
        ],
    }
