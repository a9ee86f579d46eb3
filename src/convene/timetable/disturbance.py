"""What happened after a schedule was made, and the instance that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from convene.timetable.parts import InstanceError, Lock, Meeting, integer
from convene.timetable.problem import Instance
from convene.timetable.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Disturbance:
    """
    What happened.

    Attributes:
        cancelled: Participants who do not come, from slot `now` on.
        withdrawn: Meetings that are called off.
        closed: (table, slot) pairs that are not available any more.
        absent: (participant, slot) pairs in which she cannot meet any more.
        present: (participant, slot) pairs in which she can meet after all.
        added: New meetings; they are numbered after the others.
        now: The first slot that is still ahead; nothing before it moves.
    """

    cancelled: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()
    closed: tuple[tuple[int, int], ...] = ()
    absent: tuple[tuple[int, int], ...] = ()
    present: tuple[tuple[int, int], ...] = ()
    added: tuple[Meeting, ...] = ()
    now: int = 0

    @classmethod
    def from_json(cls, data: object) -> Disturbance:
        """
        Read a disturbance from JSON data with the fields of this class.

        Raises:
            InstanceError: A field is unknown or cannot be used.
        """
        if not isinstance(data, Mapping):
            raise InstanceError("disturbance", "an object with named fields")
        fields: dict[str, Any] = {}
        for key, value in data.items():
            if key not in cls.__slots__:
                raise InstanceError(str(key), f"one of {', '.join(cls.__slots__)}")
            if key == "now":
                fields[key] = integer(value, key, None, 0, None)
                continue
            if not isinstance(value, list | tuple):
                raise InstanceError(key, "a list")
            fields[key] = tuple(
                _entry(key, entry, index) for index, entry in enumerate(value)
            )
        return cls(**fields)


def _entry(key: str, entry: Any, index: int) -> object:
    if key == "added":
        if not isinstance(entry, Mapping) or not {"a", "b"} <= set(entry):
            raise InstanceError(key, "a meeting with a and b", index)
        if not set(entry) <= set(Meeting.__slots__):
            raise InstanceError(key, f"only {', '.join(Meeting.__slots__)}", index)
        return Meeting(**{k: v for k, v in entry.items() if v is not None})
    if key in ("cancelled", "withdrawn"):
        return integer(entry, key, index, 0, None)
    if not isinstance(entry, list | tuple) or len(entry) != 2:
        raise InstanceError(key, "a pair of numbers", index)
    return tuple(integer(value, key, index, 0, None) for value in entry)


def disturb(
    instance: Instance, schedule: Schedule, disturbance: Disturbance
) -> tuple[Instance, Schedule]:
    """Give the instance after a disturbance, and the old schedule in its numbers."""
    now, extra = disturbance.now, len(disturbance.added)
    forbidden = [set(slots) for slots in instance.forbidden]
    people, slots = instance.participants - 1, instance.slots - 1
    for name, pairs in (
        ("absent", disturbance.absent),
        ("present", disturbance.present),
    ):
        for index, (p, t) in enumerate(pairs):
            integer(p, name, index, 0, people)
            integer(t, name, index, 0, slots)
    for index, p in enumerate(disturbance.cancelled):
        integer(p, "cancelled", index, 0, people)
    for index, m in enumerate(disturbance.withdrawn):
        integer(m, "withdrawn", index, 0, len(instance.meetings) - 1)
    for p, t in disturbance.present:
        forbidden[p].discard(t)
    for p, t in disturbance.absent:
        if t >= now:
            forbidden[p].add(t)
    slot = (*schedule.slot, *(-1,) * extra)
    table = (*schedule.table, *(-1,) * extra)
    person = (*schedule.interpreter, *(-1,) * extra)
    old = Schedule(slot, table, person)
    gone = set(instance.withdrawn) | {
        m for m in disturbance.withdrawn if not 0 <= slot[m] < now
    }
    away = set(disturbance.cancelled)
    for m, meeting in enumerate((*instance.meetings, *disturbance.added)):
        if not 0 <= slot[m] < now and away & {meeting.a, meeting.b}:
            gone.add(m)
    capacity, tables = _tables_after(instance, disturbance)
    locks = {k.meeting: k for k in instance.locked}
    for m, k in list(locks.items()):
        meeting = instance.meetings[m]
        blocked = k.slot in forbidden[meeting.a] | forbidden[meeting.b]
        shut = k.table is not None and (k.table, k.slot) in disturbance.closed
        if k.slot >= now and (blocked or shut):
            gone.add(m)
    for m, t in enumerate(slot):
        if 0 <= t < now:
            locks[m] = Lock(
                m,
                t,
                table[m] if table[m] >= 0 else None,
                person[m] if person[m] >= 0 else None,
            )
    after = replace(
        instance,
        meetings=(*instance.meetings, *disturbance.added),
        forbidden=tuple(tuple(sorted(f)) for f in forbidden),
        capacity=capacity,
        tables=tables,
        withdrawn=tuple(sorted(gone)),
        locked=tuple(k for m, k in sorted(locks.items()) if m not in gone),
    )
    return after, old


def _tables_after(
    instance: Instance, disturbance: Disturbance
) -> tuple[tuple[int, ...], Any]:
    """Close tables from now on."""
    capacity = list(instance.capacity)
    tables = instance.tables
    shut = [pair for pair in set(disturbance.closed) if pair[1] >= disturbance.now]
    for index, (k, t) in enumerate(disturbance.closed):
        integer(t, "closed", index, 0, instance.slots - 1)
        most = instance.capacity[t] if tables is None else len(tables)
        integer(k, "closed", index, 0, most - 1)
    if tables is None:
        for _, t in shut:
            capacity[t] -= 1
    else:
        tables = tuple(
            replace(
                table,
                slots=tuple(
                    t
                    for t in (
                        range(instance.slots) if table.slots is None else table.slots
                    )
                    if (k, t) not in shut
                ),
            )
            if any(k == closed for closed, _ in shut)
            else table
            for k, table in enumerate(tables)
        )
        for t in range(disturbance.now, instance.slots):
            there = sum(x.slots is None or t in x.slots for x in tables)
            capacity[t] = min(capacity[t], there)
    return tuple(capacity), tables
