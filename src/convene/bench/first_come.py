"""First come, first served: what an office does by hand, in the order of requests."""

from __future__ import annotations

from collections.abc import Callable

from convene.bench.claim import Claim
from convene.timetable.model import Model


def run(
    model: Model, seconds: float, threads: int, tell: Callable[[Claim], None]
) -> None:
    """Give each meeting in turn its earliest free slot and never move it again."""
    meetings = model.instance.meetings
    free = list(model.instance.capacity)
    busy: list[set[int]] = [set() for _ in model.of]
    before: list[list[int]] = [[] for _ in meetings]
    after: list[list[int]] = [[] for _ in meetings]
    for first, second in model.instance.precedences:
        before[second].append(first)
        after[first].append(second)
    slot = [-1] * len(meetings)
    order = sorted(
        range(len(meetings)),
        key=lambda m: (
            m not in model.lock and meetings[m].fixed is None,
            -meetings[m].weight,
            m,
        ),
    )
    for m in order:
        a, b = busy[meetings[m].a], busy[meetings[m].b]
        earliest = max((slot[n] for n in before[m]), default=-1)
        latest = min((slot[n] for n in after[m] if slot[n] >= 0), default=len(free))
        for t in model.domain[m]:
            if free[t] and earliest < t < latest and t not in a and t not in b:
                slot[m] = t
                free[t] -= 1
                a.add(t)
                b.add(t)
                break
    tell(Claim(slot=tuple(slot), end="feasible"))
