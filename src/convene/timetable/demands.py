"""The demands that meetings meet with, and an instance without one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from convene.timetable.parts import Table, pair_key
from convene.timetable.problem import Instance
from convene.timetable.rules import Demand, Rule

_Entry = TypeVar("_Entry")


def only(instance: Instance, meetings: Sequence[int]) -> Instance:
    """Leave out all other meetings, and number these, which must be placed, anew."""
    number = {m: index for index, m in enumerate(meetings)}
    return replace(
        instance,
        meetings=tuple(instance.meetings[m] for m in meetings),
        precedences=tuple(
            (number[m], number[n])
            for m, n in instance.precedences
            if m in number and n in number
        ),
        locked=tuple(
            replace(lock, meeting=number[lock.meeting])
            for lock in instance.locked
            if lock.meeting in number
        ),
        withdrawn=(),
        must_place_all=True,
    )


def demands_of(instance: Instance) -> Iterator[Demand]:
    """Give every demand beside that meetings be placed, and where locked ones are."""
    if instance.fairness is not None:
        yield Demand(Rule.FAIRNESS, {"limit": instance.fairness})
    if instance.site_travel:
        yield Demand(Rule.TRAVEL_TIME)
    for slot, limit in enumerate(instance.capacity):
        yield Demand(Rule.TABLE_CAPACITY, {"slot": slot, "limit": limit})
    for pair in sorted(set(chain(*(m.languages for m in instance.meetings)))):
        yield Demand(Rule.INTERPRETER_AVAILABILITY, {"pair": pair})
    for p in sorted({p for m in instance.meetings for p in (m.a, m.b)}):
        yield from _of_participant(instance, p)
    for first, second in instance.precedences:
        yield Demand(Rule.PRECEDENCE, {"first": first, "meeting": second})
    for m, meeting in enumerate(instance.meetings):
        if meeting.session is not None:
            yield Demand(Rule.SESSION, {"meeting": m, "session": meeting.session})
        if meeting.fixed is not None:
            yield Demand(Rule.FIXED_SLOT, {"meeting": m, "fixed": meeting.fixed})


def _of_participant(instance: Instance, p: int) -> Iterator[Demand]:
    for rule, limit in (
        (Rule.MAX_MEETINGS, instance.max_meetings[p]),
        (Rule.MAX_PER_DAY, instance.max_per_day[p]),
    ):
        if limit is not None:
            yield Demand(rule, {"participant": p, "limit": limit})
    free = max((free for q, free in instance.rest_after if q == p), default=0)
    if free:
        yield Demand(Rule.REST_AFTER, {"participant": p, "free": free})
    if instance.forbidden[p]:
        slots = instance.forbidden[p]
        yield Demand(Rule.AVAILABILITY, {"participant": p, "slots": slots})
    limit = instance.representatives[p]
    yield Demand(Rule.NO_DOUBLE_BOOKING, {"participant": p, "limit": limit})


def lift(instance: Instance, demand: Demand) -> Instance:
    """Give the instance without a demand of `demands_of`."""
    number = {
        key: value for key, value in demand.data.items() if isinstance(value, int)
    }
    p, m = number.get("participant", -1), number.get("meeting", -1)
    many = max(1, len(instance.meetings))
    match demand.rule:
        case Rule.FAIRNESS:
            return replace(instance, fairness=None)
        case Rule.TRAVEL_TIME:
            sites = range(len(instance.site_travel))
            return replace(
                instance, site_travel=tuple((0,) * len(sites) for _ in sites)
            )
        case Rule.TABLE_CAPACITY:
            return _with_tables(instance, number["slot"], many)
        case Rule.INTERPRETER_AVAILABILITY:
            return _without_pair(instance, demand.data["pair"])
        case Rule.MAX_MEETINGS:
            limits = _put(instance.max_meetings, p, None)
            return replace(instance, max_meetings=limits)
        case Rule.MAX_PER_DAY:
            return replace(instance, max_per_day=_put(instance.max_per_day, p, None))
        case Rule.REST_AFTER:
            rest = tuple(entry for entry in instance.rest_after if entry[0] != p)
            return replace(instance, rest_after=rest)
        case Rule.AVAILABILITY:
            return replace(instance, forbidden=_put(instance.forbidden, p, ()))
        case Rule.NO_DOUBLE_BOOKING:
            people = _put(instance.representatives, p, many)
            return replace(instance, representatives=people)
        case Rule.PRECEDENCE:
            link = (number["first"], m)
            order = tuple(pair for pair in instance.precedences if pair != link)
            return replace(instance, precedences=order)
        case Rule.SESSION:
            meeting = replace(instance.meetings[m], session=None)
            return replace(instance, meetings=_put(instance.meetings, m, meeting))
        case Rule.FIXED_SLOT:
            meeting = replace(instance.meetings[m], fixed=None)
            return replace(instance, meetings=_put(instance.meetings, m, meeting))
    raise ValueError(demand.rule)


def _put(entries: tuple[_Entry, ...], at: int, entry: _Entry) -> tuple[_Entry, ...]:
    return (*entries[:at], entry, *entries[at + 1 :])


def _with_tables(instance: Instance, slot: int, many: int) -> Instance:
    """Open so many more tables in a slot, with everything that is asked for."""
    room = _put(instance.capacity, slot, instance.capacity[slot] + many)
    tables = instance.tables
    if tables is not None:
        features = tuple(set(chain(*(m.features for m in instance.meetings))))
        longest = max((table.id for table in tables), key=len, default="")
        tables += tuple(
            Table(f"{longest}+{n}", (slot,), None, features) for n in range(many)
        )
    return replace(instance, capacity=room, tables=tables)


def _without_pair(instance: Instance, pair: object) -> Instance:
    """Let nobody need an interpreter for a pair of languages."""
    return replace(
        instance,
        meetings=tuple(
            replace(m, needs=tuple(n for n in m.needs if pair_key(n) != pair))
            for m in instance.meetings
        ),
    )
