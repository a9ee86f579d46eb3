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
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from convene.timetable import (
    Instance,
    InstanceError,
    Interpreter,
    Labels,
    Lock,
    Meeting,
    Schedule,
    Stop,
    Table,
    check,
    measure,
    sentence,
    solve,
)
from gegenbesuch.scheduling import models, selectors
from gegenbesuch.scheduling.interpreting import Choices, choices_of

Key = tuple[int | None, int | None, int | None]
"""Primary keys of slot, table and interpreter; a meeting without a slot has none."""

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from convene.timetable import Progress, Result
    from gegenbesuch.matchmaking.models import Profile, Request

__all__ = [
    "InstanceError",
    "Problem",
    "broken_by",
    "goals_to_json",
    "labels_of",
    "read_problem",
    "read_schedule",
    "solve_problem",
    "values_of",
    "violations",
    "write_result",
]


NOON = 12


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


def read_problem(session: models.Session, *, keeps_placed: bool = False) -> Problem:
    """
    Freeze a session as it is now: accepted requests, slots, tables, interpreters.

    Args:
        keeps_placed: All meetings that have a slot stay there, not the locked ones
            only.

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
    instance = Instance(
        name=session.code,
        slots=len(slots),
        participants=len(profiles),
        meetings=tuple(
            Meeting(
                number[r.sender_id],
                number[r.recipient_id],
                weight=max(1, r.priority),
                needs=choices.needs(r),
            )
            for r in requests
        ),
        tables=tuple(Table(str(table.pk)) for table in tables),
        side=tuple(profile.side for profile in profiles),
        forbidden=_forbidden(session, slots, profiles),
        representatives=tuple(max(1, p.representatives) for p in profiles),
        max_meetings=_limits(session.max_meetings, profiles),
        max_per_day=_limits(session.max_per_day, profiles),
        days=_days(slots, ZoneInfo(session.time_zone)),
        interpreters=tuple(
            _interpreter(person, slots, choices) for person in interpreters
        ),
        locked=_locks(
            session, requests, slots, tables, interpreters, keeps_placed=keeps_placed
        ),
    )
    return Problem(session, instance, requests, profiles, slots, tables, interpreters)


def _interpreter(
    person: models.Interpreter, slots: tuple[models.Slot, ...], choices: Choices
) -> Interpreter:
    closed = {slot.pk for slot in person.closed_slots.all()}
    there = tuple(i for i, slot in enumerate(slots) if slot.pk not in closed)
    return Interpreter(choices.spoken(person), there if closed else None)


def _forbidden(
    session: models.Session,
    slots: tuple[models.Slot, ...],
    profiles: tuple[Profile, ...],
) -> tuple[tuple[int, ...], ...]:
    position = {slot.pk: index for index, slot in enumerate(slots)}
    absent: dict[int, list[int]] = {profile.pk: [] for profile in profiles}
    for profile_id, slot_id in models.Absence.objects.filter(
        slot__session=session, profile__in=profiles
    ).values_list("profile_id", "slot_id"):
        absent[profile_id].append(position[slot_id])
    zone = ZoneInfo(session.time_zone)
    halves = [half_day(slot, zone) for slot in slots]
    for profile in profiles:
        closed = {*profile.closed_halves}
        absent[profile.pk] += [n for n, half in enumerate(halves) if half in closed]
    return tuple(tuple(sorted({*absent[p.pk]})) for p in profiles)


def half_day(slot: models.Slot, zone: ZoneInfo) -> str:
    """Return the half day of a slot, as companies name those they can't come in."""
    begin = slot.starts_at.astimezone(zone)
    return f"{begin.date().isoformat()}/{'am' if begin.hour < NOON else 'pm'}"


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


def _limits(most: int | None, profiles: tuple[Profile, ...]) -> tuple[int | None, ...]:
    """Return how many meetings each company may have: a limit counts per person."""
    return tuple(
        None if most is None else most * max(1, p.representatives) for p in profiles
    )


def _days(
    slots: tuple[models.Slot, ...], zone: ZoneInfo
) -> tuple[tuple[int, ...], ...]:
    days: dict[Any, list[int]] = {}
    for index, slot in enumerate(slots):
        days.setdefault(slot.starts_at.astimezone(zone).date(), []).append(index)
    return tuple(tuple(day) for day in days.values())


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
    )


def _times(problem: Problem) -> list[str]:
    zone = ZoneInfo(problem.session.time_zone)
    pattern = "%H:%M" if len(problem.instance.days) == 1 else "%d.%m. %H:%M"
    return [slot.starts_at.astimezone(zone).strftime(pattern) for slot in problem.slots]


