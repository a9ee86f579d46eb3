"""Rows of a session to a frozen instance of the engine, and what is placed so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from convene.timetable import Instance, Interpreter, Lock, Meeting, Schedule, Table
from gegenbesuch.scheduling import models, needs, numbering, selectors
from gegenbesuch.scheduling.interpreting import Choices, choices_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gegenbesuch.matchmaking.models import Profile, Request
    from gegenbesuch.scheduling.storing import Key


@dataclass(frozen=True)
class Problem:
    """A frozen instance, and which row each of its numbers stands for."""

    session: models.Session
    instance: Instance
    requests: tuple[Request, ...]
    profiles: tuple[Profile, ...]
    slots: tuple[models.Slot, ...]
    tables: tuple[models.Table, ...]
    interpreters: tuple[models.Interpreter, ...]
    sites: tuple[models.Site, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the instance with the codes of the rows, as a run stores it."""
        return {
            "instance": self.instance.to_json(),
            "requests": [request.code for request in self.requests],
            "profiles": [profile.code for profile in self.profiles],
            "slots": [slot.pk for slot in self.slots],
            "tables": [table.pk for table in self.tables],
            "interpreters": [person.pk for person in self.interpreters],
        }


def read_problem(
    session: models.Session,
    *,
    keeps_placed: bool = False,
    free_after: int = 0,
    most: int | None = None,
) -> Problem:
    """
    Freeze a session as it is now: accepted requests, slots, tables, interpreters.

    Args:
        keeps_placed: All meetings that have a slot stay there, not the locked ones
            only.
        free_after: Free slots after each meeting, if the session asks for fewer.
        most: Most meetings of one person, if the session allows more.

    Raises:
        InstanceError: The rows make no usable instance.

    """
    requests = tuple(selectors.accepted_requests(session))
    slots = tuple(session.slots.order_by("position", "pk"))
    tables = tuple(session.tables.order_by("position", "pk"))
    interpreters = tuple(
        session.interpreters.select_related("person")
        .prefetch_related("closed_slots")
        .order_by("position", "pk")
    )
    parties = {p.pk: p for r in requests for p in (r.sender, r.recipient)}
    profiles = tuple(parties[pk] for pk in sorted(parties))
    number = {profile.pk: index for index, profile in enumerate(profiles)}
    choices = choices_of(requests, interpreters)
    spans, bound = numbering.bound(requests, slots)
    wanted, sites = needs.needs_of(session), needs.sites_of(session)
    site = {row.pk: index for index, row in enumerate(sites)}
    instance = Instance(
        name=session.code,
        slots=len(slots),
        participants=len(profiles),
        meetings=tuple(
            Meeting(
                number[r.sender_id],
                number[r.recipient_id],
                session=bound.get(r.pk),
                weight=max(1, r.priority),
                needs=(*choices.needs(r), *map(needs.engine_word, wanted.features(r))),
                site=site.get(wanted.site(r) or 0),
            )
            for r in requests
        ),
        sessions=spans,
        positions=needs.positions_of(slots, has_ways=len(sites) > 1),
        tables=_tables(session, tables, slots, site),
        site_travel=needs.travel_of(session, sites, slots),
        side=tuple(profile.side for profile in profiles),
        forbidden=numbering.forbidden(session, slots, profiles),
        representatives=tuple(max(1, p.representatives) for p in profiles),
        max_meetings=numbering.limits(
            min(filter(None, (session.max_meetings, most)), default=None), profiles
        ),
        rest_after=tuple(
            (n, rest)
            for n in range(len(profiles))
            if (rest := max(session.free_after, free_after))
        ),
        max_per_day=numbering.limits(session.max_per_day, profiles),
        days=numbering.days(slots, ZoneInfo(session.time_zone)),
        interpreters=tuple(
            _interpreter(person, slots, choices) for person in interpreters
        ),
        locked=_locks(
            session, requests, slots, tables, interpreters, keeps_placed=keeps_placed
        ),
    )
    return Problem(
        session, instance, requests, profiles, slots, tables, interpreters, tuple(sites)
    )


def _interpreter(
    person: models.Interpreter, slots: tuple[models.Slot, ...], choices: Choices
) -> Interpreter:
    closed = {slot.pk for slot in person.closed_slots.all()}
    there = tuple(i for i, slot in enumerate(slots) if slot.pk not in closed)
    return Interpreter(choices.spoken(person), there if closed else None)


def _locks(  # noqa: PLR0913 -- what a lock names
    session: models.Session,
    requests: tuple[Request, ...],
    slots: tuple[models.Slot, ...],
    tables: tuple[models.Table, ...],
    interpreters: tuple[models.Interpreter, ...],
    *,
    keeps_placed: bool,
) -> tuple[Lock, ...]:
    """Return the meetings that stay where they are."""
    locked = models.Meeting.objects.filter(session=session, slot__isnull=False)
    if not keeps_placed:
        locked = locked.filter(is_locked=True)
    at = {row.request_id: row for row in locked}
    slot, table, person = (
        {row.pk: index for index, row in enumerate(rows)}
        for rows in (slots, tables, interpreters)
    )
    return tuple(
        Lock(
            m,
            slot[row.slot_id or 0],
            table.get(row.table_id or 0),
            person.get(row.interpreter_id or 0),
        )
        for m, request in enumerate(requests)
        if (row := at.get(request.pk))
    )


def _tables(
    session: models.Session,
    tables: tuple[models.Table, ...],
    slots: tuple[models.Slot, ...],
    site: Mapping[int, int],
) -> tuple[Table, ...]:
    closed: dict[int, set[int]] = {}
    rows = models.Closure.objects.filter(table__session=session)
    for table, slot in rows.values_list("table_id", "slot_id"):
        closed.setdefault(table, set()).add(slot)
    return tuple(
        Table(
            str(table.pk),
            tuple(n for n, slot in enumerate(slots) if slot.pk not in closed[table.pk])
            if table.pk in closed
            else None,
            site.get(table.site_id or 0),
            tuple(map(needs.engine_word, table.features)),
        )
        for table in tables
    )


def read_schedule(
    problem: Problem, moved: Mapping[int, Key] | None = None
) -> Schedule | None:
    """
    Return the stored schedule of these requests; None if nothing is placed.

    Args:
        moved: Where some meetings are instead, by the key of their request.
    """
    meetings = models.Meeting.objects.filter(request__in=problem.requests)
    at: dict[int, Key] = {
        row[0]: row[1:]
        for row in meetings.values_list(
            "request_id", "slot_id", "table_id", "interpreter_id"
        )
    }
    at |= moved or {}
    if not any(slot for slot, _table, _person in at.values()):
        return None
    rows = problem.slots, problem.tables, problem.interpreters
    numbers = [{row.pk: n for n, row in enumerate(column)} for column in rows]
    return Schedule(
        *(
            tuple(
                number.get(at.get(request.pk, (None,) * 3)[column] or 0, -1)
                for request in problem.requests
            )
            for column, number in enumerate(numbers)
        )
    )
