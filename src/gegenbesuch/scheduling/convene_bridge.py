"""
Rows of a session to a frozen instance of the engine, and its result back to rows.

The only file of the app that knows the engine. It holds no rules; imported by
workers and commands only, because the engine loads solver libraries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from convene.timetable import (
    Disturbance,
    Instance,
    InstanceError,
    Interpreter,
    Labels,
    Lock,
    Meeting,
    Rule,
    Schedule,
    Stop,
    Table,
    check,
    measure,
    repair,
    sentence,
    solve,
)
from gegenbesuch.matchmaking.times import times_of
from gegenbesuch.scheduling import models, needs, numbering, selectors, storing
from gegenbesuch.scheduling.interpreting import Choices, choices_of
from gegenbesuch.scheduling.storing import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from convene.timetable import Progress, Repair, Result, Unplaced
    from gegenbesuch.matchmaking.models import Profile, Request

LIMITS = {Rule.MAX_PER_DAY: "max_per_day"}

__all__ = [
    "InstanceError",
    "Problem",
    "broken_by",
    "goals_to_json",
    "labels_of",
    "read_problem",
    "read_schedule",
    "repair_schedule",
    "solve_problem",
    "values_of",
    "violations",
    "write_result",
]


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


# --- Rows to instance --------------------------------------------------------


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


# --- Asking the engine -------------------------------------------------------


def solve_problem(  # noqa: PLR0913 -- what a solve can be told
    problem: Problem,
    *,
    seconds: float | None,
    seed: int,
    start: Schedule | None,
    is_cancelled: Callable[[], bool],
    on_progress: Callable[[dict[str, Any]], None],
) -> Result:
    """Compute the best schedule; progress is reported as `{seconds, phase, goals}`."""

    def report(progress: Progress) -> None:
        on_progress(
            {
                "seconds": round(progress.seconds, 1),
                "phase": str(progress.phase),
                "goals": goals_to_json(progress.goals),
            }
        )

    return solve(
        problem.instance,
        stop=Stop(seconds=seconds, cancelled=is_cancelled),
        seed=seed,
        start=start,
        on_progress=report,
    )


def repair_schedule(problem: Problem, current: Schedule, *, first: int) -> Repair:
    """
    Compute the schedule with the fewest changes that keeps all rules again.

    Takes what is true now, such as an absence noted after the schedule was made,
    as what happened.

    Args:
        first: Number of the first slot that is still ahead; nothing before it moves.
    """
    instance = problem.instance
    forbidden = [set(slots) for slots in instance.forbidden]
    tables = list(instance.tables or ())
    absent, closed = [], []
    for m, t in enumerate(current.slot):
        meeting = instance.meetings[m]
        for party in {meeting.a, meeting.b}:
            if t in forbidden[party]:
                absent.append((party, t))
                forbidden[party].discard(t)
        table = current.table[m]
        if t >= 0 and table >= 0 and not _is_open(tables[table], t):
            closed.append((table, t))
            still = (*(tables[table].slots or ()), t)
            tables[table] = replace(tables[table], slots=tuple(sorted(still)))
    before = replace(
        instance,
        forbidden=tuple(tuple(sorted(slots)) for slots in forbidden),
        tables=tuple(tables),
    )
    happened = Disturbance(
        absent=tuple(sorted(set(absent))), closed=tuple(sorted(set(closed))), now=first
    )
    return repair(before, current, happened)


def _is_open(table: Table, slot: int) -> bool:
    return table.slots is None or slot in table.slots


def goals_to_json(goals: Sequence[Any]) -> list[dict[str, Any]]:
    """Return goals as `{id, value, bound}`."""
    return [{"id": str(g.id), "value": g.value, "bound": g.bound} for g in goals]


def values_of(problem: Problem, schedule: Schedule) -> tuple[int, ...]:
    """Return what a schedule reaches, larger is better, most important first."""
    found = measure(problem.instance, schedule)
    return (
        found["placed-weight"],
        -found["minimum-meetings"],
        -found["idle-gaps"],
        -found["table-changes"],
    )


def violations(problem: Problem, schedule: Schedule) -> list[str]:
    """Return every broken rule as an English sentence; empty when all are kept."""
    found = check(problem.instance, schedule)
    return [sentence(item, "en", labels_of(problem)) for item in found]


def broken_by(
    problem: Problem,
    meeting: models.Meeting,
    key: Key,
) -> list[str]:
    """Return which rules the schedule breaks that it keeps now, if a meeting moves."""
    m = [request.pk for request in problem.requests].index(meeting.request_id)
    nowhere = Schedule.empty(problem.instance)
    before = read_schedule(problem) or nowhere
    after = read_schedule(problem, {meeting.request_id: key}) or nowhere
    free = replace(
        problem.instance,
        locked=tuple(lock for lock in problem.instance.locked if lock.meeting != m),
    )
    known = check(free, before)
    language, labels = translation.get_language() or "en", labels_of(problem)
    return [
        sentence(item, language[:2], labels)
        for item in check(free, after)
        if item not in known
    ]


# --- Result to rows ----------------------------------------------------------


def labels_of(problem: Problem) -> Labels:
    """Return the names of everything in the active language."""
    return Labels(
        participants=tuple(str(profile) for profile in problem.profiles),
        slots=tuple(
            _("slot %(number)s (%(time)s)") % {"number": index + 1, "time": time}
            for index, time in enumerate(_times(problem))
        ),
        tables=tuple(str(table) for table in problem.tables),
        interpreters=tuple(str(person) for person in problem.interpreters),
        meetings=tuple(str(request) for request in problem.requests),
        sessions=_agreed_times(problem),
        sites=tuple(str(site) for site in problem.sites),
    )


def _agreed_times(problem: Problem) -> tuple[str, ...]:
    """Name the sets of slots to which meetings are bound by what was agreed."""
    zone, names = problem.session.time_zone, [""] * len(problem.instance.sessions)
    for request, meeting in zip(
        problem.requests, problem.instance.meetings, strict=True
    ):
        if meeting.session is not None and not names[meeting.session]:
            names[meeting.session] = _("the agreed time (%(times)s)") % {
                "times": ", ".join(times_of(request, zone))
            }
    return tuple(names)


def _times(problem: Problem) -> list[str]:
    zone = ZoneInfo(problem.session.time_zone)
    pattern = "%H:%M" if len(problem.instance.days) == 1 else "%d.%m. %H:%M"
    return [slot.starts_at.astimezone(zone).strftime(pattern) for slot in problem.slots]


def write_result(problem: Problem, result: Result, *, at: datetime) -> int:
    """Store a result as `storing.store_schedule` does; returns how many are placed."""
    schedule = result.schedule or Schedule.empty(problem.instance)
    reasons = reasons_of(problem, result.unplaced)
    return storing.store_schedule(
        problem.session, numbering.keys_of(problem, schedule), reasons, at=at
    )


def reasons_of(
    problem: Problem, without: Sequence[Unplaced]
) -> dict[int, list[dict[str, Any]]]:
    """Return why requests have no slot, in all languages, by the key of the request."""
    choices = choices_of(problem.requests, problem.interpreters)
    found: dict[int, list[dict[str, Any]]] = {
        unplaced.meeting: [
            {
                "rule": str(reason.rule),
                "data": dict(reason.data),
                "text": {},
                "cures": [
                    {
                        "action": cure.action,
                        "data": dict(cure.data),
                        "rows": _rows_named(problem, choices, reason, cure),
                        "text": {},
                    }
                    for cure in reason.cures
                ],
            }
            for reason in unplaced.reasons
        ]
        for unplaced in without
    }
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels = labels_of(problem)
            for unplaced in without:
                rows = zip(found[unplaced.meeting], unplaced.reasons, strict=True)
                for row, reason in rows:
                    row["text"][language] = _words(reason, language, labels, choices)
                    cures = zip(row["cures"], reason.cures, strict=True)
                    for cure_row, cure in cures:
                        cure_row["text"][language] = _words(
                            cure, language, labels, choices
                        )
    return {problem.requests[m].pk: rows for m, rows in found.items()}


def _rows_named(
    problem: Problem, choices: Choices, reason: Any, cure: Any
) -> dict[str, Any]:
    """Return the keys of what a cure names, so that it can be done later."""
    rows: dict[str, Any] = {}
    for name, key, column in (
        ("slot", "slot", problem.slots),
        ("participant", "profile", problem.profiles),
        ("meeting", "request", problem.requests),
    ):
        if name in cure.data:
            rows[key] = column[cure.data[name]].pk
    if "pair" in cure.data:
        rows["pairs"] = choices.pairs(cure.data["pair"])
    if cure.action == "raise-limit":
        rows["limit"] = LIMITS.get(reason.rule, "max_meetings")
    return rows


def _words(item: Any, language: str, labels: Labels, choices: Choices) -> str:
    """Return a reason or cure as a sentence, with languages by name."""
    if "pair" in item.data:
        pair = choices.words(str(item.data["pair"]))
        item = replace(item, data={**item.data, "pair": pair})
    return sentence(item, language, labels)
