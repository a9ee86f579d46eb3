"""Tables and interpreters for meetings whose slots are settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

from convene.timetable.model import Model
from convene.timetable.schedule import Schedule
from convene.timetable.sites import is_travelled


def seat(
    model: Model,
    slot: Sequence[int],
    table_kind: Sequence[int],
    person_kind: Sequence[int],
    start: Schedule | None = None,
    is_over: Callable[[], bool] = lambda: False,
    *,
    keep: bool = False,
) -> Schedule | None:
    """
    Give each placed meeting a table and, where needed, an interpreter.

    Participants keep their table where they can. With kinds of tables or
    interpreters each meeting gets a member of the kind that the search chose;
    -1 leaves the kind open. None says that there are not enough. With `keep`,
    meetings that are in the same slot as in `start` keep their table if they can.
    """
    interpreter = _interpreters(model, slot, person_kind, start)
    if interpreter is None:
        return None
    options = _options(model, slot, table_kind)
    if keep and start is not None:
        for m, t in enumerate(slot):
            if t >= 0 and start.slot[m] == t and start.table[m] in options[m]:
                options[m] = (start.table[m],)
    table = _tables(model, slot, options, start)
    if table is None:
        return None
    table = _stay(model, slot, options, table, is_over)
    return Schedule(tuple(slot), tuple(table), tuple(interpreter))


def kinds_of(model: Model, slot: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """
    Choose kinds of tables and interpreters for slots; -1 leaves them open.

    That is needed only where sites are travelled between, because then not every
    member that suits a meeting is near enough. None says that there are not enough.
    """
    none = [-1] * len(slot)
    if not is_travelled(model):
        return none, none
    seated = seat(model, slot, none, none, is_over=lambda: True)
    return None if seated is None else kinds_in(model, seated)


def kinds_in(model: Model, schedule: Schedule) -> tuple[list[int], list[int]]:
    """Give the kinds of table and interpreter that a schedule's meetings have."""
    table, person = (
        {k: number for number, kind in enumerate(kinds) for k in kind.members}
        for kinds in (model.table_kinds, model.people)
    )
    return (
        [table.get(k, -1) for k in schedule.table],
        [person.get(k, -1) for k in schedule.interpreter],
    )


def _by_slot(model: Model, slot: Sequence[int]) -> list[list[int]]:
    at: list[list[int]] = [[] for _ in range(model.instance.slots)]
    for m, t in enumerate(slot):
        if t >= 0:
            at[t].append(m)
    return at


def _options(
    model: Model, slot: Sequence[int], table_kind: Sequence[int]
) -> list[tuple[int, ...]]:
    """List the tables that each placed meeting may have."""
    instance = model.instance
    tables = instance.tables
    opened: list[tuple[int, ...]] = []
    for t in range(instance.slots):
        if tables is None:
            opened.append(tuple(range(instance.capacity[t])))
        else:
            opened.append(
                tuple(
                    k
                    for k, table in enumerate(tables)
                    if table.slots is None or t in table.slots
                )
            )
    options: list[tuple[int, ...]] = []
    for m, t in enumerate(slot):
        if t < 0:
            options.append(())
            continue
        allowed = opened[t]
        if model.table_kinds:
            kinds = model.tables_for[m] if table_kind[m] < 0 else (table_kind[m],)
            members = {k for kind in kinds for k in model.table_kinds[kind].members}
            allowed = tuple(k for k in allowed if k in members)
        locked = model.lock.get(m)
        if locked is not None and locked[1] is not None:
            allowed = tuple(k for k in allowed if k == locked[1])
        options.append(allowed)
    return options


def _match(
    meetings: Sequence[int], options: Callable[[int], Sequence[int]]
) -> dict[int, int] | None:
    """Give each meeting an option of its own, or say None when there is no way."""
    owner: dict[int, int] = {}

    def settle(m: int, seen: set[int]) -> bool:
        for k in options(m):
            if k not in owner:
                owner[k] = m
                return True
        for k in options(m):
            if k not in seen:
                seen.add(k)
                if settle(owner[k], seen):
                    owner[k] = m
                    return True
        return False

    for m in sorted(meetings, key=lambda m: len(options(m))):
        if not settle(m, set()):
            return None
    return {m: k for k, m in owner.items()}


