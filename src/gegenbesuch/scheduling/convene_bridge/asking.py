"""Ask the engine for a schedule, for its repair, and what a schedule reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from convene.timetable import Disturbance, Stop, measure, repair, solve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convene.timetable import Progress, Repair, Result, Schedule, Table
    from gegenbesuch.scheduling.convene_bridge.freezing import Problem


def solve_problem(  # noqa: PLR0913 -- what a solve can be told
    problem: Problem,
    *,
    seconds: float | None,
    seed: int,
    start: Schedule | None,
    is_cancelled: Callable[[], bool],
    on_progress: Callable[[dict[str, Any]], None],
) -> Result:
    """Compute the best schedule; progress is reported as `{seconds, phase, goals}`."""

    def report(progress: Progress) -> None:
        on_progress(
            {
                "seconds": round(progress.seconds, 1),
                "phase": str(progress.phase),
                "goals": goals_to_json(progress.goals),
            }
        )

    return solve(
        problem.instance,
        stop=Stop(seconds=seconds, cancelled=is_cancelled),
        seed=seed,
        start=start,
        on_progress=report,
    )


def repair_schedule(problem: Problem, current: Schedule, *, first: int) -> Repair:
    """
    Compute the schedule with the fewest changes that keeps all rules again.

    Takes what is true now, such as an absence noted after the schedule was made,
    as what happened.

    Args:
        first: Number of the first slot that is still ahead; nothing before it moves.
    """
    instance = problem.instance
    forbidden = [set(slots) for slots in instance.forbidden]
    tables = list(instance.tables or ())
    absent, closed = [], []
    for m, t in enumerate(current.slot):
        meeting = instance.meetings[m]
        for party in {meeting.a, meeting.b}:
            if t in forbidden[party]:
                absent.append((party, t))
                forbidden[party].discard(t)
        table = current.table[m]
        if t >= 0 and table >= 0 and not _is_open(tables[table], t):
            closed.append((table, t))
            still = (*(tables[table].slots or ()), t)
            tables[table] = replace(tables[table], slots=tuple(sorted(still)))
    before = replace(
        instance,
        forbidden=tuple(tuple(sorted(slots)) for slots in forbidden),
        tables=tuple(tables),
    )
    happened = Disturbance(
        absent=tuple(sorted(set(absent))), closed=tuple(sorted(set(closed))), now=first
    )
    return repair(before, current, happened)


def _is_open(table: Table, slot: int) -> bool:
    return table.slots is None or slot in table.slots


def goals_to_json(goals: Sequence[Any]) -> list[dict[str, Any]]:
    """Return goals as `{id, value, bound}`."""
    return [{"id": str(g.id), "value": g.value, "bound": g.bound} for g in goals]


def values_of(problem: Problem, schedule: Schedule) -> tuple[int, ...]:
    """Return what a schedule reaches, larger is better, most important first."""
    found = measure(problem.instance, schedule)
    return (
        found["placed-weight"],
        -found["minimum-meetings"],
        -found["idle-gaps"],
        -found["table-changes"],
    )
