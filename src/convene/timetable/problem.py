"""What is asked: participants, slots, tables, interpreters, meetings and their rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeVar

from convene.timetable.parts import (
    InstanceError,
    Interpreter,
    Lock,
    Meeting,
    Table,
    integer,
    integers,
    sorted_slots,
)

FORMAT = "convene.timetable/1"

_Present = TypeVar("_Present", Table, Interpreter)


@dataclass(frozen=True, slots=True)
class Instance:
    """
    A whole problem; all indices count from 0.

    Every field is checked when the instance is made.

    Raises:
        InstanceError: A field cannot be used; the error names it and its index.

    """

    slots: int
    participants: int
    meetings: tuple[Meeting, ...]
    capacity: tuple[int, ...] = ()
    name: str = ""
    source: str = ""
    positions: tuple[int, ...] = ()
    sessions: tuple[tuple[int, ...], ...] = ()
    side: tuple[int, ...] | None = None
    forbidden: tuple[tuple[int, ...], ...] = ()
    precedences: tuple[tuple[int, int], ...] = ()
    fairness: int | None = None
    must_place_all: bool = False
    representatives: tuple[int, ...] = ()
    max_meetings: tuple[int | None, ...] = ()
    min_meetings: tuple[int, ...] = ()
    days: tuple[tuple[int, ...], ...] = ()
    max_per_day: tuple[int | None, ...] = ()
    rest_after: tuple[tuple[int, int], ...] = ()
    tables: tuple[Table, ...] | None = None
    site_travel: tuple[tuple[int, ...], ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    locked: tuple[Lock, ...] = ()
    withdrawn: tuple[int, ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        integer(self.slots, "slots", None, 1, None)
        integer(self.participants, "participants", None, 0, None)
        if not isinstance(self.must_place_all, bool):
            raise InstanceError("must_place_all", "true or false")
        if self.fairness is not None:
            integer(self.fairness, "fairness", None, 0, None)
        self._check_tables()
        self._check_calendar()
        self._check_participants()
        self._check_meetings()
        self._check_links()

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _per_participant(self, name: str, fill: object) -> tuple[Any, ...]:
        values = getattr(self, name)
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise InstanceError(name, "a list with one entry per participant")
        values = tuple(values) or (fill,) * self.participants
        if len(values) != self.participants:
            raise InstanceError(
                name,
                f"one entry for each of {self.participants} participants, "
                f"not {len(values)}",
            )
        return values

    def _check_tables(self) -> None:
        travel = tuple(
            integers(row, "site_travel", 0, None) for row in self.site_travel
        )
        for index, row in enumerate(travel):
            if len(row) != len(travel):
                raise InstanceError("site_travel", f"{len(travel)} numbers", index)
            for there, direct in enumerate(row):
                if any(
                    direct > row[by] + travel[by][there] + 1
                    for by in range(len(travel))
                    if by not in (index, there)
                ):
                    raise InstanceError(
                        "site_travel", "no detour with a meeting that is faster", index
                    )
        self._set("site_travel", travel)
        if self.tables is not None:
            tables = tuple(
                self._with_slots(table, "tables.slots", index)
                for index, table in enumerate(self.tables)
            )
            for index, table in enumerate(tables):
                self._check_site(table.site, "tables.site", index)
            self._set("tables", tables)
            ids = [table.id for table in tables]
            for index, name in enumerate(ids):
                if name in ids[:index]:
                    raise InstanceError("tables.id", "each id only once", index)
        interpreters = tuple(
            self._with_slots(person, "interpreters.slots", index)
            for index, person in enumerate(self.interpreters)
        )
        self._set("interpreters", interpreters)

    def _with_slots(self, item: _Present, name: str, index: int) -> _Present:
        if item.slots is None:
            return item
        slots = sorted_slots(item.slots, name, self.slots, index)
        return replace(item, slots=slots)

    def _check_site(self, site: int | None, name: str, index: int) -> None:
        if site is not None:
            high = len(self.site_travel) - 1 if self.site_travel else None
            integer(site, name, index, 0, high)

    def _check_calendar(self) -> None:
        capacity = integers(self.capacity, "capacity", 0, None)
        if not capacity and self.tables is not None:
            capacity = tuple(
                sum(t.slots is None or s in t.slots for t in self.tables)
                for s in range(self.slots)
            )
        if len(capacity) != self.slots:
            raise InstanceError(
                "capacity", f"one number for each of {self.slots} slots"
            )
        self._set("capacity", capacity)
        positions = integers(self.positions, "positions", 0, None)
        if not positions:
            positions = tuple(range(self.slots))
        if len(positions) != self.slots:
            raise InstanceError(
                "positions", f"one number for each of {self.slots} slots"
            )
        for index, (before, after) in enumerate(pairwise(positions), start=1):
            if after <= before:
                raise InstanceError("positions", f"more than {before}", index)
        self._set("positions", positions)
        for name in ("sessions", "days"):
            groups = tuple(
                sorted_slots(group, name, self.slots, index)
                for index, group in enumerate(getattr(self, name))
            )
            self._set(name, groups or (tuple(range(self.slots)),))

    def _check_participants(self) -> None:
        forbidden = tuple(
            sorted_slots(slots, "forbidden", self.slots, index)
            for index, slots in enumerate(self._per_participant("forbidden", ()))
        )
        self._set("forbidden", forbidden)
        if self.side is not None:
            side = self._per_participant("side", 0)
            for index, value in enumerate(side):
                integer(value, "side", index, 0, 1)
            self._set("side", side)
        for name, low, fill in (
            ("representatives", 1, 1),
            ("min_meetings", 0, 0),
            ("max_meetings", 0, None),
            ("max_per_day", 0, None),
        ):
            values = self._per_participant(name, fill)
            for index, value in enumerate(values):
                if value is not None or fill is not None:
                    integer(value, name, index, low, None)
            self._set(name, values)
        rest = []
        for index, entry in enumerate(self.rest_after):
            pair = integers(entry, "rest_after", 0, None, index)
            if len(pair) != 2 or pair[0] >= self.participants:
                raise InstanceError("rest_after", "[participant, free slots]", index)
            rest.append((pair[0], pair[1]))
        self._set("rest_after", tuple(rest))

    def _check_meetings(self) -> None:
        meetings = tuple(self.meetings)
        for index, m in enumerate(meetings):
            for name, value in (("meetings.a", m.a), ("meetings.b", m.b)):
                integer(value, name, index, 0, self.participants - 1)
            if m.a == m.b:
                raise InstanceError("meetings.b", "somebody else than a", index)
            if m.session is not None:
                high = len(self.sessions) - 1
                integer(m.session, "meetings.session", index, 0, high)
            if m.fixed is not None:
                integer(m.fixed, "meetings.fixed", index, 0, self.slots - 1)
            integer(m.weight, "meetings.weight", index, 1, None)
            self._check_site(m.site, "meetings.site", index)
        self._set("meetings", meetings)

    def _check_links(self) -> None:
        top = len(self.meetings) - 1
        precedences = []
        for index, entry in enumerate(self.precedences):
            pair = integers(entry, "precedences", 0, top, index)
            if len(pair) != 2 or pair[0] == pair[1]:
                raise InstanceError("precedences", "two different meetings", index)
            precedences.append((pair[0], pair[1]))
        self._set("precedences", tuple(precedences))
        seen: set[int] = set()
        for index, lock in enumerate(self.locked):
            integer(lock.meeting, "locked.meeting", index, 0, top)
            integer(lock.slot, "locked.slot", index, 0, self.slots - 1)
            if lock.meeting in seen:
                raise InstanceError("locked.meeting", "each meeting only once", index)
            seen.add(lock.meeting)
            if lock.table is not None:
                last = (
                    max(self.capacity, default=0)
                    if self.tables is None
                    else len(self.tables)
                ) - 1
                integer(lock.table, "locked.table", index, 0, last)
            if lock.interpreter is not None:
                last = len(self.interpreters) - 1
                integer(lock.interpreter, "locked.interpreter", index, 0, last)
        self._set("locked", tuple(self.locked))
        withdrawn = tuple(sorted(set(integers(self.withdrawn, "withdrawn", 0, top))))
        self._set("withdrawn", withdrawn)
        for index, lock in enumerate(self.locked):
            if lock.meeting in withdrawn:
                raise InstanceError("locked.meeting", "no withdrawn meeting", index)

    @property
    def total_weight(self) -> int:
        """Weight of all meetings that are still wanted."""
        gone = set(self.withdrawn)
        return sum(x.weight for m, x in enumerate(self.meetings) if m not in gone)

    @classmethod
    def from_json(cls, data: object) -> Instance:
        """
        Read the JSON form of an instance.

        Raises:
            InstanceError: The data names no usable instance.

        """
        return _instance_from_json(data)

    def to_json(self) -> dict[str, Any]:
        """Write the instance as JSON data; optional fields only where they matter."""
        return _instance_to_json(self)


_Record = TypeVar("_Record", Meeting, Table, Interpreter, Lock)

_REQUIRED = ("slots", "participants", "meetings")
_PLAIN = (
    "name",
    "source",
    "fairness",
    "must_place_all",
    "capacity",
    "positions",
    "sessions",
    "days",
    "side",
    "forbidden",
    "precedences",
    "representatives",
    "max_meetings",
    "min_meetings",
    "max_per_day",
    "rest_after",
    "site_travel",
    "withdrawn",
)


def _mapping(data: object, name: str, index: int | None = None) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InstanceError(name, "an object with named fields", index)
    return data


def _records(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = data.get(name)
    if entries is None:
        return []
    if isinstance(entries, str) or not isinstance(entries, Sequence):
        raise InstanceError(name, f"a list, not {entries!r}")
    return [_mapping(entry, name, index) for index, entry in enumerate(entries)]


def _pick(
    record: Mapping[str, Any],
    name: str,
    index: int,
    required: Sequence[str],
    optional: Sequence[str],
) -> dict[str, Any]:
    for key in required:
        if record.get(key) is None:
            raise InstanceError(f"{name}.{key}", "a value", index)
    known = [*required, *optional]
    return {key: record[key] for key in known if record.get(key) is not None}


def _instance_from_json(data: object) -> Instance:
    record = _mapping(data, "instance")
    version = record.get("format", FORMAT)
    if version != FORMAT:
        raise InstanceError("format", f"{FORMAT!r}, not {version!r}")
    for key in _REQUIRED:
        if key not in record:
            raise InstanceError(key, "a value")
    fields: dict[str, Any] = {
        key: record[key] for key in _PLAIN if record.get(key) is not None
    }
    for key in ("name", "source"):
        if key in fields and not isinstance(fields[key], str):
            raise InstanceError(key, "text")
    for key in fields.keys() - {"name", "source", "fairness", "must_place_all"}:
        if isinstance(fields[key], str) or not isinstance(fields[key], Sequence):
            raise InstanceError(key, f"a list, not {fields[key]!r}")
    fields["meetings"] = tuple(
        _build(
            Meeting,
            entry,
            "meetings",
            index,
            ("a", "b"),
            ("session", "fixed", "weight", "needs", "site"),
        )
        for index, entry in enumerate(_records(record, "meetings"))
    )
    if record.get("tables") is not None:
        fields["tables"] = tuple(
            _build(
                Table,
                {"id": str(index), **entry},
                "tables",
                index,
                ("id",),
                ("slots", "site", "features"),
            )
            for index, entry in enumerate(_records(record, "tables"))
        )
    fields["interpreters"] = tuple(
        _build(Interpreter, entry, "interpreters", index, ("pairs",), ("slots",))
        for index, entry in enumerate(_records(record, "interpreters"))
    )
    fields["locked"] = tuple(
        _build(
            Lock, entry, "locked", index, ("meeting", "slot"), ("table", "interpreter")
        )
        for index, entry in enumerate(_records(record, "locked"))
    )
    fields["known"] = _mapping(record.get("known") or {}, "known")
    return Instance(
        slots=record["slots"], participants=record["participants"], **fields
    )


def _build(
    kind: type[_Record],
    entry: Mapping[str, Any],
    name: str,
    index: int,
    required: Sequence[str],
    optional: Sequence[str],
) -> _Record:
    try:
        return kind(**_pick(entry, name, index, required, optional))
    except InstanceError as error:
        if error.index is None:
            raise InstanceError(error.field, error.expected, index) from None
        raise


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in record.items() if v is not None and v != ()}


def _instance_to_json(instance: Instance) -> dict[str, Any]:
    i = instance
    record: dict[str, Any] = {
        "format": FORMAT,
        "name": i.name,
        "source": i.source,
        "slots": i.slots,
        "sessions": i.sessions,
        "capacity": i.capacity,
        "participants": i.participants,
        "side": i.side,
        "forbidden": i.forbidden,
        "meetings": [
            _without_empty({"needs": m.needs, "site": m.site})
            | {
                "a": m.a,
                "b": m.b,
                "session": m.session,
                "fixed": m.fixed,
                "weight": m.weight,
            }
            for m in i.meetings
        ],
        "precedences": i.precedences,
        "fairness": i.fairness,
        "must_place_all": i.must_place_all,
    }
    if i.known:
        record["known"] = dict(i.known)
    if any(r != 1 for r in i.representatives):
        record["representatives"] = i.representatives
    if any(n is not None for n in i.max_meetings):
        record["max_meetings"] = i.max_meetings
    if any(i.min_meetings):
        record["min_meetings"] = i.min_meetings
    if any(n is not None for n in i.max_per_day):
        record["max_per_day"] = i.max_per_day
    if i.positions != tuple(range(i.slots)):
        record["positions"] = i.positions
    if i.days != (tuple(range(i.slots)),):
        record["days"] = i.days
    if i.rest_after:
        record["rest_after"] = i.rest_after
    if i.tables is not None:
        record["tables"] = [
            _without_empty(
                {
                    "id": t.id,
                    "slots": list(t.slots) if t.slots is not None else None,
                    "site": t.site,
                    "features": t.features,
                }
            )
            for t in i.tables
        ]
    if i.site_travel:
        record["site_travel"] = i.site_travel
    if i.interpreters:
        record["interpreters"] = [
            {"pairs": p.pairs} | ({} if p.slots is None else {"slots": list(p.slots)})
            for p in i.interpreters
        ]
    if i.withdrawn:
        record["withdrawn"] = i.withdrawn
    if i.locked:
        record["locked"] = [
            _without_empty(
                {
                    "meeting": k.meeting,
                    "slot": k.slot,
                    "table": k.table,
                    "interpreter": k.interpreter,
                }
            )
            for k in i.locked
        ]
    return record