def _interpreters(
    model: Model,
    slot: Sequence[int],
    person_kind: Sequence[int],
    start: Schedule | None,
) -> list[int] | None:
    chosen = [-1] * len(slot)
    for t, meetings in enumerate(_by_slot(model, slot)):
        wanting = [m for m in meetings if model.people_for[m]]
        wanting += [
            m
            for m in meetings
            if not model.people_for[m] and model.instance.meetings[m].languages
        ]

        def people(m: int, t: int = t) -> list[int]:
            locked = model.lock.get(m)
            kinds = model.people_for[m] if person_kind[m] < 0 else (person_kind[m],)
            members = [
                i
                for kind in kinds
                if t in model.people[kind].slots
                for i in model.people[kind].members
            ]
            if locked is not None and locked[2] is not None:
                members = [i for i in members if i == locked[2]]
            if start is not None and start.slot[m] == t:
                members.sort(key=lambda i: i != start.interpreter[m])
            return members

        found = _match(wanting, people)
        if found is None:
            return None
        for m, i in found.items():
            chosen[m] = i
    return chosen


def _tables(
    model: Model,
    slot: Sequence[int],
    options: list[tuple[int, ...]],
    start: Schedule | None,
) -> list[int] | None:
    table = [-1] * len(slot)
    before: dict[int, int] = {}
    for t, meetings in enumerate(_by_slot(model, slot)):
        wishes: dict[int, list[int]] = {}
        for m in meetings:
            meeting = model.instance.meetings[m]
            liked = [before[p] for p in (meeting.a, meeting.b) if p in before]
            if start is not None and start.slot[m] == t and start.table[m] >= 0:
                liked.insert(0, start.table[m])
            wishes[m] = [k for k in liked if k in options[m]]
        found = _seat_slot(meetings, wishes, options)
        if found is None:
            return None
        for m, k in found.items():
            table[m] = k
            meeting = model.instance.meetings[m]
            before[meeting.a] = before[meeting.b] = k
    return table


def _seat_slot(
    meetings: Sequence[int],
    wishes: dict[int, list[int]],
    options: list[tuple[int, ...]],
) -> dict[int, int] | None:
    """Seat one slot: doubly wished tables first, then wished ones, then any."""
    taken: dict[int, int] = {}
    seated: dict[int, int] = {}

    def sit(m: int, k: int) -> None:
        taken[k] = m
        seated[m] = k

    for twice in (True, False):
        for m in meetings:
            for k in wishes[m]:
                if m in seated or k in taken:
                    continue
                if not twice or wishes[m].count(k) > 1:
                    sit(m, k)
    free: dict[tuple[int, ...], int] = {}
    for m in sorted(meetings, key=lambda m: len(options[m])):
        if m in seated:
            continue
        allowed = options[m]
        at = free.get(allowed, 0)
        while at < len(allowed) and allowed[at] in taken:
            at += 1
        free[allowed] = at
        if at == len(allowed):
            return _match(meetings, lambda m: (*wishes[m], *options[m]))
        sit(m, allowed[at])
    return seated


def _stay(
    model: Model,
    slot: Sequence[int],
    options: list[tuple[int, ...]],
    table: list[int],
    is_over: Callable[[], bool],
) -> list[int]:
    """Swap tables inside slots while that saves table changes."""
    instance = model.instance
    if any(r > 1 for r in instance.representatives):
        return table
    sets = {id(o): set(o) for o in options}  # most share the tables of their slot
    allowed = [sets[id(o)] for o in options]
    near: dict[int, list[int]] = defaultdict(list)
    for meetings in model.of:
        agenda = sorted((slot[m], m) for m in meetings if slot[m] >= 0)
        for (_, m), (_, n) in pairwise(agenda):
            near[m].append(n)
            near[n].append(m)

    at = _by_slot(model, slot)
    for _ in range(6):
        improved = False
        for together in at:
            if is_over():
                return table
            owner = {table[m]: m for m in together}
            for m in together:
                if len(options[m]) == 1:
                    continue
                around = [table[n] for n in near[m]]
                for k in sorted(set(around)):
                    here = table[m]
                    if k == here or k not in allowed[m]:
                        continue
                    gain = around.count(k) - around.count(here)
                    other = owner.get(k)
                    if other is not None:
                        if here not in allowed[other]:
                            continue
                        others = [table[n] for n in near[other]]
                        gain += others.count(here) - others.count(k)
                    if gain <= 0:
                        continue
                    table[m] = k
                    owner[k] = m
                    del owner[here]
                    if other is not None:
                        table[other] = here
                        owner[here] = other
                    improved = True
        if not improved:
            break
    return table
