"""What companies are told of a schedule: versions, what changed, whom it concerns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Coalesce

from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling import selectors
from gegenbesuch.scheduling.models import (
    Meeting,
    Placement,
    Publication,
    Seat,
    Slot,
    Table,
)
from gegenbesuch.scheduling.storing import NOWHERE, Key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet

    from gegenbesuch.scheduling.models import Interpreter, Session

    Parts = tuple[Sequence[Slot], Sequence[Interpreter]]

KEY = "slot_id", "table_id", "interpreter_id"


class Move(NamedTuple):
    """Which companies meet, by their keys, and where their meeting was and is."""

    sender: int
    recipient: int
    before: Key
    after: Key


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
    """
    What became of a meeting since its companies were last told.

    Attributes:
        sender, recipient: The keys of the companies.
    """

    sender: int
    recipient: int
    before: Position | None
    after: Position | None

    @property
    def companies(self) -> tuple[int, int]:
        """The keys of the two companies."""
        return self.sender, self.recipient

    def other(self, company: int) -> int:
        """Return the key of the one that the company meets."""
        return self.recipient if company == self.sender else self.sender


def latest_publication(session: Session) -> Publication | None:
    """Return the version that the companies see; None before the first."""
    return next(iter(publications_of(session)), None)


def publications_of(session: Session) -> list[Publication]:
    """Return all versions of the schedule of a session, the newest first."""
    rows = _all_versions(session.pk)
    for row in rows:
        row.session = session
    return rows


@kept
def _all_versions(session: int) -> QuerySet[Publication]:
    return Publication.objects.filter(session=session).order_by("-number")


def changes_of(session: Session) -> list[Change]:
    """Return what has changed since the companies were last told, by time."""
    return read_changes(session, News(session).moves)


def read_changes(
    session: Session, moves: Iterable[Move], parts: Parts | None = None
) -> list[Change]:
    """
    Read where meetings were and where they are, in order of time.

    Args:
        parts: Slots and interpreters of the session, if they are known.
    """
    moves = list(moves)
    keys = [key for move in moves for key in (move.before, move.after)]
    people = {key[2] for key in keys if key[2]}
    slots, interpreters = parts or (
        selectors.slots_of(session),
        selectors.interpreters_by_key(people),
    )
    slot = {row.pk: row for row in slots}
    tables = rows_of(Table, pk={key[1] for key in keys if key[1]})
    table = {row.pk: row for row in tables}
    person = {row.pk: row for row in interpreters}

    def position(key: Key) -> Position | None:
        found = slot.get(key[0] or 0), table.get(key[1] or 0)
        if found[0] is None or found[1] is None:
            return None
        return Position(found[0], found[1], person.get(key[2] or 0))

    changes = [
        Change(sender, recipient, position(before), position(after))
        for sender, recipient, before, after in moves
    ]
    return sorted((c for c in changes if c.before or c.after), key=_by_time)


def _by_time(change: Change) -> tuple[object, ...]:
    position = change.after or change.before
    assert position is not None  # noqa: S101 -- else nothing had changed
    return position.slot.starts_at, position.table.position, *change.companies


def by_company(changes: Iterable[Change]) -> dict[int, list[Change]]:
    """Return what changed for each company, by its key."""
    found: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        for company in change.companies:
            found[company].append(change)
    return found


@dataclass(frozen=True)
class News:
    """
    What has changed in a schedule since its companies were last told.

    Before the first version every meeting with a slot is new, thousands of them, so
    those whom this concerns are found without reading them.
    """

    session: Session

    @cached_property
    def version(self) -> Publication | None:
        """What the companies were last told."""
        return latest_publication(self.session)

    @cached_property
    def moves(self) -> list[Move]:
        """All that has changed."""
        version = self.version.pk if self.version else 0
        rows = _moved(self.session.pk, version)
        return [Move(row[0], row[1], row[2:5], row[5:]) for row in rows]

    @cached_property
    def companies(self) -> list[int]:
        """Whom it concerns, by keys, in the order of their names."""
        if self.version is None:
            return companies_of(self.session)
        told = {pk for move in self.moves for pk in move[:2]}
        return [pk for (pk,) in _in_order(self.session.mission_id) if pk in told]

    def moves_of(self, companies: Collection[int]) -> list[Move]:
        """Return what has changed for these companies."""
        if self.version is None:
            rows = {
                row[1:] for row in _seats_of(companies) if row[0] == self.session.pk
            }
            return [Move(row[0], row[1], NOWHERE, row[2:]) for row in rows]
        wanted = set(companies)
        return [move for move in self.moves if not wanted.isdisjoint(move[:2])]


@kept
def _moved(session: int, version: int) -> QuerySet[Meeting, tuple[Any, ...]]:
    """Return the parties of meetings that are not where a version says, and both keys."""
    told = FilteredRelation("placements", condition=Q(placements__publication=version))
    rows = Meeting.objects.filter(session=session).annotate(told=told)
    is_same = Q()
    for name in KEY:
        here, there = Coalesce(name, 0), Coalesce(f"told__{name}", 0)
        rows = rows.alias(**{f"is_{name}": here, f"was_{name}": there})
        is_same &= Q(**{f"is_{name}": F(f"was_{name}")})
    return rows.exclude(is_same).values_list(
        *("request__sender_id", "request__recipient_id"),
        *(f"told__{name}" for name in KEY),
        *KEY,
    )


@kept
def _seats_of(companies: Collection[int]) -> QuerySet[Seat, tuple[Any, ...]]:
    """Return session, parties and places of the meetings of companies."""
    return Seat.objects.filter(profile__in=companies).values_list(
        "meeting__session_id",
        *("meeting__request__sender_id", "meeting__request__recipient_id"),
        *(f"meeting__{name}" for name in KEY),
    )


@kept
def _seated(mission: int, session: int) -> QuerySet[Profile, tuple[int]]:
    """Return the companies that have a meeting, in the order of their names."""
    slots = Slot.objects.filter(session=session)
    seats = Seat.objects.filter(profile=OuterRef("pk"), slot__in=slots)
    return _all_in_order(mission).filter(Exists(seats)).values_list("pk")


@kept
def _in_order(mission: int) -> QuerySet[Profile, tuple[int]]:
    return _all_in_order(mission).values_list("pk")


def _all_in_order(mission: int) -> QuerySet[Profile]:
    rows = Profile.objects.filter(mission=mission)
    return rows.order_by("organisation__sort_key", "pk")


def companies_of(session: Session) -> list[int]:
    """Return the keys of companies that have a meeting as it is, in order of name."""
    return [pk for (pk,) in _seated(session.mission_id, session.pk)]


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
