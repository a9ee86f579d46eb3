"""A small set of demands that cannot hold together, when an instance is infeasible."""

from __future__ import annotations

from convene.timetable.clock import Clock
from convene.timetable.cores import Search
from convene.timetable.encode import Encoding
from convene.timetable.model import Model
from convene.timetable.rules import Reason, Rule

PATIENCE = 20


def find_contradiction(model: Model, clock: Clock) -> tuple[Reason, ...]:
    """
    Name meetings that cannot all be placed, as few as can be found.

    Without any of them named, the locked meetings are in each other's way.
    """
    instance = model.instance
    encoding = Encoding(model, must=False)
    wanted = {literal: m for m, literal in enumerate(encoding.placed) if literal}
    locked = tuple(Reason(Rule.LOCKED, {"meeting": m}) for m in sorted(model.lock))
    everything = tuple(
        Reason(Rule.MUST_PLACE_ALL, {"meeting": m}) for m in wanted.values()
    )
    if encoding.is_false:
        return locked
    with Search(encoding.clauses, encoding.top, clock) as search:
        answer = search.solve(list(wanted), conflicts=PATIENCE * 2000)
        if answer and instance.fairness is not None:
            encoding.top = search.top
            for clause in encoding.fairness():
                search.add(clause)
            answer = search.solve(list(wanted), conflicts=PATIENCE * 2000)
        if answer is not False:
            return everything
        core = search.core()
        for literal in list(core):
            rest = [v for v in core if v != literal]
            if literal in core and search.solve(rest, conflicts=2000) is False:
                core = search.core()
    if not core:
        return locked
    return tuple(
        Reason(Rule.MUST_PLACE_ALL, {"meeting": m})
        for m in sorted(wanted[v] for v in core)
    )
