"""A few demands that cannot hold together, when an instance is infeasible."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convene.timetable.clock import Clock
from convene.timetable.model import Model
from convene.timetable.rules import Reason, Rule

PATIENCE = 20


def find_obvious(model: Model, own: Sequence[int | None]) -> tuple[Reason, ...]:
    """
    Find a contradiction that one meeting, participant or row of meetings has.

    Args:
        own: Gaps that each participant has in any case, None where there is no way.

    """
    instance = model.instance
    gone = set(instance.withdrawn)
    forced = range(len(instance.meetings)) if instance.must_place_all else model.lock
    empty = [m for m in forced if m not in gone and not model.domain[m]]
    for m in empty:
        if not model.alone[m]:
            meeting = instance.meetings[m]
            data = {"meeting": m, "participant": meeting.a, "other": meeting.b}
            return (Reason(Rule.AVAILABILITY, data),)
    if not instance.must_place_all:
        return ()
    if empty:
        return _row(model)
    for p, limit in enumerate(instance.max_meetings):
        count = len(model.of[p])
        if limit is not None and count > limit:
            data = {"participant": p, "count": count, "limit": limit}
            return (Reason(Rule.MAX_MEETINGS, data),)
    for p, gaps in enumerate(own):
        if gaps is None:
            free = len({t for m in model.of[p] for t in model.domain[m]})
            data = {"participant": p, "count": len(model.of[p]), "free": free}
            return (Reason(Rule.NO_DOUBLE_BOOKING, data),)
    return ()


def _row(model: Model) -> tuple[Reason, ...]:
    """Name a row of meetings that cannot be held one after the other."""
    instance, before = model.instance, dict[int, int]()
    earliest = [own[0] if own else 0 for own in model.alone]
    changed = True
    while changed:
        changed = False
        for first, second in instance.precedences:
            if not model.alone[first] or earliest[second] > earliest[first]:
                continue
            before[second] = first
            later = [t for t in model.alone[second] if t > earliest[first]]
            if later:
                earliest[second], changed = later[0], True
                continue
            row, seen = [second], {second}
            while row[-1] in before and before[row[-1]] not in seen:
                row.append(before[row[-1]])
                seen.add(row[-1])
            if row[-1] in before:
                row.append(before[row[-1]])
            links = [
                Reason(Rule.PRECEDENCE, {"meeting": n, "first": m})
                for n, m in pairwise(row)
            ]
            return (Reason(Rule.PRECEDENCE, {"meeting": second}), *reversed(links))
    return ()


def find_contradiction(model: Model, clock: Clock) -> tuple[Reason, ...]:
    """
    Name meetings that cannot all be placed, as few as can be found.

    Without any of them named, the locked meetings are in each other's way.
    """
    # What is obvious is found without them.
    from convene.timetable.cores import Search  # noqa: PLC0415 -- slow import
    from convene.timetable.encode import Encoding  # noqa: PLC0415 -- slow import

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
