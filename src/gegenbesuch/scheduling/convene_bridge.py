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
from gegenbesuch.scheduling.languages import (
    pair_key,
    pair_name,
    pairs_name,
    wanted_pairs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from convene.timetable import Progress, Result
    from gegenbesuch.matchmaking.models import Profile, Request

__all__ = [
    "InstanceError",
    "Problem",
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


def read_problem(session: models.Session) -> Problem:
    """
    Freeze a session as it is now: accepted requests, slots, tables, interpreters.

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
    choices = _choices(requests, interpreters)
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
    )
    return Problem(session, instance, requests, profiles, slots, tables, interpreters)


def _pairs(person: models.Interpreter) -> list[str]:
    return [pair_key(pair) for pair in person.pairs]


@dataclass(frozen=True)
class Choices:
    """
    Language pairs of which an interpreter must speak one.

    The engine asks an interpreter for every pair that a meeting names. A choice
    between pairs therefore gets a name of its own, of letters that the language
    codes keep free for private use, and whoever speaks one of the pairs has it.
    """

    offered: frozenset[str]
    names: dict[tuple[str, ...], str]

    def wanted(self, request: Request) -> tuple[str, ...]:
        """Return the pairs of which one serves this request."""
        sides = request.sender.languages, request.recipient.languages
        return wanted_pairs(*sides, self.offered)

    def needs(self, request: Request) -> tuple[str, ...]:
        """Return what the engine is to ask of the interpreter."""
        pairs = self.wanted(request)
        return (self.names.get(pairs, pairs[0]),) if pairs else ()

    def spoken(self, person: models.Interpreter) -> tuple[str, ...]:
        """Return the pairs that a person speaks, and the choices they satisfy."""
        pairs = _pairs(person)
        return (
            *pairs,
            *(name for choice, name in self.names.items() if {*choice} & {*pairs}),
        )

    def words(self, pair: str) -> str:
        """Return a pair, or a choice between pairs, in the active language."""
        for choice, name in self.names.items():
            if pair_key(name) == pair_key(pair):
                return pairs_name(choice)
        return pair_name(pair)


def _choices(
    requests: tuple[Request, ...], interpreters: tuple[models.Interpreter, ...]
) -> Choices:
    offered = frozenset(p for person in interpreters for p in _pairs(person))
    plain = Choices(offered, {})
    several = sorted({w for r in requests if len(w := plain.wanted(r)) > 1})
    names = {choice: f"qaa-{_private(n)}" for n, choice in enumerate(several)}
    return Choices(offered, names)


def _private(number: int) -> str:
    """Return a code from qab on: ISO 639 leaves qaa to qtz to private use."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return f"q{letters[(number + 1) // 26]}{letters[(number + 1) % 26]}"


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


def read_schedule(problem: Problem) -> Schedule | None:
    """Return the stored schedule of these requests; None if there is none."""
    meetings = {
        meeting.request_id: meeting
        for meeting in models.Meeting.objects.filter(
            request__in=[request.pk for request in problem.requests]
        )
    }
    if not any(meeting.slot_id for meeting in meetings.values()):
        return None
    columns = []
    for field, rows in (
        ("slot_id", problem.slots),
        ("table_id", problem.tables),
        ("interpreter_id", problem.interpreters),
    ):
        number = {row.pk: index for index, row in enumerate(rows)}
        columns.append(
            tuple(
                number.get(getattr(meetings.get(request.pk), field, None), -1)
                for request in problem.requests
            )
        )
    return Schedule(*columns)


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
    choices = _choices(problem.requests, problem.interpreters)
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
