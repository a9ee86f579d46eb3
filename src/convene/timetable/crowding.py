"""Meetings that are more than their slots have tables or interpreters for."""

from __future__ import annotations

from collections.abc import Sequence

from convene.timetable.model import Model
from convene.timetable.rows import Group, groups_of, has_few_classes
from convene.timetable.rules import Data, Reason, Rule


def find_crowd(model: Model) -> Reason | None:
    """
    Find meetings that can only be in slots whose room is too small for them.

    Counts what any solver that knows single meetings only takes very long to see.
    """
    instance = model.instance
    gone = set(instance.withdrawn)
    every = tuple(m for m in range(len(instance.meetings)) if m not in gone)
    groups = [Group(every, instance.capacity, Rule.TABLE_CAPACITY)]
    if has_few_classes(model):
        groups += groups_of(model)
    for group in groups:
        crowd = _overfull(group, model.domain)
        if crowd is not None:
            count = sum(crowd.issuperset(model.domain[m]) for m in group.meetings)
            limit = sum(group.room[t] for t in crowd)
            slots = tuple(sorted(crowd))
            data: Data = {"count": count, "slots": slots, "limit": limit}
            return Reason(group.rule, data)
    return None


def _overfull(group: Group, domain: Sequence[Sequence[int]]) -> set[int] | None:
    """
    Match the meetings to the room of their slots, by augmenting paths.

    Gives the slots that the first one for which there is no path comes to: all of
    them are full of meetings that can be nowhere else.
    """
    held: list[list[int]] = [[] for _ in group.room]

    def settle(m: int, seen: set[int]) -> bool:
        for t in domain[m]:
            if len(held[t]) < group.room[t]:
                held[t].append(m)
                return True
        for t in domain[m]:
            if t in seen:
                continue
            seen.add(t)
            for at, other in enumerate(held[t]):
                if settle(other, seen):
                    held[t][at] = m
                    return True
        return False

    for m in sorted(group.meetings, key=lambda m: len(domain[m])):
        seen: set[int] = set()
        if not settle(m, seen):
            return seen
    return None
