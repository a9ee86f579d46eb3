"""A model as the compiled search sees it: rows of people, and groups of tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from convene.timetable.model import Kind, Model
from convene.timetable.rules import Rule
from convene.timetable.sites import is_travelled, settle_sites

MOST_CLASSES = 6
MOST_GROUPS = 30
MOST_BITS = 62
_Class = tuple[int, ...]
# By what a lock names: table or interpreter.
RULES = {1: Rule.TABLE_FEATURES, 2: Rule.INTERPRETER_AVAILABILITY}


@dataclass(frozen=True, slots=True)
class Group:
    """
    Meetings that need a table or interpreter of some, and how many there are.

    Attributes:
        room: How many there are in each slot.
        rule: What the meetings would break if they were more.

    """

    meetings: tuple[int, ...]
    room: tuple[int, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Rows:
    """
    People of whom each is in one meeting at a time.

    A participant with representatives is a row for each of them, and her
    meetings are shared out among them.

    Attributes:
        of: Meetings of each row; the first rows are the participants.
        ends: The two rows of each meeting.
        person: The participant of each row.
        at_most: Most meetings of each row, if limited.
        a_day: Most meetings a day of each row, if limited.

    """

    of: list[list[int]]
    ends: list[list[int]]
    person: list[int]
    at_most: list[int | None]
    a_day: list[int | None]


def rows_of(model: Model) -> Rows:
    """Share the meetings of each participant out among her representatives."""
    instance = model.instance
    count = instance.participants
    rows = Rows(
        of=[[] for _ in range(count)],
        ends=[[m.a, m.b] for m in instance.meetings],
        person=list(range(count)),
        at_most=list(instance.max_meetings),
        a_day=list(instance.max_per_day),
    )
    for p, meetings in enumerate(model.of):
        heads = min(instance.representatives[p], max(1, len(meetings)))
        own = [p, *range(len(rows.of), len(rows.of) + heads - 1)]
        for _ in own[1:]:
            rows.of.append([])
            rows.person.append(p)
            rows.at_most.append(None)
            rows.a_day.append(None)
        for limits in (rows.at_most, rows.a_day):
            total = limits[p]
            for k, row in enumerate(own):
                if total is not None:
                    limits[row] = total // heads + (k < total % heads)
        taken: set[tuple[int, int]] = set()
        for m in sorted(meetings, key=lambda m: (len(model.domain[m]), m)):
            only = model.domain[m][0] if len(model.domain[m]) == 1 else -1
            row = min(own, key=lambda r: ((r, only) in taken, len(rows.of[r])))
            if only >= 0:
                taken.add((row, only))
            rows.of[row].append(m)
            side = 0 if instance.meetings[m].a == p else 1
            rows.ends[m][side] = row
    return rows


def groups_of(model: Model) -> list[Group]:
    """
    List where tables or interpreters of some kinds can run short.

    By Hall's theorem each meeting of a slot gets a table, and where needed an
    interpreter, of a kind that suits if no set of meetings needs more than all
    kinds that suit one of them have.
    """
    return [
        *_groups(model, model.table_kinds, model.tables_for, 1),
        *_groups(model, model.people, model.people_for, 2),
    ]


def _groups(
    model: Model, kinds: tuple[Kind, ...], suiting: tuple[tuple[int, ...], ...], at: int
) -> Iterator[Group]:
    classes: dict[tuple[int, ...], list[int]] = defaultdict(list)
    supply = [
        [len(kind.members) * (t in kind.slots) for t in range(model.instance.slots)]
        for kind in kinds
    ]
    for m, own in enumerate(suiting):
        member = model.lock[m][at] if m in model.lock else None
        if member is not None:
            for k, kind in enumerate(kinds):
                if member in kind.members:
                    supply[k][model.lock[m][0]] -= 1
        elif own and model.domain[m]:
            classes[own].append(m)
    capacity = model.instance.capacity
    for part in _parts(classes):
        for chosen in _some_of(part):
            near = {k for own in chosen for k in own}
            meetings = [m for own in chosen for m in classes[own]]
            room = [
                sum(column) for column in zip(*(supply[k] for k in near), strict=True)
            ]
            is_short = any(
                free < min(limit, len(meetings))
                for free, limit in zip(room, capacity, strict=True)
            )
            is_one = len(chosen) == 1 or all(
                any(set(own) & set(other) for other in chosen if other != own)
                for own in chosen
            )
            if is_short and is_one:
                rule = RULES[at]
                yield Group(tuple(meetings), tuple(max(0, free) for free in room), rule)


def is_searchable(model: Model) -> bool:
    """Tell whether the compiled search knows every rule of an instance."""
    model = settle_sites(model, 0, sweeps=0)
    i = model.instance
    has_patterns = any(model.rest) or any(most is not None for most in i.max_per_day)
    has_counts = any(most is not None for most in i.max_meetings)
    needs_bits = has_patterns or has_counts or is_travelled(model)
    if needs_bits and i.slots > MOST_BITS:
        return False
    return has_few_classes(model) and len(groups_of(model)) <= MOST_GROUPS


def has_few_classes(model: Model) -> bool:
    """Tell whether the groups can be listed, which are many for many classes."""
    return all(
        len(part) <= MOST_CLASSES
        for suiting in (model.tables_for, model.people_for)
        for part in _parts({own for own in suiting if own})
    )


def _parts(classes: Iterable[_Class]) -> list[list[_Class]]:
    """Divide sets of kinds so that those of different parts share none."""
    parts: list[list[_Class]] = []
    for own in sorted(classes):
        near = [p for p in parts if any(set(own) & set(other) for other in p)]
        parts = [p for p in parts if p not in near]
        parts.append(sorted([own, *(other for part in near for other in part)]))
    return sorted(parts)


def _some_of(part: Sequence[_Class]) -> Iterator[tuple[_Class, ...]]:
    return chain.from_iterable(combinations(part, n + 1) for n in range(len(part)))
