"""An instance prepared for search: domains, incidence, kinds of tables and people."""

from __future__ import annotations

from dataclasses import dataclass

from convene.timetable.parts import Meeting
from convene.timetable.problem import Instance


@dataclass(frozen=True, slots=True)
class Kind:
    """
    Tables or interpreters that are interchangeable, and how many there are.

    `members` are their numbers, `slots` when they are there.
    """

    members: tuple[int, ...]
    slots: tuple[int, ...]
    site: int | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """
    An instance with what every search needs computed once.

    Attributes:
        alone: Slots in which each meeting could be held on its own.
        domain: The same, without slots that the order of meetings rules out.
        of: Meetings of each participant.
        table_kinds: Kinds of tables; empty when only their number matters.
        tables_for: Kinds that suit each meeting, empty as above.
        people: Kinds of interpreters.
        people_for: Kinds that suit each meeting that needs an interpreter.
        rest: Free slots that each participant needs after a meeting.
        lock: Slot, table and interpreter of locked meetings.

    """

    instance: Instance
    alone: tuple[tuple[int, ...], ...]
    domain: tuple[tuple[int, ...], ...]
    of: tuple[tuple[int, ...], ...]
    table_kinds: tuple[Kind, ...]
    tables_for: tuple[tuple[int, ...], ...]
    people: tuple[Kind, ...]
    people_for: tuple[tuple[int, ...], ...]
    rest: tuple[int, ...]
    lock: dict[int, tuple[int, int | None, int | None]]

    def is_simple(self) -> bool:
        """
        Tell whether only slots matter: no kinds, limits, rest or representatives.

        Forbidden slots, sessions, fixed and locked meetings, precedences,
        capacity, weights and fairness may still be there.
        """
        i = self.instance
        return (
            not self.table_kinds
            and not any(self.people_for)
            and not any(self.rest)
            and all(r == 1 for r in i.representatives)
            and all(limit is None for limit in (*i.max_meetings, *i.max_per_day))
            and not any(i.min_meetings)
            and not (i.site_travel and any(m.site is not None for m in i.meetings))
        )


def prepare(instance: Instance) -> Model:
    """Compute what every search needs to know about an instance."""
    every = tuple(range(instance.slots))
    of: list[list[int]] = [[] for _ in range(instance.participants)]
    gone = set(instance.withdrawn)
    for m, meeting in enumerate(instance.meetings):
        if m in gone:
            continue
        of[meeting.a].append(m)
        of[meeting.b].append(m)
    rest = [0] * instance.participants
    for p, free in instance.rest_after:
        rest[p] = max(rest[p], free)
    table_kinds = _table_kinds(instance, every)
    people = _people(instance, every)
    tables_for = tuple(
        tuple(k for k, kind in enumerate(table_kinds) if _suits(instance, kind, m))
        for m in instance.meetings
    )
    pairs = [set(instance.interpreters[kind.members[0]].pairs) for kind in people]
    people_for = tuple(
        tuple(k for k, known in enumerate(pairs) if spoken and spoken <= known)
        for spoken in (set(m.languages) for m in instance.meetings)
    )
    lock = {k.meeting: (k.slot, k.table, k.interpreter) for k in instance.locked}
    people_for = tuple(
        suiting or _locked_person(people, lock.get(m))
        for m, suiting in enumerate(people_for)
    )
    forbidden = [set(slots) for slots in instance.forbidden]
    shut = {t for t, tables in enumerate(instance.capacity) if tables < 1}
    domain = []
    for m, meeting in enumerate(instance.meetings):
        allowed = _own_slots(instance, meeting, every)
        is_spoken = bool(meeting.languages)
        if m in lock:
            slot, table, _ = lock[m]
            allowed = tuple(
                t for t in allowed if t == slot and _is_open(instance, table, slot)
            )
        away = forbidden[meeting.a] | forbidden[meeting.b] | shut
        if away or table_kinds or is_spoken:
            allowed = tuple(
                t
                for t in allowed
                if t not in away
                and _has(table_kinds, tables_for[m], t, wanted=bool(table_kinds))
                and _has(people, people_for[m], t, wanted=is_spoken)
            )
        if m in gone or (meeting.features and instance.tables is None):
            allowed = ()
        domain.append(allowed)
    alone = tuple(domain)
    return Model(
        instance,
        alone,
        _in_order(instance, alone, gone),
        tuple(tuple(meetings) for meetings in of),
        table_kinds,
        tables_for,
        people,
        people_for,
        tuple(rest),
        lock,
    )