@transaction.atomic
def write_result(problem: Problem, result: Result, *, at: datetime) -> int:
    """
    Store a result as the meetings and seats of a session; returns how many are placed.

    Replaces what was there; storing the same result again changes nothing. A
    meeting whose time, table or interpreter changes gets the next sequence
    number. Requests that are no longer accepted get no meeting; one that
    companies were told of is cancelled.
    """
    session = problem.session
    schedule = result.schedule or Schedule.empty(problem.instance)
    accepted = {r.pk for r in selectors.accepted_requests(session)}
    existing = {
        m.request_id: m
        for m in models.Meeting.objects.filter(request__in=problem.requests)
    }
    models.Seat.objects.filter(meeting__session=session).delete()
    everywhere = models.Meeting.objects.filter(session=session)
    ended = everywhere.exclude(request__in=accepted)
    ended.filter(placements__isnull=True).delete()
    nowhere = {"slot": None, "table": None, "interpreter": None}
    ended.filter(slot__isnull=False).update(sequence=F("sequence") + 1)
    ended.update(status=models.Meeting.Status.CANCELLED, reasons=[], **nowhere)
    everywhere.filter(request__in=accepted).update(
        status=models.Meeting.Status.UNSCHEDULED, **nowhere
    )
    reasons = _reasons(problem, result)
    rows = []
    for m, request in enumerate(problem.requests):
        if request.pk not in accepted:
            continue
        meeting = existing.get(request.pk) or models.Meeting(
            session=session, request=request
        )
        _place(meeting, problem, schedule, m, at)
        meeting.session = session
        meeting.reasons = reasons.get(m, [])
        rows.append(meeting)
    fields = [
        "session",
        "status",
        "slot",
        "table",
        "interpreter",
        "reasons",
        "sequence",
        "updated_at",
    ]
    models.Meeting.objects.bulk_create(row for row in rows if row.pk is None)
    models.Meeting.objects.bulk_update(
        (row for row in rows if row.request_id in existing), fields
    )
    placed = [row for row in rows if row.slot_id]
    models.Seat.objects.bulk_create(_seats(placed, problem))
    return len(placed)


def _place(
    meeting: models.Meeting,
    problem: Problem,
    schedule: Schedule,
    m: int,
    at: datetime,
) -> None:
    before = (meeting.slot_id, meeting.table_id, meeting.interpreter_id)
    slot, table, person = schedule.slot[m], schedule.table[m], schedule.interpreter[m]
    if slot < 0:
        meeting.status = models.Meeting.Status.UNSCHEDULED
        meeting.slot = meeting.table = meeting.interpreter = None
    else:
        meeting.status = models.Meeting.Status.PRELIMINARY
        meeting.slot = problem.slots[slot]
        meeting.table = problem.tables[table]
        meeting.interpreter = problem.interpreters[person] if person >= 0 else None
    after = (meeting.slot_id, meeting.table_id, meeting.interpreter_id)
    if meeting.pk is not None and before != after:
        meeting.sequence += 1
        meeting.updated_at = at


def _seats(placed: list[models.Meeting], problem: Problem) -> list[models.Seat]:
    parties = {r.pk: (r.sender_id, r.recipient_id) for r in problem.requests}
    taken: dict[tuple[int, int | None], int] = {}
    seats = []
    for meeting in placed:
        if meeting.slot is None:
            continue
        for profile_id in parties[meeting.request_id]:
            key = (profile_id, meeting.slot_id)
            chair = taken.get(key, 0)
            taken[key] = chair + 1
            seats.append(
                models.Seat(
                    meeting=meeting,
                    profile_id=profile_id,
                    slot=meeting.slot,
                    representative=chair,
                )
            )
    return seats


def _reasons(problem: Problem, result: Result) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {
        unplaced.meeting: [
            {
                "rule": str(reason.rule),
                "data": dict(reason.data),
                "text": {},
                "cures": [
                    {"action": cure.action, "data": dict(cure.data), "text": {}}
                    for cure in reason.cures
                ],
            }
            for reason in unplaced.reasons
        ]
        for unplaced in result.unplaced
    }
    choices = choices_of(problem.requests, problem.interpreters)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels = labels_of(problem)
            for unplaced in result.unplaced:
                rows = zip(found[unplaced.meeting], unplaced.reasons, strict=True)
                for row, reason in rows:
                    row["text"][language] = _words(reason, language, labels, choices)
                    cures = zip(row["cures"], reason.cures, strict=True)
                    for cure_row, cure in cures:
                        cure_row["text"][language] = _words(
                            cure, language, labels, choices
                        )
    return found


def _words(item: Any, language: str, labels: Labels, choices: Choices) -> str:
    """Return a reason or cure as a sentence, with languages by name."""
    if "pair" in item.data:
        pair = choices.words(str(item.data["pair"]))
        item = replace(item, data={**item.data, "pair": pair})
    return sentence(item, language, labels)
