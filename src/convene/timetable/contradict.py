"""A few demands that cannot hold together, when an instance is infeasible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise

from convene.timetable.clock import Clock
from convene.timetable.crowding import find_crowd
from convene.timetable.model import Model, prepare
from convene.timetable.problem import Instance
from convene.timetable.rules import Data, Demand, Reason, Rule

PATIENCE = 20
# To name a contradiction takes no longer than to find it, or than this.
LEAST_SECONDS = 1.0


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
    crowd = find_crowd(model)
    return (crowd,) if crowd else ()


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
    Name meetings that cannot all be placed and the demands that are in their way.

    As few as can be found in about the time that it took to find out: without any
    of them the others can hold together. If there is no time, all meetings are named.
    """
    # What is obvious is found without them.
    from convene.timetable.demands import only  # noqa: PLC0415 -- slow import

    until = clock.seconds() + max(LEAST_SECONDS, clock.seconds())
    instance, chosen = model.instance, _find_meetings(model, clock, until)
    locked = sorted(model.lock)
    if locked and not _is_infeasible(only(instance, chosen), clock):
        for m in locked[:]:
            rest = [n for n in locked if n != m]
            is_needless = _is_infeasible(only(instance, [*chosen, *rest]), clock)
            locked = rest if is_needless else locked
            if clock.seconds() > until:
                break
    else:
        locked = []
    chosen += locked
    small, demands = only(instance, chosen), list[Demand]()
    if _is_infeasible(small, clock):
        demands = _find_demands(small, clock, until)
    return (
        *(_stays(m, model) for m in chosen),
        *(Demand(d.rule, _numbered(d.data, chosen)) for d in demands),
    )


def _stays(meeting: int, model: Model) -> Demand:
    if meeting in model.lock:
        slot = model.lock[meeting][0]
        return Demand(Rule.LOCKED, {"meeting": meeting, "slot": slot})
    return Demand(Rule.MUST_PLACE_ALL, {"meeting": meeting})


def _numbered(data: Data, meetings: Sequence[int]) -> Data:
    """Give meetings the numbers that they have in the whole instance."""
    return {
        key: meetings[value]
        if key in {"meeting", "first"} and isinstance(value, int)
        else value
        for key, value in data.items()
    }


def _find_meetings(model: Model, clock: Clock, until: float) -> list[int]:
    """Give a few meetings that cannot all be placed; none if locked ones suffice."""
    from convene.timetable.cores import Search  # noqa: PLC0415 -- slow import
    from convene.timetable.encode import Encoding  # noqa: PLC0415 -- slow import

    # Slots that the order of all meetings rules out are possible for some of them.
    instance = replace(model.instance, must_place_all=False)
    encoding = Encoding(prepare(instance), must=False)
    wanted = {literal: m for m, literal in enumerate(encoding.placed) if literal}
    if encoding.is_false:
        return []
    with Search(encoding.clauses, encoding.top, clock) as search:
        answer = search.solve(list(wanted), conflicts=PATIENCE * 2000)
        if answer and instance.fairness is not None:
            encoding.top = search.top
            for clause in encoding.fairness():
                search.add(clause)
            answer = search.solve(list(wanted), conflicts=PATIENCE * 2000)
        if answer is not False:
            return list(wanted.values())
        core = search.core()
        for literal in list(core):
            rest = [v for v in core if v != literal]
            if literal not in core or clock.seconds() > until:
                continue
            if search.solve(rest, conflicts=2000) is False:
                core = search.core()
    return sorted(wanted[v] for v in core)


def _find_demands(instance: Instance, clock: Clock, until: float) -> list[Demand]:
    """Lift what is not needed for the contradiction, first all of a rule at once."""
    from convene.timetable.demands import demands_of, lift  # noqa: PLC0415 -- slow import

    kept = list(demands_of(instance))
    kinds = [[d for d in kept if d.rule == rule] for rule in {d.rule: 0 for d in kept}]
    for group in (*kinds, *([demand] for demand in list(kept))):
        if clock.seconds() > until or clock.is_over():
            break
        if any(demand not in kept for demand in group):
            continue
        easier = reduce(lift, group, instance)
        if _is_infeasible(easier, clock):
            instance = easier
            kept = [demand for demand in kept if demand not in group]
    return kept


def _is_infeasible(instance: Instance, clock: Clock) -> bool:
    """Tell whether it is quickly proven that not all meetings can be placed."""
    from convene.timetable.cores import Search  # noqa: PLC0415 -- slow import
    from convene.timetable.encode import Encoding  # noqa: PLC0415 -- slow import

    encoding = Encoding(prepare(instance), must=True)
    if instance.fairness is not None and not encoding.is_false:
        encoding.fairness()
    if encoding.is_false:
        return True
    with Search(encoding.clauses, encoding.top, clock) as search:
        return search.solve([], conflicts=2000) is False
