"""What companies are told of a schedule: versions, what changed, whom it concerns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gegenbesuch.core.rows import kept, rows_of, values_of
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling import selectors
from gegenbesuch.scheduling.models import Meeting, Placement, Publication, Table
from gegenbesuch.scheduling.storing import NOWHERE, Key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Interpreter, Session, Slot

    Parts = tuple[Sequence[Slot], Sequence[Interpreter] | None]

KEY = "slot_id", "table_id", "interpreter_id"
NAMED = "code", "organisation"
"""What to read of companies that are only named."""
Move = tuple[Key, Key]
"""Where a meeting was and where it is."""


@dataclass(frozen=True)
class Position:
    """When, where and with which interpreter a meeting is."""

    slot: Slot
    table: Table
    interpreter: Interpreter | None

    @classmethod
    def of(cls, row: Meeting | Placement) -> Position | None:
        """Return the position of a meeting or of its place in a version."""
        if row.slot is None or row.table is None:
            return None
        return cls(row.slot, row.table, row.interpreter)


@dataclass(frozen=True)
class Change:
    """What became of a meeting since the companies were last told."""

    meeting: Meeting
    before: Position | None
    after: Position | None

    @property
    def profiles(self) -> tuple[Profile, Profile]:
        """The two companies."""
        return self.meeting.request.sender, self.meeting.request.recipient


def latest_publication(session: Session) -> Publication | None:
    """Return the version that the companies see; None before the first."""
    return session.publications.order_by("-number").first()


def publications_of(session: Session) -> list[Publication]:
    """Return all versions of the schedule of a session, the newest first."""
    return list(session.publications.order_by("-number"))


def moved_in(session: Session) -> dict[int, Move]:
    """
    Compare the schedule as it is with what the companies were last told.

    Returns:
        What has changed of meetings, by their keys; nothing is read of the others.
    """
    version = latest_publication(session)
    told: dict[int, Key] = {}
    if version:
        rows = values_of(Placement, "meeting_id", *KEY, publication=[version.pk])
        told = {row[0]: row[1:] for row in rows}
    now = values_of(Meeting, "id", *KEY, session=[session.pk])
    moves = {row[0]: (told.get(row[0], NOWHERE), row[1:]) for row in now}
    return {meeting: move for meeting, move in moves.items() if move[0] != move[1]}


def changes_of(session: Session) -> list[Change]:
    """
    Return what has changed since the companies were last told, by time.

    Args:
        session: With its mission; letters need the office of that too.
    """
    return read_changes(session, moved_in(session))


def read_changes(
    session: Session,
    moved: Mapping[int, Move],
    *,
    only: tuple[str, ...] = (),
    parts: Parts | None = None,
) -> list[Change]:
    """
    Read meetings with where they were and where they are, in order of time.

    Args:
        only: What to read of their companies; all unless given.
        parts: Slots and interpreters of the session, if they are known.
    """
    keys = [key for move in moved.values() for key in move]
    slots, people = parts or (selectors.slots_of(session), None)
    slot = {row.pk: row for row in slots}
    tables = rows_of(Table, pk={key[1] for key in keys if key[1]})
    table = {row.pk: row for row in tables}
    if people is None:
        needs_people = any(key[2] for key in keys)
        people = selectors.interpreters_of(session) if needs_people else []
    person = {row.pk: row for row in people}

    def position(key: Key) -> Position | None:
        found = slot.get(key[0] or 0), table.get(key[1] or 0)
        if found[0] is None or found[1] is None:
            return None
        return Position(found[0], found[1], person.get(key[2] or 0))

    changes = [
        Change(meeting, *map(position, moved[meeting.pk]))
        for meeting in selectors.meetings_by_key(session, moved, only=only)
    ]
    return sorted((c for c in changes if c.before or c.after), key=_by_time)


def _by_time(change: Change) -> tuple[object, ...]:
    position = change.after or change.before
    assert position is not None  # noqa: S101 -- else nothing had changed
    return position.slot.starts_at, position.table.position, change.meeting.pk


def by_company(changes: Iterable[Change]) -> dict[Profile, list[Change]]:
    """Return what changed for each company, in the order of its name."""
    found: dict[Profile, list[Change]] = defaultdict(list)
    for change in changes:
        for profile in change.profiles:
            found[profile].append(change)
    return {p: found[p] for p in sorted(found, key=_by_name)}


def told_of(session: Session, moved: Mapping[int, Move]) -> dict[int, list[int]]:
    """Return the meetings that have changed for each company, by keys, in name order."""
    found: dict[int, list[int]] = defaultdict(list)
    for meeting, *parties in _sides(session.pk):
        if meeting in moved:
            for company in parties:
                found[company].append(meeting)
    return {pk: found[pk] for (pk,) in _in_order(session.mission_id) if pk in found}


@kept
def _sides(session: int) -> QuerySet[Meeting, tuple[int, int, int]]:
    rows = Meeting.objects.filter(session=session)
    return rows.values_list("pk", "request__sender_id", "request__recipient_id")


@kept
def _in_order(mission: int) -> QuerySet[Profile, tuple[int]]:
    rows = Profile.objects.filter(mission=mission)
    return rows.order_by("organisation__sort_key", "pk").values_list("pk")


def _by_name(profile: Profile) -> tuple[str, int]:
    return profile.organisation.sort_key, profile.pk


def companies_of(session: Session) -> list[Profile]:
    """Return the companies that have a meeting in the schedule as it is."""
    parts = selectors.parts_of(session)
    _requests, meetings = selectors.with_parties(session, *parts)
    asked = [m.request for m in meetings if m.slot]
    found = {p.pk: p for r in asked for p in (r.sender, r.recipient)}
    return sorted(found.values(), key=_by_name)


def show_published(meetings: Iterable[Meeting]) -> list[Meeting]:
    """
    Return meetings as their companies see them: placed as in the newest version.

    Those of sessions without a version are left out. One that is in an older
    version only is cancelled and keeps its last place, for the calendars that
    hold it. The rows are changed in memory; none of them may be saved.
    """
    meetings = list(meetings)
    newest = newest_of({meeting.session_id for meeting in meetings})
    placements = _last_placements([meeting.pk for meeting in meetings])
    last = {row.meeting_id: row for row in placements}
    selectors.give_places(list(last.values()))
    shown = [meeting for meeting in meetings if meeting.session_id in newest]
    for meeting in shown:
        _show(meeting, last.get(meeting.pk), newest[meeting.session_id])
    return sorted(
        (m for m in shown if m.slot or m.status == Meeting.Status.UNSCHEDULED),
        key=by_slot,
    )


@kept
def _last_placements(meetings: Sequence[int]) -> QuerySet[Placement]:
    placements = Placement.objects.filter(meeting__in=meetings)
    return placements.order_by("publication__number")


def newest_of(sessions: Collection[int]) -> dict[int, Publication]:
    """Return the newest version of each of these sessions that has one, by its key."""
    return {row.session_id: row for row in _versions(sessions)}


@kept
def _versions(sessions: Collection[int]) -> QuerySet[Publication]:
    return Publication.objects.filter(session__in=sessions).order_by("number")


def _show(meeting: Meeting, last: Placement | None, newest: Publication) -> None:
    if last is None:
        meeting.slot = meeting.table = meeting.interpreter = None
        if meeting.status != Meeting.Status.CANCELLED:
            meeting.status = Meeting.Status.UNSCHEDULED
        return
    meeting.slot, meeting.table = last.slot, last.table
    meeting.interpreter = last.interpreter
    meeting.updated_at = newest.created_at
    if last.publication_id == newest.pk:
        meeting.status, meeting.sequence = newest.state, last.sequence
    else:
        meeting.status, meeting.sequence = "cancelled", last.sequence + 1


def by_slot(meeting: Meeting) -> tuple[object, ...]:
    """Sort meetings by time and table, those without a slot last."""
    if meeting.slot is None or meeting.table is None:
        return True, 0, 0, meeting.request_id
    return (
        *(False, meeting.slot.starts_at.timestamp()),
        *(meeting.table.position, meeting.request_id),
    )
