"""What the rows of a session say, by the numbers that slots and companies have in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from gegenbesuch.matchmaking.times import slots_within, spans_of
from gegenbesuch.scheduling.models import Absence
from gegenbesuch.scheduling.storing import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gegenbesuch.matchmaking.models import Profile, Request
    from gegenbesuch.scheduling.models import Session, Slot
    from gegenbesuch.scheduling.storing import Key


def forbidden(
    session: Session,
    slots: tuple[Slot, ...],
    profiles: tuple[Profile, ...],
) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the slots in which each company can't meet."""
    position = {slot.pk: index for index, slot in enumerate(slots)}
    absent: dict[int, list[int]] = {profile.pk: [] for profile in profiles}
    for profile_id, slot_id in Absence.objects.filter(
        slot__session=session, profile__in=profiles
    ).values_list("profile_id", "slot_id"):
        absent[profile_id].append(position[slot_id])
    zone = ZoneInfo(session.time_zone)
    halves = [slot.half_day(zone) for slot in slots]
    for profile in profiles:
        closed = {*profile.closed_halves}
        absent[profile.pk] += [n for n, half in enumerate(halves) if half in closed]
    return tuple(tuple(sorted({*absent[p.pk]})) for p in profiles)


def limits(most: int | None, profiles: tuple[Profile, ...]) -> tuple[int | None, ...]:
    """Return how many meetings each company may have: a limit counts per person."""
    return tuple(
        None if most is None else most * max(1, p.representatives) for p in profiles
    )


def days(slots: tuple[Slot, ...], zone: ZoneInfo) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the slots of each day."""
    found: dict[date, list[int]] = {}
    for index, slot in enumerate(slots):
        found.setdefault(slot.starts_at.astimezone(zone).date(), []).append(index)
    return tuple(tuple(day) for day in found.values())


def bound(
    requests: Sequence[Request], slots: Sequence[Slot]
) -> tuple[tuple[tuple[int, ...], ...], dict[int, int]]:
    """Return sets of slots, and to which of them a request is bound, by its key."""
    times = [(slot.starts_at, slot.ends_at) for slot in slots]
    sets: dict[tuple[int, ...], int] = {}
    found = {}
    for request in requests:
        if request.spans:
            within = slots_within(spans_of(request), times)
            found[request.pk] = sets.setdefault(within, len(sets))
    return tuple(sets), found


def keys_of(problem: Any, schedule: Any) -> dict[int, Key]:
    """Return where a schedule has the meeting of each request, by keys of rows."""
    rows = problem.slots, problem.tables, problem.interpreters
    columns = schedule.slot, schedule.table, schedule.interpreter
    found: dict[int, Key] = {}
    for m, request in enumerate(problem.requests):
        slot, table, person = (
            row[column[m]].pk if column[m] >= 0 else None
            for row, column in zip(rows, columns, strict=True)
        )
        found[request.pk] = (slot, table, person) if slot else NOWHERE
    return found
