"""What companies are told of a schedule: versions, what changed, whom it concerns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.scheduling import selectors
from gegenbesuch.scheduling.models import Meeting, Placement, Publication

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Interpreter, Session, Slot, Table


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


def changes_of(session: Session) -> list[Change]:
    """
    Compare the schedule as it is with what the companies were last told.

    Args:
        session: With its mission; letters need the office of that too.
    """
    parts = selectors.parts_of(session)
    _requests, meetings = selectors.with_parties(session, *parts)
    before = _placements(latest_publication(session), *parts)
    changes = [
        Change(meeting, before.get(meeting.pk), Position.of(meeting))
        for meeting in meetings
    ]
    changed = [c for c in changes if c.before != c.after]
    return sorted(changed, key=_by_time)


def _placements(
    publication: Publication | None,
    slots: list[Slot],
    tables: list[Table],
    interpreters: list[Interpreter],
) -> dict[int, Position]:
    if publication is None:
        return {}
    slot = {row.pk: row for row in slots}
    table = {row.pk: row for row in tables}
    person = {row.pk: row for row in interpreters}
    return {
        row.meeting_id: Position(
            slot[row.slot_id], table[row.table_id], person.get(row.interpreter_id or 0)
        )
        for row in rows_of(Placement, publication=[publication.pk])
    }


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
    versions = Publication.objects.filter(session__in={m.session_id for m in meetings})
    newest = {row.session_id: row for row in versions.order_by("number")}
    placements = _last_placements([meeting.pk for meeting in meetings])
    last = {row.meeting_id: row for row in placements}
    shown = [meeting for meeting in meetings if meeting.session_id in newest]
    for meeting in shown:
        _show(meeting, last.get(meeting.pk), newest[meeting.session_id])
    return sorted(
        (m for m in shown if m.slot or m.status == Meeting.Status.UNSCHEDULED),
        key=_by_slot,
    )


@kept
def _last_placements(meetings: Sequence[int]) -> QuerySet[Placement]:
    placements = Placement.objects.filter(meeting__in=meetings)
    return placements.select_related("slot", "table", "interpreter__person").order_by(
        "publication__number"
    )


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


def _by_slot(meeting: Meeting) -> tuple[object, ...]:
    if meeting.slot is None or meeting.table is None:
        return True, 0, 0, meeting.request_id
    return (
        *(False, meeting.slot.starts_at.timestamp()),
        *(meeting.table.position, meeting.request_id),
    )