def _in_order(
    instance: Instance, alone: tuple[tuple[int, ...], ...], gone: set[int]
) -> tuple[tuple[int, ...], ...]:
    """Leave out slots that are too early or too late for the required order."""
    domain = list(alone)
    links = [
        (first, second)
        for first, second in instance.precedences
        if instance.must_place_all and first not in gone and second not in gone
    ]
    changed = True
    while changed:
        changed = False
        for first, second in links:
            early, late = domain[first], domain[second]
            if not early or not late:
                domain[first] = domain[second] = ()
            else:
                domain[first] = tuple(t for t in early if t < late[-1])
                domain[second] = tuple(t for t in late if t > early[0])
            changed |= (domain[first], domain[second]) != (early, late)
    return tuple(domain)


def _own_slots(
    instance: Instance, meeting: Meeting, every: tuple[int, ...]
) -> tuple[int, ...]:
    allowed = every if meeting.session is None else instance.sessions[meeting.session]
    if meeting.fixed is not None:
        allowed = tuple(t for t in allowed if t == meeting.fixed)
    return allowed


def _is_open(instance: Instance, table: int | None, slot: int) -> bool:
    if table is None:
        return True
    if instance.tables is None:
        return table < instance.capacity[slot]
    slots = instance.tables[table].slots
    return slots is None or slot in slots


def _locked_person(
    people: tuple[Kind, ...], lock: tuple[int, int | None, int | None] | None
) -> tuple[int, ...]:
    if lock is None or lock[2] is None:
        return ()
    return tuple(k for k, kind in enumerate(people) if lock[2] in kind.members)


def _has(
    kinds: tuple[Kind, ...], suiting: tuple[int, ...], t: int, *, wanted: bool
) -> bool:
    return not wanted or any(t in kinds[k].slots for k in suiting)


def _suits(instance: Instance, kind: Kind, meeting: Meeting) -> bool:
    table = (instance.tables or ())[kind.members[0]]
    return set(meeting.features) <= set(table.features) and (
        meeting.site is None or table.site is None or meeting.site == table.site
    )


def _table_kinds(instance: Instance, every: tuple[int, ...]) -> tuple[Kind, ...]:
    tables = instance.tables
    if tables is None:
        return ()
    open_tables = [sum(t.slots is None or s in t.slots for t in tables) for s in every]
    plain = (
        not any(m.features for m in instance.meetings)
        and not any(m.site is not None for m in instance.meetings)
        and not (instance.site_travel and any(t.site is not None for t in tables))
        and all(c <= n for c, n in zip(instance.capacity, open_tables, strict=True))
    )
    if plain:
        return ()
    wanted = {f for m in instance.meetings for f in m.features}
    kinds: dict[tuple[object, ...], list[int]] = {}
    for index, table in enumerate(tables):
        useful = tuple(sorted(wanted & set(table.features)))
        slots = every if table.slots is None else table.slots
        kinds.setdefault((slots, table.site, useful), []).append(index)
    result = []
    for members in kinds.values():
        first = tables[members[0]]
        slots = every if first.slots is None else first.slots
        result.append(Kind(tuple(members), slots, first.site))
    return tuple(result)


def _people(instance: Instance, every: tuple[int, ...]) -> tuple[Kind, ...]:
    kinds: dict[tuple[object, ...], list[int]] = {}
    for index, person in enumerate(instance.interpreters):
        slots = every if person.slots is None else person.slots
        alone = index if instance.site_travel else -1
        key = (tuple(sorted(set(person.pairs))), slots, alone)
        kinds.setdefault(key, []).append(index)
    result = []
    for members in kinds.values():
        own = instance.interpreters[members[0]].slots
        result.append(Kind(tuple(members), every if own is None else own))
    return tuple(result)
